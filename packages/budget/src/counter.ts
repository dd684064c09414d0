// SPDX-License-Identifier: Apache-2.0
import { Tally } from "./tally.ts";
import type { Charge } from "./tally.ts";
import type { Window } from "./window.ts";

/** The sums of one group, with what has already been said about them. */
export interface Counter extends Readonly<Pick<Tally, "spent" | "calls" | "unknownCalls" | "unknownTokens">> {
  /** Key of the group; `OTHER_KEY` when the call's own group found no room. */
  readonly key: string;
  readonly estimatedCalls: number;
  /** Thresholds that have fired, one bit each by their place in the plan. */
  readonly latched: number;
  /** Marks a threshold as fired. */
  latch(threshold: number, atMs: number): void;
}

/** The counter of one group in a window that ends. A million of them must stay below 250 bytes each: plain fields. */
export class WindowCounter extends Tally implements Counter {
  readonly key: string;
  latched = 0;

  constructor(key: string) {
    super();
    this.key = key;
  }

  latch(threshold: number): void {
    this.latched |= 1 << threshold;
  }
}

/** What was added in one tile of a rolling window. */
class Tile extends Tally {
  readonly window: Window;

  constructor(window: Window) {
    super();
    this.window = window;
  }
}

/** The counter of one group over a window that slides: the sum of the tiles still in it. */
export class RollingCounter extends Tally implements Counter {
  readonly key: string;
  latched = 0;
  /** Replaced rather than pushed to: a pushed array keeps room for 17, at a million groups 140 MB of it. */
  #tiles: readonly Tile[] = [];
  #latchedAtMs: Map<number, number> | undefined;

  constructor(key: string) {
    super();
    this.key = key;
  }

  latch(threshold: number, atMs: number): void {
    this.latched |= 1 << threshold;
    this.#latchedAtMs ??= new Map();
    this.#latchedAtMs.set(threshold, atMs);
  }

  charge(window: Window, charge: Charge): void {
    let tile = this.#tiles.findLast((candidate) => candidate.window.startMs === window.startMs);
    if (tile === undefined) {
      tile = new Tile(window);
      this.#tiles = [...this.#tiles, tile];
    }
    tile.add(charge);
    this.add(charge);
  }

  /** Takes out the tiles that have left the window, and re-arms thresholds that fired a whole window ago. */
  advance(nowMs: number, lookbackMs: number): void {
    const hasLeft = (tile: Tile): boolean => tile.window.endMs + lookbackMs <= nowMs;
    if (this.#tiles.some(hasLeft)) {
      for (const tile of this.#tiles.filter(hasLeft)) this.subtract(tile);
      this.#tiles = this.#tiles.filter((tile) => !hasLeft(tile));
    }
    for (const [threshold, latchedAtMs] of this.#latchedAtMs ?? []) {
      if (latchedAtMs + lookbackMs <= nowMs) this.latched &= ~(1 << threshold);
    }
  }
}
