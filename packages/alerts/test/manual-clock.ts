// SPDX-License-Identifier: Apache-2.0
import type { Timers } from "../src/timers.ts";

/** A clock and timers that move only when told. */
export class ManualClock implements Timers {
  nowMs: number;
  readonly #timers = new Map<number, { readonly atMs: number; readonly callback: () => void }>();
  #serial = 0;

  constructor(nowMs: number = Date.now()) {
    this.nowMs = nowMs;
  }

  readonly now = (): number => this.nowMs;

  setTimeout(callback: () => void, delayMs: number): number {
    this.#serial += 1;
    this.#timers.set(this.#serial, { atMs: this.nowMs + delayMs, callback });
    return this.#serial;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as number);
  }

  /** Milliseconds until the next timer; `undefined` when there is none. */
  nextInMs(): number | undefined {
    const [first] = [...this.#timers.values()].map(({ atMs }) => atMs - this.nowMs).toSorted((a, b) => a - b);
    return first;
  }

  advance(byMs: number): void {
    this.nowMs += byMs;
    for (const [id, { atMs, callback }] of this.#timers) {
      if (atMs > this.nowMs) continue;
      this.#timers.delete(id);
      callback();
    }
  }
}
