// SPDX-License-Identifier: Apache-2.0
import type { UsageStatus } from "./operation.ts";

/**
 * What one provider call consumed, normalised at the door so that no reader has to know the vendor.
 *
 * Every count is a whole, non-negative number; an absent field is unknown, never zero.
 * Invariant kept by {@link normalizeUsage}: `cacheReadTokens` + all cache writes ≤ `inputTokens`,
 * `reasoningTokens` ≤ `outputTokens`.
 */
export interface Usage {
  /** The whole billed prompt: uncached + read from cache + written to cache, all modalities. */
  readonly inputTokens?: number;
  /** The whole billed answer, reasoning included. */
  readonly outputTokens?: number;
  /** Part of `inputTokens` served from the provider's prompt cache. */
  readonly cacheReadTokens?: number;
  /** Part of `inputTokens` written to the cache, all lifetimes together. */
  readonly cacheWriteTokens?: number;
  /** Part of `cacheWriteTokens` kept for 5 minutes (Anthropic). */
  readonly cacheWrite5mTokens?: number;
  /** Part of `cacheWriteTokens` kept for 30 minutes (OpenAI). */
  readonly cacheWrite30mTokens?: number;
  /** Part of `cacheWriteTokens` kept for 1 hour (Anthropic). */
  readonly cacheWrite1hTokens?: number;
  /** Part of `cacheWriteTokens` kept for 12 hours (OpenAI). */
  readonly cacheWrite12hTokens?: number;
  /** Part of `outputTokens` spent on reasoning or thinking. */
  readonly reasoningTokens?: number;
  /** Part of `inputTokens` that is audio. */
  readonly inputAudioTokens?: number;
  /** Part of `inputTokens` that is images. */
  readonly inputImageTokens?: number;
  /** Part of `inputTokens` that is video. */
  readonly inputVideoTokens?: number;
  /** Part of `cacheReadTokens` that is audio. */
  readonly cacheReadAudioTokens?: number;
  /** Part of `cacheReadTokens` that is images. */
  readonly cacheReadImageTokens?: number;
  /** Part of `outputTokens` that is audio. */
  readonly outputAudioTokens?: number;
  /** Part of `outputTokens` that is images. */
  readonly outputImageTokens?: number;
  /** Things billed by piece or by time beside tokens. */
  readonly units?: UsageUnits;
}

/** Billed units that are not tokens. Absent is unknown, not zero. */
export interface UsageUnits {
  /** Server-side web searches (`server_tool_use.web_search_requests`, `tool_usage.web_search.num_requests`). */
  readonly webSearchRequests?: number;
  /** Server-side page fetches. */
  readonly webFetchRequests?: number;
  /** Server-side file searches. */
  readonly fileSearchRequests?: number;
  /** Code-execution sessions or containers started. */
  readonly codeExecutionSessions?: number;
  /** Seconds for which containers of code execution ran (Anthropic bills them by the hour). */
  readonly codeExecutionSeconds?: number;
  /** Tokens of an explicit cache × the seconds it is kept (Gemini bills a million tokens by the hour). Whole. */
  readonly cacheStorageTokenSeconds?: number;
  /** Prompts grounded by the provider's search product. */
  readonly groundedRequests?: number;
  /** Seconds of audio or video transcribed or generated. */
  readonly mediaSeconds?: number;
  /** Images generated. */
  readonly images?: number;
  /** Characters turned into speech. */
  readonly characters?: number;
  /** Documents or search units reranked. */
  readonly searchUnits?: number;
  /** Size of the images or the video in the vendor's word, where the price goes by it: `1024x1792`, `1080p`. */
  readonly mediaSize?: string;
  /** Their quality likewise: `hd`, `premium`. `auto`, here and there, is what the vendor takes where nothing is asked. */
  readonly mediaQuality?: string;
}

/** Names of the counts of {@link UsageUnits}. */
export type UnitCount = Exclude<keyof UsageUnits, "mediaSize" | "mediaQuality">;

/** Names of the token counts of {@link Usage}. */
export type UsageCount = Exclude<keyof Usage, "units">;

/** A rule that {@link normalizeUsage} had to apply; stable names, they appear on spans. */
export type UsageProblem =
  | "not_a_count"
  | "cache_exceeds_input"
  | "cache_split_exceeds_write"
  | "reasoning_exceeds_output"
  | "modality_exceeds_total"
  /** Said by nobody here: whoever told of the call is known to drop what the vendor says of the cache. */
  | "cache_not_told"
  /** The stated total is more than all counts that are told. */
  | "total_exceeds_counts";

/** Largest count taken at its word; anything above is a defect in what was reported. */
export const MAX_TOKENS_PER_CALL = 1_000_000_000;

