// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { CACHE_RULES } from "../../src/cache/cache-rule-table.ts";
import { cacheRulesFor } from "../../src/cache/cache-rules.ts";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
const PAGE = read("../../../../docs/cache-breaks.md");

describe("rules of prompt caches", () => {
  it.each([
    ["anthropic", "claude-sonnet-4-5-20250929", 1_024],
    ["anthropic", "claude-opus-4-5", 4_096],
    ["aws.bedrock", "eu.anthropic.claude-haiku-4-5-20251001-v1:0", 4_096],
    [
      "aws.bedrock",
      "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      1_024,
    ],
    ["gcp.vertex_ai", "claude-sonnet-4-5@20250929", 1_024],
    ["azure.ai.inference", "claude-haiku-4-5", 4_096],
    ["anthropic", "claude-opus-5-5", 512],
    ["openai", "gpt-5-mini", 1_024],
    ["openai", "gpt-5.6", 1_024],
    ["gcp.gemini", "gemini-3-pro", 4_096],
    ["gcp.gemini", "models/gemini-2.5-flash", 4_096],
    ["gcp.vertex_ai", "publishers/google/models/gemini-2.5-pro", 4_096],
  ])("of %s %s keep prompts from %i tokens on", (provider, requestModel, minimumTokens) => {
    expect(cacheRulesFor({ provider, requestModel })?.minimumTokens).toBe(minimumTokens);
  });

  it.each([
    ["mistral_ai", "mistral-large-latest"],
    ["aws.bedrock", "amazon.nova-pro-v1:0"],
    ["aws.bedrock", "arn:aws:bedrock:us-east-1:1:application-inference-profile/abc"],
    ["groq", "openai/gpt-oss-120b"],
    ["cohere", "command-a-03-2025"],
    ["ollama", "llama3.2"],
    ["anthropic", undefined],
  ])("of %s %s are not known", (provider, requestModel) => {
    expect(cacheRulesFor({ provider, ...(requestModel !== undefined && { requestModel }) })).toBeUndefined();
  });

  it.each([
    ["aws.bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "explicit"],
    ["gcp.vertex_ai", "claude-sonnet-4-5@20250929", "explicit"],
    ["gcp.vertex_ai", "gemini-2.5-pro", "implicit"],
  ])("of %s are those of who made the model: %s", (provider, requestModel, kind) => {
    expect(cacheRulesFor({ provider, requestModel })?.kind).toBe(kind);
  });

  it("have a source, which the page names, and a day on which it was looked at", () => {
    for (const { source, verified } of CACHE_RULES) {
      expect(PAGE).toContain(source);
      expect(verified).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });

  it("break for reasons that the page explains, each of them", () => {
    const [, union = ""] = /export type CacheMissReason =([^;]+);/.exec(read("../../src/cache/cache-break.ts")) ?? [];
    const reasons = [...union.matchAll(/"([a-z_]+)"/g)].map(([, reason = ""]) => reason);
    expect(reasons.length).toBeGreaterThan(15);
    for (const reason of reasons) expect(PAGE).toContain(`\`${reason}\``);
  });
});
