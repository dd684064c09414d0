// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

import type { CacheBreak, CacheMissCause } from "./cache-break.ts";

/** Calls whose prompts were missed for one cause. */
export interface CacheCause extends CacheMissCause {
  /** As in the breaks, but `*` for the number of a message: `/messages/*\/content/0`. */
  readonly pointer?: string | undefined;
  readonly calls: number;
  readonly missedTokens: number;
  /** pico-USD, over the calls whose price is known. */
  readonly wastedPicoUsd: number;
  readonly unpricedCalls: number;
}

/** How well prompt caches worked, and why not better. */
export interface CacheReport {
  readonly calls: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** Calls of which nobody can say why: no fingerprint, only part of the prompt, or a cache whose rules are not known. */
  readonly callsNotJudged: number;
  readonly brokenCalls: number;
  readonly missedTokens: number;
  /** pico-USD, over the calls whose price is known. */
  readonly wastedPicoUsd: number;
  readonly unpricedCalls: number;
  /** The dearest first. */
  readonly causes: readonly CacheCause[];
  /** The breaks that cost most. */
  readonly dearest: readonly CacheBreak[];
}

const MAX_CAUSES = 500;
const MAX_DEAREST = 50;

type Tally = { -readonly [Key in keyof CacheCause]: CacheCause[Key] };

/** Sums up breaks; of more than 500 causes, those of the rarer kind are told under their reason alone. */
export class CacheTotals {
  readonly #causes = new Map<string, Tally>();
  #dearest: CacheBreak[] = [];
  #calls = 0;
  #inputTokens = 0;
  #cacheReadTokens = 0;
  #cacheWriteTokens = 0;
  #callsNotJudged = 0;

  countCall({ usage }: Operation, isJudged: boolean): void {
    this.#calls += 1;
    this.#inputTokens += usage?.inputTokens ?? 0;
    this.#cacheReadTokens += usage?.cacheReadTokens ?? 0;
    this.#cacheWriteTokens += usage?.cacheWriteTokens ?? 0;
    if (!isJudged) this.#callsNotJudged += 1;
  }

  countBreak(found: CacheBreak): void {
    const tally = this.#tallyOf(found);
    tally.calls += 1;
    tally.missedTokens += found.missedTokens;
    if (found.wastedPicoUsd === undefined) tally.unpricedCalls += 1;
    else tally.wastedPicoUsd += found.wastedPicoUsd;
    this.#dearest = [...this.#dearest, found].toSorted(byWaste).slice(0, MAX_DEAREST);
  }

  report(): CacheReport {
    const causes = [...this.#causes.values()].map((tally) => ({ ...tally })).toSorted(byWaste);
    const sum = (valueOf: (cause: CacheCause) => number): number =>
      causes.reduce((total, cause) => total + valueOf(cause), 0);
    return {
      calls: this.#calls,
      inputTokens: this.#inputTokens,
      cacheReadTokens: this.#cacheReadTokens,
      cacheWriteTokens: this.#cacheWriteTokens,
      callsNotJudged: this.#callsNotJudged,
      brokenCalls: sum(({ calls }) => calls),
      missedTokens: sum(({ missedTokens }) => missedTokens),
      wastedPicoUsd: sum(({ wastedPicoUsd }) => wastedPicoUsd),
      unpricedCalls: sum(({ unpricedCalls }) => unpricedCalls),
      causes,
      dearest: this.#dearest,
    };
  }

  #tallyOf({ reason, pointer, toolName, looksLike }: CacheMissCause): Tally {
    const place = pointer?.replace(/^\/(messages|input|contents)\/\d+/, "/$1/*");
    const full: CacheMissCause = { reason, pointer: place, toolName, looksLike };
    const isRoom = this.#causes.has(keyOf(full)) || this.#causes.size < MAX_CAUSES;
    const cause = isRoom ? full : { reason };
    const known = this.#causes.get(keyOf(cause));
    if (known !== undefined) return known;
    const tally = { ...cause, calls: 0, missedTokens: 0, wastedPicoUsd: 0, unpricedCalls: 0 };
    this.#causes.set(keyOf(cause), tally);
    return tally;
  }
}

function keyOf({ reason, pointer, toolName, looksLike }: CacheMissCause): string {
  return JSON.stringify([reason, pointer, toolName, looksLike]);
}

type Waste = Pick<CacheBreak, "wastedPicoUsd" | "missedTokens">;

function byWaste(a: Waste, b: Waste): number {
  return (b.wastedPicoUsd ?? 0) - (a.wastedPicoUsd ?? 0) || b.missedTokens - a.missedTokens;
}
