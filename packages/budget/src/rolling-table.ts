// SPDX-License-Identifier: Apache-2.0
import { BoundedCounters } from "./bounded-counters.ts";
import { RollingCounter } from "./counter.ts";
import type { CounterTable } from "./counter-table.ts";
import { OTHER_KEY } from "./group.ts";
import type { BudgetPlan } from "./plan.ts";
import type { Charge } from "./tally.ts";
import type { Window } from "./window.ts";

/**
 * Counters of a rolling window, in two generations, each longer than the window: a counter that nobody touched during
 * a whole generation has nothing left to count, so the older generation is dropped whole.
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

  charge(window: Window, key: string, charge: Charge, nowMs: number): RollingCounter | undefined {
    if (window.endMs + this.#plan.lookbackMs <= nowMs) return undefined;
    this.#rotate(nowMs, window.endMs - window.startMs);
    const counter = this.#young.get(key) ?? this.#carryOver(key) ?? this.#young.open(key);
    counter.advance(nowMs, this.#plan.lookbackMs);
    counter.charge(window, charge);
    return counter;
  }

  find(key: string, nowMs: number): RollingCounter | undefined {
    const counter = this.#young.get(key) ?? this.#old.get(key);
    counter?.advance(nowMs, this.#plan.lookbackMs);
    return counter;
  }

  *current(nowMs: number): Iterable<RollingCounter> {
    for (const generation of [this.#young, this.#old]) {
      for (const counter of generation.values()) {
        counter.advance(nowMs, this.#plan.lookbackMs);
        if (counter.calls > 0) yield counter;
      }
    }
  }

  #empty(): BoundedCounters<RollingCounter> {
    return new BoundedCounters(this.#plan.maxGroups, (key) => new RollingCounter(key));
  }

  #rotate(nowMs: number, tileMs: number): void {
    const generation = Math.floor(nowMs / (this.#plan.lookbackMs + tileMs));
    // A clock that was set back goes on with what there is.
    if (generation > this.#generation) {
      this.#old = generation === this.#generation + 1 ? this.#young : this.#empty();
      this.#young = this.#empty();
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
