// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, isTokenCount, listOf, normalizeUsage, textOf } from "@outlay/core";
import type { Iteration, RawUsage, ResponseFacts, UsageCount, UsageUnits } from "@outlay/core";

import type { CacheCreationFields, IterationFields, ServerToolFields, UsageFields } from "./internal-types.ts";

/** What a `usage` block says, as far as a price depends on it. */
export type BilledFacts = Pick<ResponseFacts, "usage" | "usageStatus" | "iterations" | "serviceTier" | "region">;

const NOTHING_BILLED: BilledFacts = Object.freeze({});

/**
 * Reads a `usage` block.
 *
 * `input_tokens` of Anthropic leaves the cache out, so it is added. Where the call ran several passes
 * (`iterations`), their sum is the usage: the counts beside them leave out compactions and advisors.
 *
 * @see https://platform.claude.com/docs/en/api/messages (usage), read 2026-11-23
 */
export function usageFromAnthropic(value: unknown): BilledFacts {
  if (typeof value !== "object" || value === null) return NOTHING_BILLED;
  const usage = fieldsOf<UsageFields>(value);
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

function readCounts(usage: Partial<UsageFields>): RawUsage {
  const written = fieldsOf<CacheCreationFields>(usage.cache_creation);
  const output = fieldsOf<{ thinking_tokens: unknown }>(usage.output_tokens_details);
  return {
    inputTokens: wholeInput(usage, written),
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.cache_read_input_tokens,
    cacheWriteTokens: usage.cache_creation_input_tokens,
    cacheWrite5mTokens: written.ephemeral_5m_input_tokens,
    cacheWrite1hTokens: written.ephemeral_1h_input_tokens,
    reasoningTokens: output.thinking_tokens,
    units: units(usage.server_tool_use),
  };
}

function wholeInput(usage: Partial<UsageFields>, written: Partial<CacheCreationFields>): unknown {
  if (!isTokenCount(usage.input_tokens)) return usage.input_tokens;
  const write = isTokenCount(usage.cache_creation_input_tokens)
    ? usage.cache_creation_input_tokens
    : countOrZero(written.ephemeral_5m_input_tokens) + countOrZero(written.ephemeral_1h_input_tokens);
  return usage.input_tokens + countOrZero(usage.cache_read_input_tokens) + write;
}

function countOrZero(value: unknown): number {
  return isTokenCount(value) ? value : 0;
}

function units(value: unknown): UsageUnits | undefined {
  const { web_search_requests: searches, web_fetch_requests: fetches } = fieldsOf<ServerToolFields>(value);
  if (!isTokenCount(searches) && !isTokenCount(fetches)) return undefined;
  return {
    ...(isTokenCount(searches) ? { webSearchRequests: searches } : {}),
    ...(isTokenCount(fetches) ? { webFetchRequests: fetches } : {}),
  };
}

/** Fast mode has prices of its own whatever the tier, so it is the tier as far as a price goes. */
function serviceTier(usage: Partial<UsageFields>): string | undefined {
  return usage.speed === "fast" ? "fast" : textOf(usage.service_tier);
}

function region(usage: Partial<UsageFields>): string | undefined {
  return usage.inference_geo === "not_available" ? undefined : textOf(usage.inference_geo);
}

interface Pass {
  readonly iteration: Iteration;
  readonly isComplete: boolean;
}

function readPass(value: unknown): Pass {
  const entry = fieldsOf<IterationFields>(value);
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
