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

/** The counter of one group over a window that slides: the sum of the tiles still in it. */
export class RollingCounter extends Tally implements Counter {
  readonly key: string;
  latched = 0;
  /** Tiles in the order of first use, which is that of time but for late bills. */
  readonly #tiles: { readonly window: Window; readonly tally: Tally }[] = [];
  readonly #latchedAtMs: number[] = [];

  constructor(key: string) {
    super();
    this.key = key;
  }

  latch(threshold: number, atMs: number): void {
    this.latched |= 1 << threshold;
    this.#latchedAtMs[threshold] = atMs;
  }

  charge(window: Window, charge: Charge): void {
    let tile = this.#tiles.findLast((candidate) => candidate.window.startMs === window.startMs);
    if (tile === undefined) {
      tile = { window, tally: new Tally() };
      this.#tiles.push(tile);
    }
    tile.tally.add(charge);
    this.add(charge);
  }

  /** Takes out the tiles that have left the window, and re-arms thresholds that fired a whole window ago. */
  advance(nowMs: number, lookbackMs: number): void {
    for (let index = this.#tiles.length - 1; index >= 0; index -= 1) {
      const tile = this.#tiles[index];
      if (tile === undefined || tile.window.endMs + lookbackMs > nowMs) continue;
      this.subtract(tile.tally);
      this.#tiles.splice(index, 1);
    }
    this.#latchedAtMs.forEach((latchedAtMs, threshold) => {
      if (latchedAtMs + lookbackMs <= nowMs) this.latched &= ~(1 << threshold);
    });
  }
}
