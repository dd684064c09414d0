// SPDX-License-Identifier: Apache-2.0

/**
 * Why a prompt was not read from the cache. Vendors' words where they have one; ours: `ttl_expired`, `below_minimum`,
 * `no_breakpoint`, `lookback_exceeded`, `concurrent_write`, `settings_changed`, and `unexplained` where nothing changed and
 * it was missed all the same: evicted, or routed to another machine.
 */
export type CacheMissReason =
  | "model_changed"
  | "system_changed"
  | "tools_changed"
  | "messages_changed"
  | "input_changed"
  | "context_compacted"
  | "prompt_cache_key_changed"
  | "text_format_changed"
  | "reasoning_effort_changed"
  | "verbosity_changed"
  | "service_tier_changed"
  | "settings_changed"
  | "ttl_expired"
  | "below_minimum"
  | "no_breakpoint"
  | "lookback_exceeded"
  | "concurrent_write"
  | "unexplained";

/** What the cause of a miss looks like. */
export type CacheMissLook = "timestamp" | "uuid" | "reordered_keys" | "reordered_tools";

/** Why, and where in the request. */
export interface CacheMissCause {
  readonly reason: CacheMissReason;
  /** RFC 6901 pointer to what changed, where something did. */
  readonly pointer?: string | undefined;
  readonly toolName?: string | undefined;
  readonly looksLike?: CacheMissLook | undefined;
}

/** A call that read less than a call before it had left in the cache. */
export interface CacheBreak extends CacheMissCause {
  readonly conversationId: string;
  readonly atMs: number;
  readonly model: string;
  /**
   * Tokens of this prompt that could have been read beyond those that were, had the cause not been. None where a history
   * was made shorter, or a prompt is too short to be kept: there is nothing to win back.
   */
  readonly missedTokens: number;
  /** pico-USD that the call cost more than if those had been read; `undefined` where a price is not known. */
  readonly wastedPicoUsd: number | undefined;
}

/** Causes that are no change of the request. */
const SAME_REQUEST: ReadonlySet<CacheMissReason> = new Set([
  "ttl_expired",
  "concurrent_write",
  "below_minimum",
  "unexplained",
] satisfies CacheMissReason[]);

/** Whether the program has changed what it had sent before, and paid for it: what a gate in CI can hold it to. */
export function isPrefixBroken({ reason, missedTokens }: CacheBreak): boolean {
  return missedTokens > 0 && !SAME_REQUEST.has(reason);
}
