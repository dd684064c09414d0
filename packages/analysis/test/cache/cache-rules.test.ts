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
    ["anthropic", "claude-opus-5-5", 512],
    ["openai", "gpt-5-mini", 1_024],
    ["openai", "gpt-5.6", 1_024],
    ["gcp.gemini", "gemini-3-pro", 4_096],
  ])("of %s %s keep prompts from %i tokens on", (provider, requestModel, minimumTokens) => {
    expect(cacheRulesFor({ provider, requestModel })?.minimumTokens).toBe(minimumTokens);
  });

  it.each([
    ["mistral_ai", "mistral-large-latest"],
    ["aws.bedrock", "amazon.nova-pro-v1:0"],
    ["anthropic", undefined],
  ])("of %s %s are not known", (provider, requestModel) => {
    expect(cacheRulesFor({ provider, ...(requestModel !== undefined && { requestModel }) })).toBeUndefined();
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
