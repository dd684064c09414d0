// SPDX-License-Identifier: Apache-2.0
import { durationMsFrom } from "../window.ts";
import type { CostRateDefinition } from "./definition.ts";

const NANO_USD_PER_USD = 1_000_000_000;
const MINUTE_MS = 60_000;
const DEFAULT_BASELINE_MS = 60 * MINUTE_MS;
const DEFAULT_WITHIN_MS = 5 * MINUTE_MS;

/** Compares what is spent now with what was spent before, minute by minute, in bounded memory. */
export class CostRate {
  readonly #definition: CostRateDefinition;
  readonly #withinMinutes: number;
  readonly #baselineMinutes: number;
  readonly #minutes = new Map<number, number>();

  constructor(definition: CostRateDefinition) {
    this.#definition = definition;
    const minutesOf = (text: string | undefined, fallbackMs: number): number =>
      Math.max(1, Math.ceil(((text === undefined ? undefined : durationMsFrom(text)) ?? fallbackMs) / MINUTE_MS));
    this.#withinMinutes = minutesOf(definition.within, DEFAULT_WITHIN_MS);
    this.#baselineMinutes = minutesOf(definition.baseline, DEFAULT_BASELINE_MS);
  }

  /** Adds what a call cost. */
  add(nowMs: number, nanoUsd: number): void {
    const minute = Math.floor(nowMs / MINUTE_MS);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + nanoUsd);
    const oldest = minute - this.#withinMinutes - this.#baselineMinutes;
    for (const known of this.#minutes.keys()) if (known < oldest) this.#minutes.delete(known);
  }

  /** How many times the baseline is spent, when that is too much; `undefined` also while there is no baseline. */
  exceeded(nowMs: number): number | undefined {
    const minute = Math.floor(nowMs / MINUTE_MS);
    const start = minute - this.#withinMinutes + 1;
    let now = 0;
    let before = 0;
    let first = Number.POSITIVE_INFINITY;
    for (const [known, nanoUsd] of this.#minutes) {
      if (known >= start) now += nanoUsd;
      else if (known >= start - this.#baselineMinutes) {
        before += nanoUsd;
        first = Math.min(first, known);
      }
    }
    // Half of the baseline has to be there, or the first busy minute of the day is compared with nothing.
    const minutes = start - first;
    if (minutes < this.#baselineMinutes / 2 || now < this.#definition.minUsd * NANO_USD_PER_USD) return undefined;
    const times = now / this.#withinMinutes / (before / minutes);
    return times > this.#definition.times ? times : undefined;
  }
}
