// SPDX-License-Identifier: Apache-2.0
import { isTokenCount, normalizeUsage } from "@outlay/core";
import type { Iteration, RawUsage, ResponseFacts, UsageCount, UsageUnits } from "@outlay/core";

import { fieldsOf, listOf, textOf } from "./internal-types.ts";
import type { Fields, UsageFields } from "./internal-types.ts";

/** What a `usage` block says, as far as a price depends on it. */
export type BilledUsage = Pick<ResponseFacts, "usage" | "usageStatus" | "iterations" | "serviceTier" | "region">;

/**
 * Reads a `usage` block.
 *
 * `input_tokens` of Anthropic leaves the cache out, so it is added. Where the call ran several passes
 * (`iterations`), their sum is the usage: the counts beside them leave out compactions and advisors.
 *
 * @see https://platform.claude.com/docs/en/api/messages (usage), read 2026-11-23
 */
export function usageFromAnthropic(value: unknown): BilledUsage {
  const usage = fieldsOf<UsageFields>(value);
  if (usage === undefined) return {};
  const facts = { serviceTier: serviceTier(usage), region: region(usage) };
  const passes = listOf(usage.iterations).map(readPass);
  if (!hasSeveralModels(passes)) return { ...facts, usage: readCounts(usage) };
  const unknown = passes.some(({ isComplete }) => !isComplete);
  return {
    ...facts,
    usage: { ...readCounts(usage), ...sumOf(passes) },
    ...(unknown ? { usageStatus: "partial" } : {}),
    iterations: passes.map(({ iteration }) => iteration),
  };
}

function readCounts(usage: Fields<UsageFields>): RawUsage {
  const written = fieldsOf<"ephemeral_5m_input_tokens" | "ephemeral_1h_input_tokens">(usage.cache_creation);
  const output = fieldsOf<"thinking_tokens">(usage.output_tokens_details);
  return {
    inputTokens: wholeInput(usage, written),
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.cache_read_input_tokens,
    cacheWriteTokens: usage.cache_creation_input_tokens,
    cacheWrite5mTokens: written?.ephemeral_5m_input_tokens,
    cacheWrite1hTokens: written?.ephemeral_1h_input_tokens,
    reasoningTokens: output?.thinking_tokens,
    units: units(usage.server_tool_use),
  };
}

function wholeInput(
  usage: Fields<UsageFields>,
  written: Fields<"ephemeral_5m_input_tokens" | "ephemeral_1h_input_tokens"> | undefined,
): unknown {
  if (!isTokenCount(usage.input_tokens)) return usage.input_tokens;
  const write = isTokenCount(usage.cache_creation_input_tokens)
    ? usage.cache_creation_input_tokens
    : countOrZero(written?.ephemeral_5m_input_tokens) + countOrZero(written?.ephemeral_1h_input_tokens);
  return usage.input_tokens + countOrZero(usage.cache_read_input_tokens) + write;
}

function countOrZero(value: unknown): number {
  return isTokenCount(value) ? value : 0;
}

function units(value: unknown): UsageUnits | undefined {
  const tools = fieldsOf<"web_search_requests" | "web_fetch_requests">(value);
  if (tools === undefined) return undefined;
  const { web_search_requests: searches, web_fetch_requests: fetches } = tools;
  return {
    ...(isTokenCount(searches) ? { webSearchRequests: searches } : {}),
    ...(isTokenCount(fetches) ? { webFetchRequests: fetches } : {}),
  };
}

/** Fast mode has prices of its own whatever the tier, so it is the tier as far as a price goes. */
function serviceTier(usage: Fields<UsageFields>): string | undefined {
  return usage.speed === "fast" ? "fast" : textOf(usage.service_tier);
}

function region(usage: Fields<UsageFields>): string | undefined {
  return usage.inference_geo === "not_available" ? undefined : textOf(usage.inference_geo);
}

interface Pass {
  readonly iteration: Iteration;
  readonly isComplete: boolean;
}

function readPass(value: unknown): Pass {
  const entry = fieldsOf<UsageFields | "type" | "model">(value) ?? {};
  const { usage, problems } = normalizeUsage(readCounts(entry));
  const model = textOf(entry.model);
  return {
    iteration: { kind: textOf(entry.type) ?? "unknown", ...(model === undefined ? {} : { model }), usage },
    isComplete: problems.length === 0 && usage.inputTokens !== undefined && usage.outputTokens !== undefined,
  };
}

/** One pass of the model that was asked says nothing that the counts beside it do not. */
function hasSeveralModels(passes: readonly Pass[]): boolean {
  return passes.length > 1 || (passes[0] !== undefined && passes[0].iteration.kind !== "message");
}

const SUMMED = [
  "inputTokens",
  "outputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWrite5mTokens",
  "cacheWrite1hTokens",
] as const satisfies readonly UsageCount[];

function sumOf(passes: readonly Pass[]): { readonly [Count in (typeof SUMMED)[number]]?: number } {
  const sums: { [Count in (typeof SUMMED)[number]]?: number } = {};
  for (const { iteration } of passes) {
    for (const name of SUMMED) {
      const count = iteration.usage[name];
      if (count !== undefined) sums[name] = (sums[name] ?? 0) + count;
    }
  }
  return sums;
}
