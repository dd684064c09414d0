// SPDX-License-Identifier: Apache-2.0
import { BoundedCounters } from "./bounded-counters.ts";
import { RollingCounter } from "./counter.ts";
import type { CounterTable } from "./counter-table.ts";
import { OTHER_KEY } from "./group.ts";
import type { BudgetPlan } from "./plan.ts";
import type { Window } from "./window.ts";

/**
 * Counters of a rolling window, in two generations, each longer than the window: a counter that nobody touched during
 * a whole generation has nothing left to count, so the older generation is dropped whole but for what is held.
 */
export class RollingTable implements CounterTable {
  readonly #plan: BudgetPlan;
  #generation = 0;
  #young: BoundedCounters<RollingCounter>;
  #old: BoundedCounters<RollingCounter>;

  constructor(plan: BudgetPlan) {
    this.#plan = plan;
    this.#young = this.#empty();
    this.#old = this.#empty();
  }

  keeps(window: Window, nowMs: number): boolean {
    return window.endMs + this.#plan.lookbackMs > nowMs;
  }

  find(window: Window, key: string, nowMs: number): RollingCounter | undefined {
    this.#rotate(window, nowMs);
    const counter = this.#young.get(key) ?? this.#carryOver(key) ?? this.#young.find(key);
    counter?.advance(nowMs, this.#plan.lookbackMs);
    return counter;
  }

  open(window: Window, key: string, nowMs: number): RollingCounter {
    return this.find(window, key, nowMs) ?? this.#young.open(key);
  }

  *counters(_window: Window, nowMs: number): Iterable<RollingCounter> {
    for (const generation of [this.#young, this.#old]) {
      for (const counter of generation.values()) {
        counter.advance(nowMs, this.#plan.lookbackMs);
        if (counter.calls > 0 || counter.held > 0 || counter.spent !== 0 || counter.granted !== 0) yield counter;
      }
    }
  }

  #empty(): BoundedCounters<RollingCounter> {
    return new BoundedCounters(this.#plan.maxGroups, (key) => new RollingCounter(key));
  }

  #rotate({ startMs, endMs }: Window, nowMs: number): void {
    const generation = Math.floor(nowMs / (this.#plan.lookbackMs + endMs - startMs));
    // A clock that was set back goes on with what there is.
    if (generation > this.#generation) {
      const isNext = generation === this.#generation + 1;
      const dropped = isNext ? [this.#old] : [this.#old, this.#young];
      this.#old = isNext ? this.#young : this.#empty();
      this.#young = this.#empty();
      for (const one of dropped) {
        for (const counter of one.values()) if (counter.held > 0) this.#young.put(counter.key, counter);
      }
      this.#carryOver(OTHER_KEY);
    }
    this.#generation = generation;
  }

  #carryOver(key: string): RollingCounter | undefined {
    const counter = this.#old.get(key);
    if (counter === undefined) return undefined;
    this.#old.delete(key);
    return this.#young.put(key, counter);
  }
}
