// SPDX-License-Identifier: Apache-2.0
import { partEnds, prefixDigests, type PromptPart } from "../cache/prompt.ts";
import type { StoredPrefix } from "../cache/prefix-store.ts";

/** How long a cache breakpoint lives. */
type Ttl = "5m" | "1h";

/** A `cache_control` mark: the prefix up to and including a part is kept. */
export interface Breakpoint {
  readonly partIndex: number;
  readonly ttl: Ttl;
}

/** What the cache does for one request. `read + write5m + write1h + uncached` is the whole prompt. */
export interface AnthropicCachePlan {
  readonly readTokens: number;
  readonly write5mTokens: number;
  readonly write1hTokens: number;
  readonly uncachedTokens: number;
  /** Prefixes whose lifetime starts anew because they were read. */
  readonly refreshed: readonly string[];
  readonly written: readonly StoredPrefix[];
}

/** Input of {@link planAnthropicCache}. */
export interface AnthropicCacheRequest {
  /** What the cache is private to: the model. */
  readonly scope: string;
  readonly parts: readonly PromptPart[];
  /** In prompt order. */
  readonly breakpoints: readonly Breakpoint[];
  /** Shorter prefixes are neither written nor read. */
  readonly minimumTokens: number;
  readonly isAlive: (digest: string) => boolean;
}

/** Positions looked at from each breakpoint backwards, the breakpoint itself included. */
const LOOKBACK_POSITIONS = 20;

const TTL_MS: Record<Ttl, number> = { "5m": 5 * 60_000, "1h": 60 * 60_000 };

/**
 * Decides what a request reads from the prompt cache and what it writes.
 *
 * Longest live prefix ending within {@link LOOKBACK_POSITIONS} parts before a breakpoint is read. Beyond it, tokens up
 * to the last 1-hour breakpoint are written for an hour, from there to the last 5-minute one for five minutes.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching ("mixing different TTLs"), read 2026-09-30
 */
export function planAnthropicCache(request: AnthropicCacheRequest): AnthropicCachePlan {
  const ends = partEnds(request.parts);
  const total = ends.at(-1) ?? 0;
  const digests = prefixDigests(request.scope, request.parts, ends);
  const endOf = (index: number): number => ends[index] ?? 0;
  const digestOf = (index: number): string => digests[index] ?? "";
  const usable = request.breakpoints.filter(({ partIndex }) => endOf(partIndex) >= request.minimumTokens);
  const hit = longestHit(request, usable, digestOf, endOf);
  const readTokens = hit === undefined ? 0 : endOf(hit);
  const ahead = usable.filter(({ partIndex }) => hit === undefined || partIndex > hit);
  const upTo1h = Math.max(readTokens, ...ahead.filter(({ ttl }) => ttl === "1h").map((mark) => endOf(mark.partIndex)));
  const upToEnd = Math.max(upTo1h, ...ahead.map((mark) => endOf(mark.partIndex)));
  const behind = usable.filter(({ partIndex }) => hit !== undefined && partIndex <= hit);
  return {
    readTokens,
    write1hTokens: upTo1h - readTokens,
    write5mTokens: upToEnd - upTo1h,
    uncachedTokens: total - upToEnd,
    refreshed: [...(hit === undefined ? [] : [digestOf(hit)]), ...behind.map((mark) => digestOf(mark.partIndex))],
    written: ahead.map((mark) => ({ digest: digestOf(mark.partIndex), ttlMs: TTL_MS[mark.ttl] })),
  };
}

function longestHit(
  request: AnthropicCacheRequest,
  breakpoints: readonly Breakpoint[],
  digestOf: (index: number) => string,
  endOf: (index: number) => number,
): number | undefined {
  for (const { partIndex } of breakpoints.toReversed()) {
    const first = Math.max(0, partIndex - LOOKBACK_POSITIONS + 1);
    for (let index = partIndex; index >= first; index -= 1) {
      if (endOf(index) >= request.minimumTokens && request.isAlive(digestOf(index))) return index;
    }
  }
  return undefined;
}
