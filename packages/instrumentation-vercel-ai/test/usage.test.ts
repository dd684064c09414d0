// SPDX-License-Identifier: Apache-2.0
import { normalizeUsage } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { billOf } from "../src/models/usage.ts";
import type { BilledFacts, BillSources } from "../src/models/usage.ts";

/** The bill with its usage normalised, as core does it. */
function read(sources: Partial<BillSources>): BilledFacts {
  const billed = billOf({ usage: undefined, providerMetadata: undefined, ...sources });
  return billed.usage === undefined ? billed : { ...billed, usage: normalizeUsage(billed.usage).usage };
}

// claude-opus-4-6 with a compaction: docs of the Messages API (usage.iterations), read 2026-11-23
const ANTHROPIC = {
  input_tokens: 25,
  output_tokens: 70,
  cache_read_input_tokens: 4000,
  cache_creation_input_tokens: 600,
  cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 200 },
  server_tool_use: { web_search_requests: 2 },
  service_tier: "priority",
};

describe("billOf", () => {
  it.each<[string, Partial<BillSources>, BilledFacts]>([
    ["nothing", {}, {}],
    [
      "plain counts of @ai-sdk/provider@2",
      { usage: { inputTokens: 10, outputTokens: 5, cachedInputTokens: 4, reasoningTokens: 2 } },
      { usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 4, reasoningTokens: 2 } },
    ],
    [
      "counts by part of @ai-sdk/provider@3 and 4",
      { usage: { inputTokens: { total: 10, cacheRead: 4, cacheWrite: 3 }, outputTokens: { total: 5, reasoning: 2 } } },
      { usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 4, cacheWriteTokens: 3, reasoningTokens: 2 } },
    ],
    [
      "counts that are all unknown",
      { usage: { inputTokens: { total: undefined }, outputTokens: { total: undefined }, raw: undefined } },
      {},
    ],
    [
      "Anthropic's block in the metadata of @ai-sdk/anthropic@2, with lifetimes, searches and the tier",
      { usage: { inputTokens: 25, outputTokens: 70 }, providerMetadata: { anthropic: { usage: ANTHROPIC } } },
      {
        usage: {
          inputTokens: 4625,
          outputTokens: 70,
          cacheReadTokens: 4000,
          cacheWriteTokens: 600,
          cacheWrite5mTokens: 400,
          cacheWrite1hTokens: 200,
          units: { webSearchRequests: 2 },
        },
        serviceTier: "priority",
      },
    ],
    [
      "Anthropic's metadata without its block: the cache is beside the input",
      {
        usage: { inputTokens: 25, outputTokens: 70, cachedInputTokens: 4000 },
        providerMetadata: { anthropic: { cacheCreationInputTokens: 600 } },
      },
      { usage: { inputTokens: 4625, outputTokens: 70, cacheReadTokens: 4000, cacheWriteTokens: 600 } },
    ],
    [
      "Anthropic's passes of several models",
      {
        usage: {
          inputTokens: { total: 1 },
          outputTokens: { total: 1 },
          raw: {
            input_tokens: 10,
            output_tokens: 5,
            cache_read_input_tokens: 0,
            iterations: [
              { type: "compaction", input_tokens: 100, output_tokens: 20 },
              { type: "message", input_tokens: 10, output_tokens: 5 },
            ],
          },
        },
      },
      {
        usage: { inputTokens: 110, outputTokens: 25, cacheReadTokens: 0 },
        iterations: [
          { kind: "compaction", usage: { inputTokens: 100, outputTokens: 20 } },
          { kind: "message", usage: { inputTokens: 10, outputTokens: 5 } },
        ],
      },
    ],
    [
      "OpenAI's chat block in a whole answer's body, with the tier that served",
      {
        usage: { inputTokens: 1200, outputTokens: 90 },
        body: {
          usage: {
            prompt_tokens: 1200,
            completion_tokens: 90,
            total_tokens: 1290,
            prompt_tokens_details: { cached_tokens: 1024, cache_write_tokens: 100 },
          },
          service_tier: "flex",
        },
      },
      {
        usage: { inputTokens: 1200, outputTokens: 90, cacheReadTokens: 1024, cacheWriteTokens: 100 },
        serviceTier: "flex",
      },
    ],
    [
      "OpenAI's responses block: lifetimes of the cache, and searches that the body tells of",
      {
        usage: {
          inputTokens: { total: 0 },
          outputTokens: { total: 0 },
          raw: {
            input_tokens: 1200,
            output_tokens: 90,
            input_tokens_details: {
              cached_tokens: 100,
              cache_write_tokens: 30,
              cache_write_tokens_details: { ttl_30m_tokens: 10, ttl_12h_tokens: 20 },
            },
          },
        },
        providerMetadata: { openai: { serviceTier: "priority" } },
        body: { output: [{ type: "web_search_call", action: { type: "search" } }] },
      },
      {
        usage: {
          inputTokens: 1200,
          outputTokens: 90,
          cacheReadTokens: 100,
          cacheWriteTokens: 30,
          cacheWrite30mTokens: 10,
          cacheWrite12hTokens: 20,
          units: { webSearchRequests: 1 },
        },
        serviceTier: "priority",
      },
    ],
    [
      "OpenAI's stream in @ai-sdk/openai@2: writes in the metadata, inside the input",
      {
        usage: { inputTokens: 1200, outputTokens: 90, cachedInputTokens: 1024 },
        providerMetadata: { openai: { usage: { cacheWriteTokens: 100 } } },
      },
      { usage: { inputTokens: 1200, outputTokens: 90, cacheReadTokens: 1024, cacheWriteTokens: 100 } },
    ],
    [
      "Google's block in the metadata of @ai-sdk/google@2, with modalities and what its tools read",
      {
        usage: { inputTokens: 100, outputTokens: 10 },
        providerMetadata: {
          google: {
            usageMetadata: {
              promptTokenCount: 100,
              toolUsePromptTokenCount: 50,
              candidatesTokenCount: 10,
              thoughtsTokenCount: 5,
              promptTokensDetails: [
                { modality: "TEXT", tokenCount: 60 },
                { modality: "AUDIO", tokenCount: 40 },
              ],
            },
          },
        },
      },
      { usage: { inputTokens: 150, outputTokens: 15, reasoningTokens: 5, inputAudioTokens: 40 } },
    ],
    [
      "Bedrock's writes by lifetime",
      {
        usage: {
          inputTokens: { total: 4625, cacheRead: 4000, cacheWrite: 600 },
          outputTokens: { total: 70 },
          raw: {
            inputTokens: 25,
            cacheDetails: [
              { ttl: "1h", inputTokens: 200 },
              { ttl: "5m", inputTokens: 400 },
            ],
          },
        },
      },
      {
        usage: {
          inputTokens: 4625,
          outputTokens: 70,
          cacheReadTokens: 4000,
          cacheWriteTokens: 600,
          cacheWrite5mTokens: 400,
          cacheWrite1hTokens: 200,
        },
      },
    ],
    [
      "what Vercel's gateway charged",
      { providerMetadata: { gateway: { cost: "0.0012" } } },
      { reportedCostUsd: 0.0012 },
    ],
    ["what it charged for a free model", { providerMetadata: { gateway: { cost: "0" } } }, { reportedCostUsd: 0 }],
    ["a key of one's own at Vercel", { providerMetadata: { gateway: { cost: "0", marketCost: "0.0012" } } }, {}],
    ["a cost that is no amount", { providerMetadata: { gateway: { cost: "free" } } }, {}],
    [
      "what OpenRouter charged",
      { providerMetadata: { openrouter: { usage: { cost: 0.002, costDetails: { upstreamInferenceCost: 0.002 } } } } },
      { reportedCostUsd: 0.002 },
    ],
    [
      "a key of one's own at OpenRouter: the vendor charges",
      { providerMetadata: { openrouter: { usage: { cost: 0, costDetails: { upstreamInferenceCost: 0.002 } } } } },
      { reportedCostUsd: 0.002 },
    ],
  ])("reads %s", (_what, sources, expected) => {
    expect(read(sources)).toEqual(expected);
  });
});
