// SPDX-License-Identifier: Apache-2.0

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
}

/** Names of the token counts of {@link Usage}. */
export type UsageCount = Exclude<keyof Usage, "units">;

/** A rule that {@link normalizeUsage} had to apply; stable names, they appear on spans. */
export type UsageProblem =
  | "not_a_count"
  | "cache_exceeds_input"
  | "cache_split_exceeds_write"
  | "reasoning_exceeds_output"
  | "modality_exceeds_total";
