// SPDX-License-Identifier: Apache-2.0

import { describe, expect, it } from "vitest";

import { normalizeUsage } from "../../src/usage.ts";
import type { Usage } from "../../src/usage.ts";
import { usageFromOpenAICompletion, usageFromOpenAIResponse } from "../../src/vendors/openai-usage.ts";

const COMPLETIONS: readonly { readonly name: string; readonly wire: unknown; readonly usage: Usage }[] = [
  {
    name: "OpenAI's, where the prompt includes the cache and the completion includes reasoning",
    wire: {
      prompt_tokens: 2006,
      completion_tokens: 300,
      total_tokens: 2306,
      prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 256, audio_tokens: 0, accepted_prediction_tokens: 0 },
    },
    usage: {
      inputTokens: 2006,
      outputTokens: 300,
      cacheReadTokens: 1920,
      reasoningTokens: 256,
      inputAudioTokens: 0,
      outputAudioTokens: 0,
    },
  },
  {
    name: "OpenAI's with billed cache writes and their lifetimes, and images",
    wire: {
      prompt_tokens: 3000,
      completion_tokens: 10,
      prompt_tokens_details: {
        cached_tokens: 1000,
        cache_write_tokens: 1500,
        cache_write_tokens_details: { ttl_30m_tokens: 1500, ttl_12h_tokens: 0 },
        image_tokens: 765,
      },
    },
    usage: {
      inputTokens: 3000,
      outputTokens: 10,
      cacheReadTokens: 1000,
      cacheWriteTokens: 1500,
      cacheWrite30mTokens: 1500,
      cacheWrite12hTokens: 0,
      inputImageTokens: 765,
    },
  },
  {
    name: "xAI's, where reasoning is beside the completion",
    wire: {
      prompt_tokens: 32,
      completion_tokens: 9,
      total_tokens: 135,
      completion_tokens_details: { reasoning_tokens: 94 },
    },
    usage: { inputTokens: 32, outputTokens: 103, reasoningTokens: 94 },
  },
  {
    name: "DeepSeek's older name of cached tokens",
    wire: { prompt_tokens: 100, completion_tokens: 5, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 },
    usage: { inputTokens: 100, outputTokens: 5, cacheReadTokens: 64 },
  },
  {
    name: "Moonshot's",
    wire: { prompt_tokens: 100, completion_tokens: 5, total_tokens: 105, cached_tokens: 64 },
    usage: { inputTokens: 100, outputTokens: 5, cacheReadTokens: 64 },
  },
  {
    name: "Perplexity's deep research, where citations and reasoning are in no other count",
    wire: {
      prompt_tokens: 33,
      completion_tokens: 7163,
      total_tokens: 7196,
      citation_tokens: 20016,
      num_search_queries: 18,
      reasoning_tokens: 73997,
    },
    usage: {
      inputTokens: 20049,
      outputTokens: 81160,
      reasoningTokens: 73997,
      units: { webSearchRequests: 18 },
    },
  },
  {
    name: "OpenRouter's, with images drawn",
    wire: { prompt_tokens: 10, completion_tokens: 1290, completion_tokens_details: { image_tokens: 1290 } },
    usage: { inputTokens: 10, outputTokens: 1290, outputImageTokens: 1290 },
  },
  { name: "embeddings'", wire: { prompt_tokens: 8, total_tokens: 8 }, usage: { inputTokens: 8 } },
  {
    name: "audio in and out",
    wire: {
      prompt_tokens: 80,
      completion_tokens: 120,
      prompt_tokens_details: { audio_tokens: 60 },
      completion_tokens_details: { audio_tokens: 100 },
    },
    usage: { inputTokens: 80, outputTokens: 120, inputAudioTokens: 60, outputAudioTokens: 100 },
  },
];

