// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { nanoUsdFromPico, priceUsage, usdFromPico } from "../src/index.ts";
import { amountOf, multiplyRatios, ratioFromDecimal } from "../src/money.ts";

describe("fractions", () => {
  it.each([
    [1.1, 11, 10],
    [0.5, 1, 2],
    [1, 1, 1],
    [1.25, 5, 4],
    [0.333_333_333, 333_333_333, 1_000_000_000],
    [3, 3, 1],
  ])("%d is %d / %d", (decimal, numerator, denominator) => {
    expect(ratioFromDecimal(decimal)).toEqual({ numerator, denominator });
  });

  it("multiply in lowest terms, where absent is one", () => {
    expect(multiplyRatios(ratioFromDecimal(1.1), ratioFromDecimal(0.5))).toEqual({ numerator: 11, denominator: 20 });
    expect(multiplyRatios(undefined, ratioFromDecimal(0.5))).toEqual({ numerator: 1, denominator: 2 });
    expect(multiplyRatios(undefined, undefined)).toBeUndefined();
  });

  it("round products half up, the same in doubles and in BigInt", () => {
    const factor = ratioFromDecimal(1.1);
    expect(amountOf(5, 1, factor)).toBe(6);
    expect(amountOf(4, 1, factor)).toBe(4);
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), fc.constantFrom(0.85, 1.1, 0.333_333_333, 2), (count, rate, decimal) => {
        const { numerator, denominator } = ratioFromDecimal(decimal);
        const doubled = 2n * BigInt(count) * BigInt(rate) * BigInt(numerator) + BigInt(denominator);
        const exact = doubled / (2n * BigInt(denominator));
        expect(BigInt(amountOf(count, rate, { numerator, denominator }))).toBe(exact);
      }),
    );
  });
});

describe("ledger amounts", () => {
  it.each([
    [0, 0],
    [1, 1],
    [999, 1],
    [1000, 1],
    [1001, 2],
    [2n ** 60n, Number((2n ** 60n + 999n) / 1000n)],
  ])("%d pico-USD are %d nano-USD, rounded up", (pico, nano) => {
    expect(nanoUsdFromPico(pico)).toBe(nano);
  });

  it("leave as doubles", () => {
    expect(usdFromPico(12_300_000_000)).toBe(0.0123);
  });
});

it("priceUsage needs no engine and gives the same cost each time", () => {
  const usage = { inputTokens: 1_000_000, outputTokens: 0 };
  const call = { provider: "openai", requestModel: "gpt-5", startTimeMs: Date.parse("2026-06-01T00:00:00Z") };
  expect(priceUsage(usage, call)).toMatchObject({ status: "priced", totalPicoUsd: 1.25e12 });
  expect(priceUsage(usage, call)).toEqual(priceUsage(usage, call));
});
