// SPDX-License-Identifier: Apache-2.0
import { WindowCounter } from "./counter.ts";
import type { CounterTable } from "./counter-table.ts";
import type { Charge } from "./tally.ts";
import type { Window } from "./window.ts";

/**
 * Counters of traces, sessions and runs. Nothing tells when one has ended, so the most recently used are kept: at
 * least `maxGroups`, at most twice as many, in two generations. When the young one is full the old one is dropped
 * whole, which costs nothing per call where a list in order of use would.
 */
export class RecentTable implements CounterTable {
  readonly #maxGroups: number;
  #young = new Map<string, WindowCounter>();
  #old = new Map<string, WindowCounter>();

  constructor(maxGroups: number) {
    this.#maxGroups = maxGroups;
  }

  charge(window: Window, key: string, charge: Charge): WindowCounter {
    const counter = this.#young.get(key) ?? this.#renew(key);
    counter.add(charge);
    return counter;
  }

  find(key: string): WindowCounter | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  *current(): Iterable<WindowCounter> {
    yield* this.#young.values();
    yield* this.#old.values();
  }

  #renew(key: string): WindowCounter {
    const counter = this.#old.get(key) ?? new WindowCounter(key);
    this.#old.delete(key);
    if (this.#young.size >= this.#maxGroups) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, counter);
    return counter;
  }
}
