// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { compactionPayback } from "../../src/context/compaction-payback.ts";
import { callOf, price } from "../prompts.ts";

const HISTORY_TOKENS = 50_000;
const sonnet = callOf({}, { requestModel: "claude-sonnet-4-5" }).operation;
const opus = callOf({}, { requestModel: "claude-opus-5-5" }).operation;

function callsOf(...[operation, keptShare, summarizer]: [typeof sonnet, number, { model?: string }?]) {
  const plan = { operation, historyTokens: HISTORY_TOKENS, keptShare, ...(summarizer && { summarizer }) };
  return compactionPayback(plan, price)?.calls ?? Number.NaN;
}

describe("a summary of 50,000 cached tokens", () => {
  it.each([
    ["reads at a tenth of input, 40 % kept", sonnet, 0.4, 43.3],
    ["reads at a tenth of input, half kept", sonnet, 0.5, 64.5],
    ["reads at a tenth of input, 60 % kept", sonnet, 0.6, 96.3],
    ["reads at a tenth of input, a tenth kept", sonnet, 0.1, 8.1],
    ["reads at a twentieth of input, 40 % kept", opus, 0.4, 85],
    ["reads at a twentieth of input, half kept", opus, 0.5, 127],
    ["reads at a twentieth of input, 60 % kept", opus, 0.6, 190],
    ["reads at a twentieth of input, a tenth kept", opus, 0.1, 15],
  ] as const)("pays only after many calls: %s", (_name, operation, kept, calls) => {
    expect(callsOf(operation, kept, {})).toBeCloseTo(calls, 1);
  });

  it("pays sooner when a cheaper model writes it", () => {
    expect(callsOf(opus, 0.4, { model: "claude-haiku-5-5" })).toBeLessThan(callsOf(opus, 0.4, {}) / 4);
  });

  it("pays soonest when there is none, and old results are only left out", () => {
    expect(callsOf(sonnet, 0.4)).toBeCloseTo(8.3, 1);
    expect(callsOf(opus, 0.4)).toBeCloseTo(16.7, 1);
  });

  it("says nothing where a price is not known, or nothing is saved", () => {
    const unknown = callOf({}, { requestModel: "nobody-knows-1" }).operation;
    expect(callsOf(unknown, 0.5, {})).toBeNaN();
    expect(callsOf(sonnet, 1, {})).toBeNaN();
  });
});
