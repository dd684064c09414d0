// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from "../facts.ts";
import type { Iteration } from "../operation.ts";
import { fieldsOf, listOf, textOf } from "../read-fields.ts";
import { isTokenCount, normalizeUsage } from "../usage.ts";
import type { RawUsage, UsageCount, UsageUnits } from "../usage.ts";

/**
 * `Usage`, `MessageDeltaUsage`, their beta siblings, and one of the `iterations` of those: @anthropic-ai/sdk@0.27–1.
 * `input_tokens` is without cache.
 */
export interface AnthropicUsageFields {
  readonly input_tokens: unknown;
  readonly output_tokens: unknown;
  readonly cache_read_input_tokens: unknown;
  readonly cache_creation_input_tokens: unknown;
  readonly cache_creation: unknown;
  readonly output_tokens_details: unknown;
  readonly server_tool_use: unknown;
  readonly service_tier: unknown;
  readonly inference_geo: unknown;
  readonly speed: unknown;
  readonly iterations: unknown;
}

/** One of the `iterations`, beside its counts: @anthropic-ai/sdk@0.75–1 BetaIterationsUsage. */
interface IterationFields extends AnthropicUsageFields {
  readonly type: unknown;
  readonly model: unknown;
}

/** `cache_creation` of usage: @anthropic-ai/sdk@0.51–1. */
interface CacheCreationFields {
  readonly ephemeral_5m_input_tokens: unknown;
  readonly ephemeral_1h_input_tokens: unknown;
}

/** `server_tool_use` of usage: @anthropic-ai/sdk@0.50–1. */
interface ServerToolFields {
  readonly web_search_requests: unknown;
  readonly web_fetch_requests: unknown;
  /** How often code ran, and not for how long, which is what is billed. */
  readonly code_execution_requests: unknown;
}

/** What a `usage` block says, as far as a price depends on it. */
type BilledFacts = Pick<ResponseFacts, "usage" | "usageStatus" | "iterations" | "serviceTier" | "region">;

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
  const usage = fieldsOf<AnthropicUsageFields>(value);
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

function readCounts(usage: Partial<AnthropicUsageFields>): RawUsage {
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

function wholeInput(usage: Partial<AnthropicUsageFields>, written: Partial<CacheCreationFields>): unknown {
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
  const fields = fieldsOf<ServerToolFields>(value);
  const { web_search_requests: searches, web_fetch_requests: fetches, code_execution_requests: runs } = fields;
  if (![searches, fetches, runs].some(isTokenCount)) return undefined;
  return {
    ...(isTokenCount(searches) ? { webSearchRequests: searches } : {}),
    ...(isTokenCount(fetches) ? { webFetchRequests: fetches } : {}),
    // Nobody has a price for a run: what it took in time is missing from the bill, and the bill says so.
    ...(isTokenCount(runs) && runs > 0 ? { codeExecutionSessions: runs } : {}),
  };
}

/** Fast mode has prices of its own whatever the tier, so it is the tier as far as a price goes. */
function serviceTier(usage: Partial<AnthropicUsageFields>): string | undefined {
  return usage.speed === "fast" ? "fast" : textOf(usage.service_tier);
}

function region(usage: Partial<AnthropicUsageFields>): string | undefined {
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
