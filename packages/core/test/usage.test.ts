// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { MAX_TOKENS_PER_CALL, normalizeUsage, uncachedInputTokens } from "../src/index.ts";
import type { RawUsage } from "../src/index.ts";

const garbage = fc.oneof(
  fc.nat(2_000_000),
  fc.double(),
  fc.constantFrom(null, undefined, NaN, -1, 0.5, Infinity, 2 ** 60, "12", {}, []),
);
const rawUsage = fc.record(
  {
    inputTokens: garbage,
    outputTokens: garbage,
    cacheReadTokens: garbage,
    cacheWriteTokens: garbage,
    cacheWrite5mTokens: garbage,
    cacheWrite1hTokens: garbage,
    reasoningTokens: garbage,
    inputAudioTokens: garbage,
    cacheReadAudioTokens: garbage,
    outputImageTokens: garbage,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<RawUsage>;

describe("normalizeUsage", () => {
  it("keeps the invariant for anything a vendor may send", () => {
    fc.assert(
      fc.property(rawUsage, (raw) => {
        const { usage } = normalizeUsage(raw);
        for (const count of Object.values(usage)) {
          expect(Number.isInteger(count) && (count as number) >= 0).toBe(true);
        }
        const cached = (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
        if (usage.inputTokens !== undefined) expect(cached).toBeLessThanOrEqual(usage.inputTokens);
        if (usage.outputTokens !== undefined)
          expect(usage.reasoningTokens ?? 0).toBeLessThanOrEqual(usage.outputTokens);
        expect(uncachedInputTokens(usage) ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(rawUsage, (raw) => {
        const once = normalizeUsage(raw).usage;
        expect(normalizeUsage(once)).toEqual({ usage: once, problems: [] });
      }),
    );
  });

  it.each<[string, RawUsage, ReturnType<typeof normalizeUsage>]>([
    [
      "takes consistent counts as they are",
      { inputTokens: 1500, outputTokens: 50, cacheReadTokens: 1000, cacheWriteTokens: 400 },
      { usage: { inputTokens: 1500, outputTokens: 50, cacheReadTokens: 1000, cacheWriteTokens: 400 }, problems: [] },
    ],
    [
      "keeps an explicit zero and leaves the absent unknown",
      { outputTokens: 0 },
      { usage: { outputTokens: 0 }, problems: [] },
    ],
    [
      "adds a cache that was reported beside the input",
      { inputTokens: 100, cacheReadTokens: 1000, cacheWriteTokens: 400 },
      {
        usage: { inputTokens: 1500, cacheReadTokens: 1000, cacheWriteTokens: 400 },
        problems: ["cache_exceeds_input"],
      },
    ],
    [
      "adds reasoning that was reported beside the output",
      { outputTokens: 10, reasoningTokens: 30 },
      { usage: { outputTokens: 40, reasoningTokens: 30 }, problems: ["reasoning_exceeds_output"] },
    ],
    [
      "sums the writes when only their lifetimes are given",
      { inputTokens: 100, cacheWrite5mTokens: 10, cacheWrite1hTokens: 20 },
      {
        usage: { inputTokens: 100, cacheWriteTokens: 30, cacheWrite5mTokens: 10, cacheWrite1hTokens: 20 },
        problems: [],
      },
    ],
    [
      "drops a split that is larger than what was written",
      { inputTokens: 100, cacheWriteTokens: 10, cacheWrite5mTokens: 20 },
      { usage: { inputTokens: 100, cacheWriteTokens: 10 }, problems: ["cache_split_exceeds_write"] },
    ],
    [
      "drops a modality that is larger than its whole",
      { inputTokens: 10, inputAudioTokens: 11 },
      { usage: { inputTokens: 10 }, problems: ["modality_exceeds_total"] },
    ],
    [
      "takes the largest count and refuses the next",
      { inputTokens: MAX_TOKENS_PER_CALL, outputTokens: MAX_TOKENS_PER_CALL + 1 },
      { usage: { inputTokens: MAX_TOKENS_PER_CALL }, problems: ["not_a_count"] },
    ],
  ])("%s", (_title, raw, expected) => {
    expect(normalizeUsage(raw)).toEqual(expected);
  });
});
