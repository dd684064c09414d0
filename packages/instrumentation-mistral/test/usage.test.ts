// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import { usageFromMistral } from "../src/usage.ts";

const COUNTS = { promptTokens: 1200, completionTokens: 90, totalTokens: 1290 };
const TOKENS = { inputTokens: 1200, outputTokens: 90 };

it.each([
  [
    "counts of version 2",
    { ...COUNTS, prompt_tokens_details: { cached_tokens: 1024 }, serviceTier: "priority" },
    { usage: { ...TOKENS, cacheReadTokens: 1024 }, serviceTier: "priority" },
  ],
  [
    "counts of version 1, with what its schema does not know",
    { ...COUNTS, additionalProperties: { prompt_tokens_details: { cached_tokens: 1024 }, service_tier: "standard" } },
    { usage: { ...TOKENS, cacheReadTokens: 1024 }, serviceTier: "standard" },
  ],
  ["seconds of audio", { ...COUNTS, promptAudioSeconds: 12 }, { usage: { ...TOKENS, units: { mediaSeconds: 12 } } }],
  ["no seconds of audio", { ...COUNTS, promptAudioSeconds: null }, { usage: TOKENS }],
  [
    "an empty answer to a prompt",
    { promptTokens: 5, completionTokens: 0, totalTokens: 5 },
    { usage: { inputTokens: 5, outputTokens: 0 } },
  ],
  ["zeros that the SDK made up", { promptTokens: 0, completionTokens: 0, totalTokens: 0 }, {}],
  ["nothing", undefined, {}],
])("reads %s", (_name, value, expected) => {
  expect(usageFromMistral(value)).toEqual(expected);
});
