// SPDX-License-Identifier: Apache-2.0
import { langfuseSpan } from "@outlay/exporter-langfuse";
import { describe, expect, it } from "vitest";

import { observationOf } from "./langfuse-server.ts";
import { spanWith } from "./spans.ts";

/** Langfuse's list prices of Claude Sonnet 4.5, per token; there is none for reasoning. */
const SONNET = {
  input: 3e-6,
  input_cached_tokens: 0.3e-6,
  input_cache_creation: 3.75e-6,
  input_cache_creation_5m: 3.75e-6,
  input_cache_creation_1h: 6e-6,
  output: 15e-6,
};

const CALL = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "claude-sonnet-4-5" };

/** One call: 100 uncached, 1000 read and 400 written tokens, 50 out. */
const V1_41 = {
  ...CALL,
  "gen_ai.usage.input_tokens": 1500,
  "gen_ai.usage.cache_read.input_tokens": 1000,
  "gen_ai.usage.cache_creation.input_tokens": 400,
  "gen_ai.usage.output_tokens": 50,
};
const { "gen_ai.usage.cache_creation.input_tokens": written, ...WITHOUT_WRITES } = V1_41;
const UNRELEASED = { ...WITHOUT_WRITES, "gen_ai.usage.cache_write.input_tokens": written };
const EXCLUSIVE = { ...V1_41, "gen_ai.usage.input_tokens": 100 };
const WITH_MODALITY = { ...V1_41, "gen_ai.usage.text.input_tokens": 1500, "gen_ai.usage.text.output_tokens": 50 };
const OVERLAPPING = {
  ...CALL,
  "langfuse.observation.usage_details": JSON.stringify({
    input: 1500,
    input_cached_tokens: 1000,
    input_cache_creation: 400,
    output: 50,
  }),
};
const WORKFLOW = { ...V1_41, "gen_ai.operation.name": "invoke_workflow" };

function shown(attributes: Record<string, unknown>): { tokens: number; usd: number } {
  const { total, costUsd } = observationOf(spanWith(attributes), SONNET).shown;
  return { tokens: total, usd: Math.round(costUsd * 1e12) / 1e12 };
}

describe("the retold rules of a Langfuse server", () => {
  it.each([
    ["the released names", V1_41, 1550, 0.002_85],
    ["the unreleased name of cache writes, a bucket of its own", UNRELEASED, 1950, 0.002_55],
    ["input without the cache", EXCLUSIVE, 1450, 0.002_55],
    ["modalities beside totals", WITH_MODALITY, 3100, 0.002_85],
    ["buckets that overlap", OVERLAPPING, 2950, 0.007_05],
    ["a workflow that repeats its call", WORKFLOW, 1550, 0.002_85],
  ])("count and price as a real server did: %s", (_, attributes, tokens, usd) => {
    expect(shown(attributes)).toEqual({ tokens, usd });
  });
});

describe("the same spans, mapped", () => {
  it.each([
    ["the released names", V1_41, 1550, 0.002_85],
    ["the unreleased name of cache writes", UNRELEASED, 1550, 0.002_85],
    ["input without the cache", EXCLUSIVE, 1550, 0.002_85],
    ["modalities beside totals", WITH_MODALITY, 1550, 0.002_85],
    ["a workflow that repeats its call", WORKFLOW, 0, 0],
  ])("count and price right: %s", (_, attributes, tokens, usd) => {
    expect(shown({ ...langfuseSpan(spanWith(attributes)).attributes })).toEqual({ tokens, usd });
  });

  it("price an hour's cache writes as such", () => {
    const hour = { ...V1_41, "outlay.usage.cache_write_1h_tokens": 300, "outlay.usage.cache_write_5m_tokens": 100 };
    expect(shown({ ...langfuseSpan(spanWith(hour)).attributes })).toEqual({ tokens: 1550, usd: 0.003_525 });
  });

  it("price reasoning as output where Langfuse has no price for it", () => {
    const reasoning = { ...V1_41, "gen_ai.usage.reasoning.output_tokens": 30 };
    expect(shown(reasoning).usd).toBeLessThan(0.002_85);
    expect(shown({ ...langfuseSpan(spanWith(reasoning)).attributes })).toEqual({ tokens: 1550, usd: 0.002_85 });
  });
});
