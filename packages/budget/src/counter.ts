// SPDX-License-Identifier: Apache-2.0
import { Latches } from "./latches.ts";
import { Tally } from "./tally.ts";
import type { Charge } from "./tally.ts";
import type { Window } from "./window.ts";

/** The sums of one group, with what has already been said about them. */
export interface Counter extends Readonly<Omit<Tally, "add" | "take" | "subtract">> {
  /** Key of the group; `OTHER_KEY` when the call's own group found no room. */
  readonly key: string;
  /** Sum of what running calls hold, in the budget's unit; apart from what is spent. */
  held: number;
  /** Forgets what has slid out of a rolling window; to be asked before anything else, where there is one. */
  advance(nowMs: number, lookbackMs: number): void;
  charge(window: Window, charge: Charge): void;
  /** Takes back a charge that was an assumption. */
  remove(window: Window, charge: Charge): void;
  /** Corrects what is spent, in no call's name. */
  adjust(window: Window, amount: number): void;
  grant(window: Window, amount: number): void;
  /** Tells whether a threshold has fired, by its label. */
  isLatched(label: string): boolean;
  latch(label: string, atMs: number): void;
}

/** The counter of one group in a window that ends. A million of them must stay below 250 bytes each: plain fields. */
export class WindowCounter extends Tally implements Counter {
  readonly key: string;
  #held: number | undefined;
  #latches = Latches.NONE;

  constructor(key: string) {
    super();
    this.key = key;
  }

  get held(): number {
    return this.#held ?? 0;
  }

  /** At rest nothing is kept: a field that has ever been a large number takes 16 bytes more in every counter. */
  set held(amount: number) {
    this.#held = amount === 0 ? undefined : amount;
  }

  advance(): void {
    // Nothing slides.
  }

  charge(_window: Window, charge: Charge): void {
    this.add(charge);
  }

  remove(_window: Window, charge: Charge): void {
    this.take(charge);
  }

  adjust(_window: Window, amount: number): void {
    this.spent += amount;
  }

  grant(_window: Window, amount: number): void {
    this.granted += amount;
  }

  isLatched(label: string): boolean {
    return this.#latches.has(label);
  }

  latch(label: string): void {
    this.#latches = this.#latches.with(label);
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
  held = 0;
  /** Replaced rather than pushed to: a pushed array keeps room for 17, at a million groups 140 MB of it. */
  #tiles: readonly Tile[] = [];
  #latchedAtMs: Map<string, number> | undefined;

  constructor(key: string) {
    super();
    this.key = key;
  }

  isLatched(label: string): boolean {
    return this.#latchedAtMs?.has(label) === true;
  }

  latch(label: string, atMs: number): void {
    this.#latchedAtMs ??= new Map();
    this.#latchedAtMs.set(label, atMs);
  }

  charge(window: Window, charge: Charge): void {
    this.#tileOf(window).add(charge);
    this.add(charge);
  }

  remove(window: Window, charge: Charge): void {
    this.#tileOf(window).take(charge);
    this.take(charge);
  }

  adjust(window: Window, amount: number): void {
    this.#tileOf(window).spent += amount;
    this.spent += amount;
  }

  grant(window: Window, amount: number): void {
    this.#tileOf(window).granted += amount;
    this.granted += amount;
  }

  /** Takes out the tiles that have left the window, and re-arms thresholds that fired a whole window ago. */
  advance(nowMs: number, lookbackMs: number): void {
    let left = 0;
    for (const tile of this.#tiles) {
      if (tile.window.endMs + lookbackMs > nowMs) continue;
      this.subtract(tile);
      left += 1;
    }
    if (left > 0) this.#tiles = this.#tiles.filter((tile) => tile.window.endMs + lookbackMs > nowMs);
    if (this.#latchedAtMs === undefined) return;
    for (const [label, latchedAtMs] of this.#latchedAtMs) {
      if (latchedAtMs + lookbackMs <= nowMs) this.#latchedAtMs.delete(label);
    }
  }

  #tileOf(window: Window): Tile {
    const known = this.#tiles.findLast((candidate) => candidate.window.startMs === window.startMs);
    if (known !== undefined) return known;
    const tile = new Tile(window);
    this.#tiles = [...this.#tiles, tile];
    return tile;
  }
}
