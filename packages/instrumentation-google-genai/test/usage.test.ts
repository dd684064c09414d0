// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { servedTier, usageFromEmbeddings, usageFromGemini } from "../src/usage.ts";

const COUNTS = { promptTokenCount: 1200, candidatesTokenCount: 60, totalTokenCount: 1260 };

/** What is told, without what is not. */
function told(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe("usage of an answer", () => {
  it.each([
    ["plain counts", COUNTS, { inputTokens: 1200, outputTokens: 60 }],
    [
      "thoughts, which are counted beside the candidates",
      { ...COUNTS, thoughtsTokenCount: 30, totalTokenCount: 1290 },
      { inputTokens: 1200, outputTokens: 90, reasoningTokens: 30 },
    ],
    [
      "a cache, which is part of the prompt",
      { ...COUNTS, cachedContentTokenCount: 1024 },
      { inputTokens: 1200, outputTokens: 60, cacheReadTokens: 1024 },
    ],
    [
      "what tools put in, which is not",
      { ...COUNTS, toolUsePromptTokenCount: 300, totalTokenCount: 1560 },
      { inputTokens: 1500, outputTokens: 60 },
    ],
    [
      "modalities of prompt, tools, cache and answer",
      {
        ...COUNTS,
        toolUsePromptTokenCount: 50,
        cachedContentTokenCount: 400,
        promptTokensDetails: [
          { modality: "TEXT", tokenCount: 100 },
          { modality: "AUDIO", tokenCount: 300 },
          { modality: "IMAGE", tokenCount: 258 },
          { modality: "VIDEO", tokenCount: 500 },
        ],
        toolUsePromptTokensDetails: [{ modality: "IMAGE", tokenCount: 42 }],
        cacheTokensDetails: [
          { modality: "AUDIO", tokenCount: 150 },
          { modality: "VIDEO", tokenCount: 250 },
        ],
        candidatesTokensDetails: [
          { modality: "TEXT", tokenCount: 10 },
          { modality: "IMAGE", tokenCount: 50 },
        ],
      },
      {
        inputTokens: 1250,
        outputTokens: 60,
        cacheReadTokens: 400,
        inputAudioTokens: 300,
        inputImageTokens: 300,
        inputVideoTokens: 250,
        cacheReadAudioTokens: 150,
        outputImageTokens: 50,
      },
    ],
    [
      "an answer of nothing but thoughts, by the total",
      { promptTokenCount: 100, thoughtsTokenCount: 30, totalTokenCount: 130 },
      { inputTokens: 100, outputTokens: 30, reasoningTokens: 30 },
    ],
    [
      "a refused prompt, by the total",
      { promptTokenCount: 9, totalTokenCount: 9 },
      { inputTokens: 9, outputTokens: 0 },
    ],
  ])("reads %s", (_name, value, usage) => {
    expect(told(usageFromGemini(value, true))).toEqual({ usage });
  });

  it.each([
    ["nothing", undefined, undefined, {}],
    ["an empty object", {}, undefined, {}],
    ["a prompt alone", { promptTokenCount: 9 }, undefined, { usage: { inputTokens: 9 }, usageStatus: "partial" }],
    [
      "a total that is less than its parts",
      { promptTokenCount: 9, totalTokenCount: 8 },
      undefined,
      { usage: { inputTokens: 9 }, usageStatus: "partial" },
    ],
    [
      "searches alone",
      undefined,
      { groundedRequests: 1, webSearchRequests: 2 },
      { usage: { units: { groundedRequests: 1, webSearchRequests: 2 } }, usageStatus: "partial" },
    ],
  ])("of which %s is known is not whole", (_name, value, units, expected) => {
    expect(told(usageFromGemini(value, true, units))).toEqual(expected);
  });

  it("has no output before the stream has ended", () => {
    expect(told(usageFromGemini({ ...COUNTS, thoughtsTokenCount: 3 }, false))).toEqual({
      usage: { inputTokens: 1200 },
      usageStatus: "partial",
    });
  });
});

describe("usage of embeddings", () => {
  it.each([
    ["all together", { usageMetadata: { promptTokenCount: 7 } }, { inputTokens: 7 }],
    [
      "one by one",
      { embeddings: [{ statistics: { tokenCount: 3 } }, { statistics: { tokenCount: 4 } }] },
      { inputTokens: 7 },
    ],
    [
      "with modalities",
      {
        embeddings: [{ statistics: { tokenCount: 300, tokensDetails: [{ modality: "IMAGE", tokenCount: 258 }] } }],
      },
      { inputTokens: 300, inputImageTokens: 258 },
    ],
  ])("is read where it is told %s", (_name, value, expected) => {
    expect(told(usageFromEmbeddings(value))).toEqual(expected);
  });

  it.each([
    ["nothing is told", { embeddings: [{ values: [1] }] }],
    ["one of them is not told", { embeddings: [{ statistics: { tokenCount: 3 } }, { values: [1] }] }],
    ["there are none", { embeddings: [] }],
  ])("is unknown where %s", (_name, value) => {
    expect(usageFromEmbeddings(value)).toBeUndefined();
  });
});

describe("the tier that served", () => {
  const header = (tier: string): object => ({ headers: { "x-gemini-service-tier": tier } });
  it.each([
    ["a header of Gemini's API", {}, header("flex"), "flex"],
    ["Vertex AI's kind of traffic", { trafficType: "ON_DEMAND_PRIORITY" }, undefined, "ON_DEMAND_PRIORITY"],
    ["the counts", { serviceTier: "priority" }, header("standard"), "priority"],
    ["the header, where the counts do not", { trafficType: "TRAFFIC_TYPE_UNSPECIFIED" }, header("flex"), "flex"],
    ["nobody", undefined, undefined, undefined],
  ])("is told by %s", (_name, usage, response, tier) => {
    expect(servedTier(usage, response)).toBe(tier);
  });
});
