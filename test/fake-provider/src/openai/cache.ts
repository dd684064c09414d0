// SPDX-License-Identifier: Apache-2.0
import { partEnds, prefixDigests, promptTokens, type PromptPart } from "../cache/prompt.ts";
import type { StoredPrefix } from "../cache/prefix-store.ts";

/** Lifetimes a request can ask for. */
export type CacheTtl = "30m" | "12h";

/** An explicit `prompt_cache_breakpoint` at the end of a part. */
export interface CacheBreakpoint {
  readonly partIndex: number;
  readonly ttl: CacheTtl;
}

/** How a model's prompt cache is filled. */
export type CachePolicy =
  /** Every 128-token step is kept at no charge; models before gpt-5.6. */
  | { readonly kind: "automatic"; readonly ttlMs: number }
  /** Breakpoints are kept and billed; gpt-5.6 and later. `implicitTtl` absent: explicit mode. */
  | {
      readonly kind: "breakpoints";
      readonly implicitTtl?: CacheTtl;
      readonly explicit: readonly CacheBreakpoint[];
    };

/** What the cache does for one request. */
export interface OpenAiCachePlan {
  readonly cachedTokens: number;
  /** Billed writes; undefined where writes cost nothing and are not reported. */
  readonly writes: { readonly ttl30mTokens: number; readonly ttl12hTokens: number } | undefined;
  readonly refreshed: readonly string[];
  readonly written: readonly StoredPrefix[];
}

/** Input of {@link planOpenAiCache}. */
export interface OpenAiCacheRequest {
  /** What the cache is private to: the model and the `prompt_cache_key`. */
  readonly scope: string;
  readonly parts: readonly PromptPart[];
  readonly policy: CachePolicy;
  readonly isAlive: (digest: string) => boolean;
}

const MINIMUM_TOKENS = 1024;
const STEP_TOKENS = 128;
const MAX_WRITES = 4;
const TTL_MS: Record<CacheTtl, number> = { "30m": 30 * 60_000, "12h": 12 * 3_600_000 };

/**
 * Decides what a request reads from the prompt cache and what it writes.
 *
 * @see https://platform.openai.com/docs/guides/prompt-caching and openai@7.57.0 `prompt_cache_options`
 */
export function planOpenAiCache(request: OpenAiCacheRequest): OpenAiCachePlan {
  const steps = stepPositions(promptTokens(request.parts));
  const marks = writeMarks(request, steps);
  const positions = [...new Set([...steps, ...marks.map((mark) => mark.position)])].sort((a, b) => a - b);
  const digests = prefixDigests(request.scope, request.parts, positions);
  const digestAt = new Map(positions.map((position, index) => [position, digests[index] ?? ""]));
  const alive = positions.filter((position) => request.isAlive(digestAt.get(position) ?? ""));
  const cachedTokens = alive.at(-1) ?? 0;
  const ahead = marks.filter((mark) => mark.position > cachedTokens);
  return {
    cachedTokens,
    writes: request.policy.kind === "automatic" ? undefined : billedWrites(cachedTokens, ahead),
    refreshed: alive.map((position) => digestAt.get(position) ?? ""),
    written: ahead.map((mark) => ({ digest: digestAt.get(mark.position) ?? "", ttlMs: mark.ttlMs })),
  };
}

interface WriteMark {
  readonly position: number;
  readonly ttl: CacheTtl;
  readonly ttlMs: number;
}

function stepPositions(total: number): number[] {
  const count = total < MINIMUM_TOKENS ? 0 : Math.floor((total - MINIMUM_TOKENS) / STEP_TOKENS) + 1;
  return Array.from({ length: count }, (_, index) => MINIMUM_TOKENS + index * STEP_TOKENS);
}

function writeMarks({ parts, policy }: OpenAiCacheRequest, steps: readonly number[]): WriteMark[] {
  if (policy.kind === "automatic") return steps.map((position) => ({ position, ttl: "30m", ttlMs: policy.ttlMs }));
  const ends = partEnds(parts);
  const last = steps.at(-1);
  const implicit = policy.implicitTtl && last !== undefined ? [mark(last, policy.implicitTtl)] : [];
  const explicit = policy.explicit
    .slice(-(MAX_WRITES - implicit.length))
    .map(({ partIndex, ttl }) => mark(ends[partIndex] ?? 0, ttl))
    .filter(({ position }) => position >= MINIMUM_TOKENS);
  return [...explicit, ...implicit].sort((a, b) => a.position - b.position);
}

function mark(position: number, ttl: CacheTtl): WriteMark {
  return { position, ttl, ttlMs: TTL_MS[ttl] };
}

/** Each write is billed from the mark before it, at the lifetime of its own mark. */
function billedWrites(from: number, ahead: readonly WriteMark[]): { ttl30mTokens: number; ttl12hTokens: number } {
  const writes = { ttl30mTokens: 0, ttl12hTokens: 0 };
  let position = from;
  for (const next of ahead) {
    writes[next.ttl === "12h" ? "ttl12hTokens" : "ttl30mTokens"] += next.position - position;
    position = next.position;
  }
  return writes;
}
