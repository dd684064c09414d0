// SPDX-License-Identifier: Apache-2.0
import { LATE_MS } from "../window-table.ts";
import type { Window } from "../window.ts";

const DAY_MS = 86_400_000;
/** Longer than any rolling window, and as long as a store keeps a counter without an end that nobody touches. */
const ENDLESS_MS = 400 * DAY_MS;
/** Corrections remembered in memory; those made first go first. */
const MAX_IDS = 100_000;

/**
 * Until when the id of an adjustment or grant is remembered: as long as its window is kept, and 400 days where that
 * slides or has no end. It has a time of its own, since a counter that nobody uses is forgotten sooner than a job that
 * failed is run again.
 */
export function correctionIdUntilMs(lookbackMs: number, { endMs }: Window, nowMs: number): number {
  return lookbackMs === 0 && Number.isFinite(endMs) ? endMs + LATE_MS : nowMs + ENDLESS_MS;
}

/** Ids of adjustments and grants that were made, each with the time until which it is remembered. */
export class CorrectionIds {
  readonly #untilMs = new Map<string, number>();
  #sweepAt = 1_024;

  /** Tells whether something is done for the first time, and remembers it. */
  isFirst(id: string, untilMs: number, nowMs: number): boolean {
    const known = this.#untilMs.get(id);
    if (known !== undefined && known > nowMs) return false;
    if (this.#untilMs.size >= this.#sweepAt) this.#sweep(nowMs);
    this.#untilMs.set(id, untilMs);
    return true;
  }

  #sweep(nowMs: number): void {
    for (const [id, untilMs] of this.#untilMs) if (untilMs <= nowMs) this.#untilMs.delete(id);
    for (const id of this.#untilMs.keys()) {
      if (this.#untilMs.size < MAX_IDS) break;
      this.#untilMs.delete(id);
    }
    this.#sweepAt = Math.min(MAX_IDS, Math.max(1_024, this.#untilMs.size * 2));
  }
}