describe("usage of completions", () => {
  it.each(COMPLETIONS)("reads $name", ({ wire, usage }) => {
    expect(normalizeUsage(usageFromOpenAICompletion(wire).usage ?? {})).toEqual({ usage, problems: [] });
  });

  it.each([undefined, null, 0, "12", true])("is unknown, not zero, when it is %s", (wire) => {
    expect(usageFromOpenAICompletion(wire)).toEqual({});
  });

  it.each([
    { name: "OpenRouter's, in USD", wire: { cost: 0.0125 }, usd: 0.0125 },
    {
      name: "OpenRouter's fee and the price of the user's own key behind it",
      wire: { cost: 0.0005, is_byok: true, cost_details: { upstream_inference_cost: 0.01 } },
      usd: 0.0105,
    },
    {
      name: "OpenRouter's, which has the price behind it inside",
      wire: { cost: 0.0033, is_byok: false, cost_details: { upstream_inference_cost: 0.0033 } },
      usd: 0.0033,
    },
    { name: "Perplexity's, itemised", wire: { cost: { input_tokens_cost: 0.001, total_cost: 0.006 } }, usd: 0.006 },
    { name: "xAI's, in ticks", wire: { cost_in_usd_ticks: 232_856_000 }, usd: 0.0232856 },
    { name: "no negative one", wire: { cost: -1 }, usd: undefined },
    { name: "no text", wire: { cost: "0.1" }, usd: undefined },
  ])("takes the cost that a gateway reports: $name", ({ wire, usd }) => {
    expect(usageFromOpenAICompletion(wire).reportedCostUsd).toBe(usd);
  });
});

describe("usage of xAI's live search", () => {
  it.each([
    { used: 3, status: "partial" },
    { used: 0, status: undefined },
  ])("with $used sources is $status", ({ used, status }) => {
    const wire = { prompt_tokens: 32, completion_tokens: 9, num_sources_used: used };
    expect(usageFromOpenAICompletion(wire).usageStatus).toBe(status);
  });
});

describe("usage of responses", () => {
  const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };

  it("reads the parts of input and output", () => {
    const response = {
      usage: {
        ...usage,
        input_tokens_details: { cached_tokens: 4, cache_write_tokens: 3 },
        output_tokens_details: { reasoning_tokens: 2 },
      },
    };
    expect(normalizeUsage(usageFromOpenAIResponse(response).usage ?? {}).usage).toEqual({
      inputTokens: 10,
      outputTokens: 5,
      cacheReadTokens: 4,
      cacheWriteTokens: 3,
      reasoningTokens: 2,
    });
  });

  const search = { type: "web_search_call", action: { type: "search" } };
  it.each([
    { name: "as billed", response: { tool_usage: { web_search: { num_requests: 3 } }, output: [search] }, searches: 3 },
    { name: "by the items where nothing else tells", response: { output: [search, search] }, searches: 2 },
    {
      name: "without the pages that were opened",
      response: { output: [search, { type: "web_search_call", action: { type: "open_page" } }] },
      searches: 1,
    },
    {
      name: "not at all when there were none",
      response: { tool_usage: { web_search: { num_requests: 0 } } },
      searches: undefined,
    },
  ])("counts web searches $name", ({ response, searches }) => {
    expect(usageFromOpenAIResponse({ ...response, usage }).usage?.units?.webSearchRequests).toBe(searches);
  });

  it("counts file searches", () => {
    const output = [{ type: "file_search_call" }, { type: "message" }];
    expect(usageFromOpenAIResponse({ usage, output }).usage?.units).toEqual({ fileSearchRequests: 1 });
  });

  it("is partial when another model drew an image", () => {
    expect(usageFromOpenAIResponse({ usage, output: [{ type: "image_generation_call" }] }).usageStatus).toBe("partial");
  });

  it.each([undefined, null, "x"])("is unknown while it is %s", (unknown) => {
    expect(usageFromOpenAIResponse({ usage: unknown })).toEqual({});
  });
});
