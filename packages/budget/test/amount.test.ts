// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decimalFromNanoUsd, nanoUsdFromDecimal, partsPerMillionFrom } from "../src/amount.ts";

describe("amounts in USD", () => {
  it.each([
    ["0", 0],
    ["0.1", 100_000_000],
    ["100.00", 100_000_000_000],
    ["0.000000001", 1],
    ["9007199", 9_007_199_000_000_000],
    [0.1 + 0.2, 300_000_000],
    [1e-9, 1],
    [0, 0],
    [9_007_199, 9_007_199_000_000_000],
  ])("reads %j exactly", (usd, nanoUsd) => {
    expect(nanoUsdFromDecimal(usd)).toBe(nanoUsd);
  });

  it.each(["", "-1", "+1", "1.", ".5", "1e3", "1,5", "0x1", "$5", "0.0000000001", "9007200", "99999999", -0.01, 1e-10])(
    "does not read %j",
    (usd) => {
      expect(nanoUsdFromDecimal(usd)).toBeUndefined();
    },
  );

  it.each([9_007_200, Number.NaN, Number.POSITIVE_INFINITY])("does not read the number %d", (usd) => {
    expect(nanoUsdFromDecimal(usd)).toBeUndefined();
  });

  it.each([
    [0, "0.00"],
    [1, "0.000000001"],
    [100_000_000, "0.10"],
    [82_130_000_000, "82.13"],
    [82_130_000_001, "82.130000001"],
    [5_000_000_000_000, "5000.00"],
    [-250_000_000, "-0.25"],
    [-12_500_000_001, "-12.500000001"],
  ])("writes %d nano-USD as %s", (nanoUsd, decimal) => {
    expect(decimalFromNanoUsd(nanoUsd)).toBe(decimal);
  });

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_007_199_000_000_000 }), (nanoUsd) => {
        expect(nanoUsdFromDecimal(decimalFromNanoUsd(nanoUsd))).toBe(nanoUsd);
      }),
    );
  });
});

describe("shares of a limit", () => {
  it.each([
    ["80%", 800_000],
    ["80 %", 800_000],
    ["0.0001%", 1],
    ["1000%", 10_000_000],
    [0.8, 800_000],
    [1, 1_000_000],
    [10, 10_000_000],
  ])("reads %j", (at, parts) => {
    expect(partsPerMillionFrom(at)).toBe(parts);
  });

  it.each(["80", "0%", "-5%", "1000.1%", "0.00001%", "", 0, -1, 10.1, 80, Number.NaN])("does not read %j", (at) => {
    expect(partsPerMillionFrom(at)).toBeUndefined();
  });
});
