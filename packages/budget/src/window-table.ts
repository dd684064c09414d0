// SPDX-License-Identifier: Apache-2.0
import { BoundedCounters } from "./bounded-counters.ts";
import { WindowCounter } from "./counter.ts";
import type { CounterTable } from "./counter-table.ts";
import type { BudgetPlan } from "./plan.ts";
import type { Charge } from "./tally.ts";
import type { Window } from "./window.ts";

/** How long a window is kept after its end for calls that started in it: the longest a provider's batch takes. */
const LATE_MS = 86_400_000;
/** Today, yesterday, and one for a clock that was set back. */
const MAX_WINDOWS = 3;

interface LiveWindow {
  readonly window: Window;
  readonly counters: BoundedCounters<WindowCounter>;
}

/** Counters of calendar and lifetime windows: one map for each window, dropped whole when it is past. */
export class WindowTable implements CounterTable {
  readonly #plan: BudgetPlan;
  #live: readonly LiveWindow[] = [];

  constructor(plan: BudgetPlan) {
    this.#plan = plan;
  }

  charge(window: Window, key: string, charge: Charge, nowMs: number): WindowCounter | undefined {
    if (window.endMs + LATE_MS <= nowMs) return undefined;
    const counter = (this.#find(window) ?? this.#begin(window, nowMs)).open(key);
    counter.add(charge);
    return counter;
  }

  find(key: string, nowMs: number): WindowCounter | undefined {
    return this.#find(this.#plan.windowAt(nowMs))?.get(key);
  }

  current(nowMs: number): Iterable<WindowCounter> {
    return this.#find(this.#plan.windowAt(nowMs))?.values() ?? [];
  }

  #find(window: Window): BoundedCounters<WindowCounter> | undefined {
    return this.#live.find((live) => live.window.startMs === window.startMs)?.counters;
  }

  #begin(window: Window, nowMs: number): BoundedCounters<WindowCounter> {
    const counters = new BoundedCounters(this.#plan.maxGroups, (key) => new WindowCounter(key));
    const kept = this.#live.filter((live) => live.window.endMs + LATE_MS > nowMs);
    this.#live = [{ window, counters }, ...kept.slice(0, MAX_WINDOWS - 1)];
    return counters;
  }
}
