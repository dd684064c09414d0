// SPDX-License-Identifier: Apache-2.0
import { partEnds, prefixDigests, type PromptPart } from "../cache/prompt.ts";
import type { JsonObject } from "../core/script.ts";
import type { World } from "../core/vendor.ts";
import { promptPartsOf } from "./prompt.ts";

/** What the implicit cache does for one request. */
export interface GeminiCachePlan {
  readonly cachedTokens: number;
  /** Makes the prefixes readable for later requests. */
  readonly commit: () => void;
}

/**
 * Shortest prefix that is cached, by family; first match wins. Older families have no implicit cache. Read 2026-11-26.
 *
 * @see https://ai.google.dev/gemini-api/docs/caching
 */
const MINIMUM_TOKENS: readonly (readonly [family: RegExp, tokens: number])[] = [
  [/^gemini-2\.5/, 2_048],
  [/^gemini-(?:[3-9]|\d\d)/, 4_096],
];
/** None is published, and no hit is promised: long enough for a conversation, short enough to be forgotten. */
const TTL_MS = 3 * 60_000;

/** Reads the longest prefix that ends with a part and is still there; keeps all of them, at no charge. */
export function planGeminiCache(world: World, model: string, body: JsonObject): GeminiCachePlan {
  const minimum = MINIMUM_TOKENS.find(([family]) => family.test(model))?.[1];
  if (minimum === undefined) return { cachedTokens: 0, commit: () => undefined };
  const scope = JSON.stringify(["google", model, body["cachedContent"] ?? null, body["toolConfig"] ?? null]);
  const parts: readonly PromptPart[] = promptPartsOf(body);
  const ends = partEnds(parts);
  const digests = prefixDigests(scope, parts, ends).filter((_digest, index) => (ends[index] ?? 0) >= minimum);
  const positions = ends.filter((end) => end >= minimum);
  const hit = digests.findLastIndex((digest) => world.cache.isAlive(digest));
  return {
    cachedTokens: positions[hit] ?? 0,
    commit: () => world.cache.keep(digests.map((digest) => ({ digest, ttlMs: TTL_MS }))),
  };
}
