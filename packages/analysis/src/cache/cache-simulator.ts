// SPDX-License-Identifier: Apache-2.0
import type { PromptFingerprint } from "@outlay/core";

import { blockEnds } from "../context/block-tokens.ts";
import { RecentMap } from "../recent-map.ts";
import { lifetimeMs } from "./cache-rules.ts";
import type { CacheRules } from "./cache-rules.ts";
import { breakpointsOfPrompt, prefixKeys } from "./prefix-keys.ts";

/** A request as far as a prompt cache is concerned. */
export interface CachedRequest {
  readonly prompt: PromptFingerprint;
  /** Of the whole prompt, as the provider counted it or would. */
  readonly inputTokens: number;
  /** Whatever has a cache of its own: provider, model, workspace. */
  readonly scope: string;
  readonly startTimeMs: number;
  /** When the first byte of the answer came: what is written can be read from then on. */
  readonly availableAtMs: number;
}

/** What a cache does with a request. Estimated: a block's tokens are its share of the prompt's, by bytes. */
export interface CachePrediction {
  readonly readTokens: number;
  readonly writeTokens: number;
  readonly inputTokens: number;
}

interface Kept {
  readonly ttlMs: number;
  expiresAtMs: number;
  availableAtMs: number;
}

interface Mark {
  readonly index: number;
  readonly ttlMs: number;
}

/** Prefixes remembered at once. */
const MAX_PREFIXES = 200_000;

/**
 * A prompt cache that keeps to the rules: nothing is evicted before its time, and no request is routed elsewhere. It starts
 * empty; its memory is bounded: of more than 200,000 prefixes, those used longest ago are forgotten.
 */
export class CacheSimulator {
  readonly #kept = new RecentMap<{ entry?: Kept }>({ maxEntries: MAX_PREFIXES, letGo: () => undefined });

  /** Takes requests in the order in which they were sent. */
  send(request: CachedRequest, rules: CacheRules): CachePrediction {
    const { prompt, inputTokens, scope, startTimeMs } = request;
    const ends = blockEnds(prompt.blocks, inputTokens).map((end) => Math.round(wholeSteps(end, rules)));
    const keys = prefixKeys(prompt, rules).map((key) => `${scope}\n${key}`);
    const isLong = (index: number): boolean => (ends[index] ?? 0) >= rules.minimumTokens;
    const marks = marksOf(prompt, rules).filter(({ index }) => isLong(index));
    const hit =
      candidates(marks, ends.length, rules).find((index) => isLong(index) && this.#read(keys[index], startTimeMs)) ??
      -1;
    for (const { index, ttlMs } of marks) this.#keep(keys[index], ttlMs, request);
    const readTokens = ends[hit] ?? 0;
    const lastMark = marks.at(-1)?.index ?? -1;
    const upTo = rules.reportsWrites && lastMark > hit ? (ends[lastMark] ?? 0) : readTokens;
    return { readTokens, writeTokens: upTo - readTokens, inputTokens };
  }

  /** @returns Whether the prefix could be read; its lifetime then starts anew. */
  #read(key: string | undefined, atMs: number): boolean {
    const { entry } = this.#holder(key);
    if (entry === undefined || entry.expiresAtMs < atMs || entry.availableAtMs > atMs) return false;
    entry.expiresAtMs = Math.max(entry.expiresAtMs, atMs + entry.ttlMs);
    return true;
  }

  /** A prefix that is kept already stays as long as it would have, and can be read all the time. */
  #keep(key: string | undefined, ttlMs: number, { startTimeMs, availableAtMs }: CachedRequest): void {
    const holder = this.#holder(key);
    const { entry } = holder;
    const isAlive = entry !== undefined && entry.expiresAtMs >= startTimeMs;
    const longest = isAlive ? Math.max(ttlMs, entry.ttlMs) : ttlMs;
    holder.entry = {
      ttlMs: longest,
      expiresAtMs: startTimeMs + longest,
      availableAtMs: isAlive ? Math.min(entry.availableAtMs, availableAtMs) : availableAtMs,
    };
  }

  #holder(key = ""): { entry?: Kept } {
    return this.#kept.use(
      key,
      () => ({}),
      (value) => value,
    );
  }
}

/** Where a prefix that is kept is looked for, the longest first. */
function candidates(marks: readonly Mark[], length: number, { kind, lookbackBlocks = length }: CacheRules): number[] {
  if (kind !== "explicit") return Array.from({ length }, (_, index) => length - 1 - index);
  const looked = new Set<number>();
  for (const { index } of marks) {
    for (let back = 0; back < lookbackBlocks && back <= index; back += 1) looked.add(index - back);
  }
  return [...looked].toSorted((a, b) => b - a);
}

/** What the request has kept, in the order of the prompt. */
function marksOf(prompt: PromptFingerprint, rules: CacheRules): readonly Mark[] {
  const asked = breakpointsOfPrompt(prompt).map(({ index, ttl }) => ({ index, ttlMs: lifetimeMs(rules, ttl) }));
  if (rules.kind === "explicit") return asked.slice(-(rules.maxBreakpoints ?? asked.length));
  const ttlMs = lifetimeMs(rules, prompt.automaticBreakpoint);
  if (rules.kind === "implicit") return prompt.blocks.map((_block, index) => ({ index, ttlMs }));
  const last = prompt.blocks.length - 1;
  const own = asked.some(({ index }) => index === last) || last < 0 ? [] : [{ index: last, ttlMs }];
  return [...asked, ...own].slice(-(rules.maxBreakpoints ?? asked.length + 1));
}

function wholeSteps(tokens: number, { stepTokens = 0 }: CacheRules): number {
  return stepTokens === 0 ? tokens : tokens - (tokens % stepTokens);
}