const COUNTS: readonly UsageCount[] = [
  "inputTokens",
  "outputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWrite5mTokens",
  "cacheWrite30mTokens",
  "cacheWrite1hTokens",
  "cacheWrite12hTokens",
  "reasoningTokens",
  "inputAudioTokens",
  "inputImageTokens",
  "inputVideoTokens",
  "cacheReadAudioTokens",
  "cacheReadImageTokens",
  "outputAudioTokens",
  "outputImageTokens",
];

const PARTS_OF: readonly (readonly [part: UsageCount, whole: UsageCount])[] = [
  ["inputAudioTokens", "inputTokens"],
  ["inputImageTokens", "inputTokens"],
  ["inputVideoTokens", "inputTokens"],
  ["cacheReadAudioTokens", "cacheReadTokens"],
  ["cacheReadImageTokens", "cacheReadTokens"],
  ["outputAudioTokens", "outputTokens"],
  ["outputImageTokens", "outputTokens"],
];

type MutableUsage = { -readonly [Key in keyof Usage]: Usage[Key] };

/** Usage that keeps the invariant, and the rules that had to be applied to get there. */
export interface NormalizedUsage {
  readonly usage: Usage;
  readonly problems: readonly UsageProblem[];
}

/** Raw counts as a vendor sent them: `null` and anything that is not a count are accepted and dropped. */
export type RawUsage = { readonly [Key in UsageCount]?: unknown } & { readonly units?: UsageUnits | undefined };

/**
 * Turns a vendor's counts, already sorted into our names, into {@link Usage}.
 *
 * Contradictions are resolved so that nothing billed is lost, and named: a count that is not a whole number
 * between 0 and {@link MAX_TOKENS_PER_CALL} becomes unknown; a cache larger than the input means the input was
 * reported without it, so the cache is added; reasoning larger than the output likewise; a cache-write split
 * larger than its total, and a modality larger than its whole, are dropped.
 */
export function normalizeUsage(raw: RawUsage): NormalizedUsage {
  const usage: MutableUsage = {};
  const problems = new Set<UsageProblem>();
  for (const name of COUNTS) {
    const value = raw[name];
    if (value === undefined || value === null) continue;
    if (isTokenCount(value)) usage[name] = value;
    else problems.add("not_a_count");
  }
  if (raw.units !== undefined) usage.units = raw.units;
  settleCacheWrites(usage, problems);
  settleWholes(usage, problems);
  settleModalities(usage, problems);
  return { usage, problems: [...problems] };
}

/** How much of a bill is known from the usage alone: counts that contradicted themselves are not taken at their word. */
export function usageStatus({ usage, problems }: NormalizedUsage): UsageStatus {
  const { inputTokens, outputTokens, units } = usage;
  if (inputTokens === undefined && outputTokens === undefined && units === undefined) return "missing";
  return problems.length > 0 ? "partial" : "reported";
}

/** Tells whether a value is a count that can be billed: whole, not negative, not absurd. */
export function isTokenCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_TOKENS_PER_CALL;
}

/** Input neither read from nor written to the cache; unknown while the input is. */
export function uncachedInputTokens(usage: Usage): number | undefined {
  if (usage.inputTokens === undefined) return undefined;
  return usage.inputTokens - (usage.cacheReadTokens ?? 0) - (usage.cacheWriteTokens ?? 0);
}

function settleCacheWrites(usage: MutableUsage, problems: Set<UsageProblem>): void {
  const split =
    (usage.cacheWrite5mTokens ?? 0) +
    (usage.cacheWrite30mTokens ?? 0) +
    (usage.cacheWrite1hTokens ?? 0) +
    (usage.cacheWrite12hTokens ?? 0);
  if (split === 0) return;
  if (usage.cacheWriteTokens === undefined) {
    usage.cacheWriteTokens = split;
  } else if (split > usage.cacheWriteTokens) {
    delete usage.cacheWrite5mTokens;
    delete usage.cacheWrite30mTokens;
    delete usage.cacheWrite1hTokens;
    delete usage.cacheWrite12hTokens;
    problems.add("cache_split_exceeds_write");
  }
}

function settleWholes(usage: MutableUsage, problems: Set<UsageProblem>): void {
  const cached = (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
  if (usage.inputTokens !== undefined && cached > usage.inputTokens) {
    usage.inputTokens += cached;
    problems.add("cache_exceeds_input");
  }
  const reasoning = usage.reasoningTokens ?? 0;
  if (usage.outputTokens !== undefined && reasoning > usage.outputTokens) {
    usage.outputTokens += reasoning;
    problems.add("reasoning_exceeds_output");
  }
}

function settleModalities(usage: MutableUsage, problems: Set<UsageProblem>): void {
  for (const [part, whole] of PARTS_OF) {
    const count = usage[part];
    if (count === undefined || count <= (usage[whole] ?? count)) continue;
    delete usage[part];
    problems.add("modality_exceeds_total");
  }
}
