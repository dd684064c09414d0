// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import type { AnalyzedCall } from "../../src/analyzed-call.ts";
import type { Scenario } from "../../src/whatif/scenario.ts";
import { withCompaction, withModels, withServiceTier, withoutCache } from "../../src/whatif/scenarios.ts";
import { createWhatIf } from "../../src/whatif/what-if.ts";
import { callOf, price } from "../prompts.ts";

function resultOf(scenario: Scenario, calls: readonly AnalyzedCall[]) {
  const whatIf = createWhatIf([scenario], price);
  for (const call of calls) whatIf.add(call);
  const [result] = whatIf.results();
  if (result === undefined) throw new Error("no result");
  return result;
}

/** Sonnet 4.5: $3 in, $0.30 read, $3.75 written, $15 out, a million. */
const cached = callOf({ inputTokens: 10_000, cacheReadTokens: 8_000, cacheWriteTokens: 1_000, outputTokens: 100 });
const CACHED_MICRO_USD = 1_000 * 3 + 8_000 * 0.3 + 1_000 * 3.75 + 100 * 15;

describe("another model", () => {
  const haiku = withModels(new Map([["claude-sonnet-4-5", "claude-haiku-4-5"]]));

  it("would have cost by its own rates, and says how many successes it must keep", () => {
    // Haiku 4.5 costs a third of Sonnet 4.5 in every rate.
    const result = resultOf(haiku, [cached]);
    expect(result).toMatchObject({ changedCalls: 1, actualPicoUsd: CACHED_MICRO_USD * 1e6 });
    expect(result.simulatedPicoUsd).toBe((CACHED_MICRO_USD / 3) * 1e6);
    expect(result.breakEvenSuccessRatio).toBeCloseTo(1 / 3, 9);
  });

  it("leaves calls of other models as they are", () => {
    const opus = callOf({ inputTokens: 10, outputTokens: 1 }, { requestModel: "claude-opus-4-5" });
    expect(resultOf(haiku, [opus])).toMatchObject({ calls: 1, changedCalls: 0, breakEvenSuccessRatio: 1 });
  });

  it("without a price is in neither sum, and counted", () => {
    const unknown = withModels(new Map([["claude-sonnet-4-5", "nobody-knows-1"]]));
    expect(resultOf(unknown, [cached, cached])).toMatchObject({
      unpricedCalls: 2,
      actualPicoUsd: 0,
      simulatedPicoUsd: 0,
    });
  });

  it("does not keep what a gateway said that the first one cost", () => {
    const told = callOf({ inputTokens: 10_000, outputTokens: 100 }, { reportedCostUsd: 5 });
    expect(resultOf(haiku, [told]).simulatedPicoUsd).toBe((10_000 * 1 + 100 * 5) * 1e6);
  });
});

describe("no prompt cache", () => {
  it("would have cost every token in full", () => {
    const result = resultOf(withoutCache(), [cached]);
    expect(result.simulatedPicoUsd).toBe((10_000 * 3 + 100 * 15) * 1e6);
    expect(result.breakEvenSuccessRatio).toBeUndefined();
  });

  it("is cheaper where writing was never repaid", () => {
    const neverRead = callOf({ inputTokens: 10_000, cacheReadTokens: 0, cacheWriteTokens: 10_000, outputTokens: 0 });
    const { simulatedPicoUsd, actualPicoUsd } = resultOf(withoutCache(), [neverRead]);
    expect(simulatedPicoUsd / actualPicoUsd).toBeCloseTo(0.8, 9);
  });
});

it("the batch tier would have cost half", () => {
  const { simulatedPicoUsd, actualPicoUsd } = resultOf(withServiceTier("batch"), [cached]);
  expect(simulatedPicoUsd / actualPicoUsd).toBeCloseTo(0.5, 9);
});

describe("compaction", () => {
  const rule = { aboveTokens: 50_000, keptShare: 0.1 };
  /** Grows by 5,000 tokens with each call, all of the rest read from the cache. */
  const run = (calls: number) =>
    Array.from({ length: calls }, (_, index) => {
      const inputTokens = 40_000 + index * 5_000;
      return callOf({ inputTokens, cacheReadTokens: inputTokens - 5_000, cacheWriteTokens: 5_000, outputTokens: 0 });
    });

  it("changes nothing while prompts are short", () => {
    expect(resultOf(withCompaction(rule), run(3))).toMatchObject({ calls: 3, changedCalls: 0 });
  });

  it("costs a summary and a write at once, and saves with every call from then on", () => {
    const calls = run(5);
    // The fourth call has 55,000 tokens: its history is read once more and 5,500 tokens are written by the model, then
    // written to the cache. The fifth has 10,500 tokens, 5,000 of them new.
    const summary = 55_000 * 0.3 + 5_500 * 15;
    const fourth = 5_500 * 3.75;
    const fifth = 5_500 * 0.3 + 5_000 * 3.75;
    const before = calls
      .slice(0, 3)
      .reduce((sum, { cost }) => sum + (cost.status === "unpriced" ? 0 : cost.totalPicoUsd), 0);
    const result = resultOf(withCompaction(rule), calls);
    expect(result).toMatchObject({
      changedCalls: 2,
      simulatedPicoUsd: before + Math.round((summary + fourth + fifth) * 1e6),
    });
  });

  it("pays in the long run and not at once", () => {
    const saves = (calls: number) => {
      const { simulatedPicoUsd, actualPicoUsd } = resultOf(withCompaction(rule), run(calls));
      return simulatedPicoUsd < actualPicoUsd;
    };
    expect([saves(4), saves(40)]).toEqual([false, true]);
  });

  it("says of calls without a count that it cannot tell", () => {
    const { usage: _usage, ...operation } = cached.operation;
    const unknown = { operation, cost: price(operation) };
    expect(resultOf(withCompaction(rule), [unknown])).toMatchObject({ unknownCalls: 1, unpricedCalls: 1 });
  });
});

it("a refused call cost nothing, and would have cost nothing", () => {
  expect(resultOf(withoutCache(), [callOf({}, { sent: false })]).calls).toBe(0);
});
