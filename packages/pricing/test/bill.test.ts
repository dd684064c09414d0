// SPDX-License-Identifier: Apache-2.0
import type { Usage, UsageUnits } from "@outlay/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { exactPicoUsd, nanoUsdFromPico } from "../src/index.ts";
import type { Cost } from "../src/index.ts";
import { acmeCall, acmeEngine, EVERY_RATE, totalOf } from "./engines.ts";

const BANDED = [
  {
    rates: EVERY_RATE,
    context: [{ over: 200_000, rates: { ...EVERY_RATE, input: 6, output: 22.5 } }],
    unitUsd: { webSearchRequests: 0.01, mediaSeconds: { usd: 0.04, per: 3600 }, images: 0.039 },
    requestUsd: 0.005,
  },
];
const PLAIN = [{ rates: EVERY_RATE, unitUsd: { webSearchRequests: 0.01 } }];
const engine = acmeEngine({
  plain: PLAIN,
  banded: BANDED,
  regional: [{ ...PLAIN[0], regions: { us: { multiplier: 1.1 } } }],
});

const count = fc.integer({ min: 0, max: 2_000_000 });

/** Usage as core hands it over: parts within their wholes. */
const usages: fc.Arbitrary<Usage> = fc
  .record({ text: count, read: count, m5: count, h1: count, m30: count, h12: count, other: count })
  .chain((input) =>
    fc
      .record({ answer: count, reasoning: count, audioIn: count, audioRead: count, imageIn: count, audioOut: count })
      .map((more): Usage => ({
        inputTokens:
          input.text +
          input.read +
          input.m5 +
          input.h1 +
          input.m30 +
          input.h12 +
          input.other +
          more.audioIn +
          more.audioRead +
          more.imageIn,
        cacheReadTokens: input.read + more.audioRead,
        cacheWriteTokens: input.m5 + input.h1 + input.m30 + input.h12 + input.other,
        cacheWrite5mTokens: input.m5,
        cacheWrite30mTokens: input.m30,
        cacheWrite1hTokens: input.h1,
        cacheWrite12hTokens: input.h12,
        outputTokens: more.answer + more.reasoning + more.audioOut,
        reasoningTokens: more.reasoning,
        inputAudioTokens: more.audioIn + more.audioRead,
        cacheReadAudioTokens: more.audioRead,
        inputImageTokens: more.imageIn,
        outputAudioTokens: more.audioOut,
      })),
  );

function price(model: string, usage: Usage, more: object = {}): Cost {
  return engine.price(acmeCall(model, { usage, ...more }));
}

function sumOfParts(cost: Cost): number {
  if (!("parts" in cost)) throw new Error(cost.status);
  return Object.values(cost.parts).reduce((sum, part) => sum + part, 0);
}

