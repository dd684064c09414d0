// SPDX-License-Identifier: Apache-2.0
import { BoundedCounters } from "./bounded-counters.ts";
import { WindowCounter } from "./counter.ts";
import type { CounterTable } from "./counter-table.ts";
import type { BudgetPlan } from "./plan.ts";
import type { Window } from "./window.ts";

/** How long a window is kept after its end for calls that started in it: the longest a provider's batch takes. */
export const LATE_MS = 86_400_000;
/** Today, yesterday, and one for a clock that was set back. */
const MAX_WINDOWS = 3;

interface LiveWindow {
  readonly window: Window;
  readonly counters: BoundedCounters<WindowCounter>;
}

/** Counters of calendar and lifetime windows: one map for each window, dropped whole when it is past. */
export class WindowTable implements CounterTable {
  readonly #maxGroups: number;
  #live: readonly LiveWindow[] = [];

  constructor({ maxGroups }: BudgetPlan) {
    this.#maxGroups = maxGroups;
  }

  keeps(window: Window, nowMs: number): boolean {
    return window.endMs + LATE_MS > nowMs;
  }

  find(window: Window, key: string): WindowCounter | undefined {
    return this.#find(window)?.find(key);
  }

  open(window: Window, key: string, nowMs: number): WindowCounter {
    return (this.#find(window) ?? this.#begin(window, nowMs)).open(key);
  }

  counters(window: Window): Iterable<WindowCounter> {
    return this.#find(window)?.values() ?? [];
  }

  #find(window: Window): BoundedCounters<WindowCounter> | undefined {
    for (const live of this.#live) if (live.window.startMs === window.startMs) return live.counters;
    return undefined;
  }

  #begin(window: Window, nowMs: number): BoundedCounters<WindowCounter> {
    const counters = new BoundedCounters(this.#maxGroups, (key) => new WindowCounter(key));
    const kept = this.#live.filter((live) => this.keeps(live.window, nowMs));
    this.#live = [{ window, counters }, ...kept.slice(0, MAX_WINDOWS - 1)];
    return counters;
  }
}
