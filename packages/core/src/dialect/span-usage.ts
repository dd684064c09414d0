// SPDX-License-Identifier: Apache-2.0
import { CACHE_BESIDE_INPUT, REASONING_BESIDE_OUTPUT } from "@outlay/semconv";
import type { Dialect, Inclusion } from "@outlay/semconv";

import type { OperationName, UsageStatus } from "../operation.ts";
import { isTokenCount, normalizeUsage, usageStatus } from "../usage.ts";
import type { NormalizedUsage, RawUsage } from "../usage.ts";
import type { RawFacts } from "./read-facts.ts";

/** Prompts shorter than this are not cached by the vendors that count cached input inside the input. */
const SMALLEST_CACHED_PROMPT = 1024;

/** What a span says was used, and how much of the bill that is. */
export interface SpanUsage extends NormalizedUsage {
  readonly status: UsageStatus;
}

/** Brings the counts of a span to one meaning, by the rules of its dialect and by what the counts say of each other. */
export function spanUsage(
  facts: RawFacts,
  dialect: Dialect,
  provider: string,
  operationName: OperationName,
): SpanUsage {
  if (isBlank(facts)) return { usage: {}, problems: [], status: "missing" };
  const cacheRule = isBeside(dialect.cache, CACHE_BESIDE_INPUT, provider) ? "beside" : "inside";
  const normalized = normalizeUsage(rawUsage(facts, dialect, provider, cacheRule === "beside"));
  const status = usageStatus(normalized);
  const isGeneration = operationName !== "embeddings" && operationName !== "rerank";
  if (status === "missing" || !isGeneration) return { ...normalized, status };
  const untoldCache = dialect.losesCache === true && !tellsCache(facts) ? cacheRule : undefined;
  // Thoughts that are neither told nor in the output are missing from the bill.
  const isThoughtless = dialect.losesReasoning === true && facts.reasoning === undefined;
  return withUntold(normalized, isThoughtless ? "partial" : status, facts.total, untoldCache);
}

/** Adds what the counts, or the emitter's habits, say is missing. */
function withUntold(
  { usage, problems }: NormalizedUsage,
  status: UsageStatus,
  total: unknown,
  untoldCache: "inside" | "beside" | undefined,
): SpanUsage {
  const { inputTokens, outputTokens } = usage;
  const isHalf = inputTokens === undefined || outputTokens === undefined;
  const isMore = !isHalf && numeric(total) > inputTokens + outputTokens;
  const untold = [...problems];
  if (isMore) untold.push("total_exceeds_counts");
  // Inside, all of the input is known and at most too dear; beside, what was cached is not in it at all.
  const couldBeCached = untoldCache === "beside" || numeric(inputTokens) >= SMALLEST_CACHED_PROMPT;
  if (untoldCache !== undefined && couldBeCached) untold.push("cache_not_told");
  return { usage, problems: untold, status: isHalf || isMore || untoldCache === "beside" ? "partial" : status };
}

function tellsCache({ cacheRead, cacheWrite }: RawFacts): boolean {
  return cacheRead !== undefined || cacheWrite !== undefined;
}

/** No model answers nothing to nothing: emitters write zeros for counts that they did not get. */
function isBlank({ input, output }: RawFacts): boolean {
  return input === 0 && (output === 0 || output === undefined);
}

function rawUsage(facts: RawFacts, dialect: Dialect, provider: string, beside: boolean): RawUsage {
  const { input, output, reasoning, webSearches } = facts;
  const cached = numeric(facts.cacheRead) + (writtenOf(facts) ?? 0);
  const cacheBeside = cached > 0 && isCacheBeside(facts, cached, beside);
  const reasoningBeside = isReasoningBeside(facts, cacheBeside ? cached : 0, dialect, provider);
  return {
    inputTokens: cacheBeside && isTokenCount(input) ? input + cached : input,
    outputTokens: reasoningBeside && isTokenCount(output) ? output + numeric(reasoning) : output,
    cacheReadTokens: facts.cacheRead,
    cacheWriteTokens: facts.cacheWrite,
    cacheWrite5mTokens: facts.cacheWrite5m,
    cacheWrite30mTokens: facts.cacheWrite30m,
    cacheWrite1hTokens: facts.cacheWrite1h,
    cacheWrite12hTokens: facts.cacheWrite12h,
    reasoningTokens: reasoning,
    inputAudioTokens: facts.inputAudio,
    inputImageTokens: facts.inputImage,
    cacheReadAudioTokens: facts.cacheReadAudio,
    cacheReadImageTokens: facts.cacheReadImage,
    outputAudioTokens: facts.outputAudio,
    outputImageTokens: facts.outputImage,
    units: isTokenCount(webSearches) && webSearches > 0 ? { webSearchRequests: webSearches } : undefined,
  };
}

function writtenOf({ cacheWrite, cacheWrite5m, cacheWrite1h }: RawFacts): number | undefined {
  return isTokenCount(cacheWrite) ? cacheWrite : numeric(cacheWrite5m) + numeric(cacheWrite1h);
}

/**
 * The counts settle it where they can. That a total is input and output added up settles nothing: emitters add up
 * what they have.
 */
function isCacheBeside({ input, output, total, uncached }: RawFacts, cached: number, byTable: boolean): boolean {
  if (isTokenCount(uncached) && isTokenCount(input)) return input === uncached;
  return byTable || (isTokenCount(total) && total === numeric(input) + numeric(output) + cached);
}

function isReasoningBeside(
  { input, output, total, reasoning }: RawFacts,
  cachedBeside: number,
  dialect: Dialect,
  provider: string,
): boolean {
  if (numeric(reasoning) === 0) return false;
  const whole = numeric(input) + cachedBeside + numeric(output) + numeric(reasoning);
  return total === whole || isBeside(dialect.reasoning, REASONING_BESIDE_OUTPUT, provider);
}

function isBeside(rule: Inclusion, vendors: ReadonlySet<string>, provider: string): boolean {
  return rule === "beside" || (rule === "by_provider" && vendors.has(provider));
}

function numeric(value: unknown): number {
  return isTokenCount(value) ? value : 0;
}