describe("the bill", () => {
  it("adds up from its parts, and from the lines of its explanation", () => {
    fc.assert(
      fc.property(usages, fc.constantFrom("plain", "banded", "regional"), (usage, model) => {
        const query = acmeCall(model, { usage, region: "us" });
        const cost = engine.price(query);
        const { lines } = engine.explain(query);
        expect(sumOfParts(cost)).toBe(totalOf(cost));
        expect(lines.reduce((sum, line) => sum + BigInt(line.amountPicoUsd), 0n)).toBe(BigInt(totalOf(cost)));
        for (const line of lines) expect(line.amountPicoUsd).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("never falls when any count rises, bands and factors included", () => {
    const raise: readonly ((usage: Usage, by: number) => Usage)[] = [
      (usage, by) => ({ ...usage, inputTokens: (usage.inputTokens ?? 0) + by }),
      (usage, by) => ({ ...usage, outputTokens: (usage.outputTokens ?? 0) + by }),
      (usage, by) => ({
        ...usage,
        inputTokens: (usage.inputTokens ?? 0) + by,
        cacheReadTokens: (usage.cacheReadTokens ?? 0) + by,
      }),
      (usage, by) => ({
        ...usage,
        inputTokens: (usage.inputTokens ?? 0) + by,
        cacheWriteTokens: (usage.cacheWriteTokens ?? 0) + by,
        cacheWrite1hTokens: (usage.cacheWrite1hTokens ?? 0) + by,
      }),
      (usage, by) => ({ ...usage, units: { webSearchRequests: by } }),
    ];
    fc.assert(
      fc.property(usages, fc.constantFrom(...raise), fc.integer({ min: 1, max: 1_000_000 }), (usage, raised, by) => {
        for (const model of ["plain", "banded", "regional"]) {
          const more = totalOf(price(model, raised(usage, by), { region: "us" }));
          expect(more).toBeGreaterThanOrEqual(totalOf(price(model, usage, { region: "us" })));
        }
      }),
    );
  });

  it("is the sum of two bills when a request without bands or factors is cut in two", () => {
    fc.assert(
      fc.property(usages, usages, (first, second) => {
        const both = Object.fromEntries(
          Object.entries(first).map(([name, value]) => [
            name,
            Number(value) + Number(second[name as keyof Usage] ?? 0),
          ]),
        ) as Usage;
        expect(totalOf(price("plain", both))).toBe(totalOf(price("plain", first)) + totalOf(price("plain", second)));
      }),
    );
  });

  it("is the same however a call's passes are ordered, and their sum", () => {
    fc.assert(
      fc.property(fc.array(usages, { minLength: 1, maxLength: 5 }), (passes) => {
        const iterations = passes.map((usage) => ({ kind: "message", model: "plain", usage }));
        const forward = engine.price(acmeCall("plain", { usage: {}, iterations }));
        const backward = engine.price(acmeCall("plain", { usage: {}, iterations: iterations.toReversed() }));
        const sum = passes.reduce((total, usage) => total + totalOf(price("plain", usage)), 0);
        expect(totalOf(forward)).toBe(sum);
        expect(totalOf(backward)).toBe(sum);
        expect(sumOfParts(forward)).toBe(sum);
      }),
    );
  });

  it("does not drift over a million calls", () => {
    const usage = { inputTokens: 7, cacheReadTokens: 3, outputTokens: 1 };
    const one = totalOf(price("plain", usage));
    let sum = 0n;
    for (let call = 0; call < 1_000_000; call++) sum += BigInt(totalOf(price("plain", usage)));
    expect(sum).toBe(1_000_000n * BigInt(one));
    expect(one).toBe(4 * 3_000_001 + 3 * 300_007 + 15_000_013);
  });

  it("stays exact where a double cannot hold it", () => {
    const inputTokens = 900_719_925_474_099;
    const cost = price("plain", { inputTokens, outputTokens: 0 });
    const exact = BigInt(inputTokens) * 3_000_001n;
    expect(cost).toMatchObject({ status: "priced", exactPicoUsd: exact, totalPicoUsd: Number(exact) });
    expect(nanoUsdFromPico(exact)).toBe(Number((exact + 999n) / 1000n));
  });

  it("switches from double to BigInt between 2^53 - 1 and 2^53 pico-USD", () => {
    const coarse = acmeEngine({ coarse: [{ rates: { input: 0.000_001, output: 0 } }] });
    const at = (inputTokens: number): Cost =>
      coarse.price(acmeCall("coarse", { usage: { inputTokens, outputTokens: 0, units: {} } }));
    const last = at(Number.MAX_SAFE_INTEGER);
    expect(last).toMatchObject({ totalPicoUsd: Number.MAX_SAFE_INTEGER });
    expect(last).not.toHaveProperty("exactPicoUsd");
    const fee = acmeEngine({ fee: [{ rates: { input: 0.000_001, output: 0 }, requestUsd: 1e-12 }] });
    const first = fee.price(acmeCall("fee", { usage: { inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: 0 } }));
    expect(first).toMatchObject({ exactPicoUsd: 2n ** 53n });
    expect(first.status === "unpriced" ? 0n : BigInt(exactPicoUsd(first))).toBe(2n ** 53n);
  });
});

describe("bands", () => {
  const at = (inputTokens: number): object =>
    price("banded", { inputTokens, cacheReadTokens: 100_000, outputTokens: 1 });

  it("re-prices the whole request by the whole prompt, cached tokens included", () => {
    expect(at(200_000)).toMatchObject({ bandOverTokens: 0, parts: { uncachedInput: 100_000 * 3_000_001 } });
    expect(at(200_001)).toMatchObject({
      bandOverTokens: 200_000,
      parts: { uncachedInput: 100_001 * 6_000_000, output: 22_500_000 },
    });
  });

  it("take the bound into the higher band where the page says `at least`", () => {
    const inclusive = acmeEngine({
      grok: [{ rates: { input: 1, output: 1 }, context: [{ atLeast: 200_000, rates: { input: 2, output: 2 } }] }],
    });
    const total = (inputTokens: number): number =>
      totalOf(inclusive.price(acmeCall("grok", { usage: { inputTokens, outputTokens: 0 } })));
    expect(total(199_999)).toBe(199_999e6);
    expect(total(200_000)).toBe(400_000e6);
  });
});

describe("beside tokens", () => {
  it("charges units, published by the thousand or the hour, and the call itself", () => {
    const units = { webSearchRequests: 3, images: 2, mediaSeconds: 1800.5 };
    expect(price("banded", { inputTokens: 0, outputTokens: 0, units })).toMatchObject({
      status: "priced",
      parts: { tools: 30e9, media: 78e9 + Math.round((1_800_500 * 40e9) / 3_600_000), request: 5e9 },
    });
  });

  it("does not multiply units by a region's factor", () => {
    const usage = { inputTokens: 1000, outputTokens: 0, units: { webSearchRequests: 1 } };
    expect(price("regional", usage, { region: "us" })).toMatchObject({
      parts: { uncachedInput: Math.floor((1000 * 3_000_001 * 11 + 5) / 10), tools: 10e9 },
    });
  });

  describe("images and videos go by their size and quality", () => {
    const variantUsd = { "hd 1024x1792": { images: 0.12 }, hd: { images: 0.08 }, "1080p": { mediaSeconds: 0.6 } };
    const drawn = acmeEngine({
      draws: [{ rates: {}, unitUsd: { images: 0.04, mediaSeconds: 0.4 }, variantUsd }],
      undecided: [{ rates: {}, variantUsd }],
      flat: [{ rates: {}, unitUsd: { images: 0.04 } }],
    });
    const bill = (model: string, units: UsageUnits): Cost => drawn.price(acmeCall(model, { usage: { units } }));

    it.each<[UsageUnits, number]>([
      [{ images: 2, mediaSize: "1024x1792", mediaQuality: "HD" }, 240e9],
      [{ images: 2, mediaSize: "auto", mediaQuality: "hd" }, 160e9],
      [{ images: 2, mediaSize: "auto", mediaQuality: "standard" }, 80e9],
      [{ mediaSeconds: 1.5, mediaSize: "1080p" }, 900e9],
    ])("%o", (units, media) => {
      expect(bill("draws", units)).toMatchObject({ status: "priced", parts: { media }, problems: [] });
    });

    it.each<[string, UsageUnits]>([
      ["that nobody told", { images: 1 }],
      ["that are not listed", { images: 1, mediaSize: "31x7" }],
      ["named like what every object has", { images: 1, mediaSize: "constructor" }],
    ])("%s: the default's, estimated", (_what, units) => {
      expect(bill("draws", units)).toMatchObject({
        status: "estimated",
        totalPicoUsd: 40e9,
        problems: ["media_kind_assumed"],
      });
    });

    it("never for nothing: without a price of the default, they are missing from the bill", () => {
      expect(bill("undecided", { images: 1 })).toMatchObject({ status: "unpriced", problems: ["no_rate.images"] });
    });

    it("nowhere else: a flat price holds for any", () => {
      expect(bill("flat", { images: 1, mediaSize: "31x7" })).toMatchObject({ status: "priced", totalPicoUsd: 40e9 });
    });
  });

  it("counts time in thousandths, wherever it is billed", () => {
    const timed = acmeEngine({
      timed: [
        { rates: {}, unitUsd: { codeExecutionSeconds: { usd: 0.05, per: 3600 }, cacheStorageTokenSeconds: 1e-9 } },
      ],
    });
    const bill = (units: UsageUnits): Cost => timed.price(acmeCall("timed", { usage: { units } }));
    expect(bill({ codeExecutionSeconds: 0.5 })).toMatchObject({ parts: { tools: Math.round(50e9 / 7200) } });
    expect(bill({ cacheStorageTokenSeconds: 7 })).toMatchObject({ parts: { tools: 7000 } });
    expect(bill({ cacheStorageTokenSeconds: 7.5 })).toMatchObject({ status: "unpriced", problems: ["not_a_count"] });
  });

  it("is partial where a unit was used that has no price", () => {
    expect(price("plain", { inputTokens: 1, outputTokens: 1, units: { images: 1 } })).toMatchObject({
      status: "partial",
      problems: ["no_rate.images"],
    });
  });
});
