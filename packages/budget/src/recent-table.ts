// SPDX-License-Identifier: Apache-2.0
import { WindowCounter } from "./counter.ts";
import type { CounterTable } from "./counter-table.ts";
import type { Window } from "./window.ts";

/**
 * Counters of traces, sessions and runs. Nothing tells when one has ended, so the most recently used are kept: at
 * least `maxGroups`, at most twice as many and those held, in two generations. When the young one is full the old one
 * is dropped whole, which costs nothing per call where a list in order of use would.
 */
export class RecentTable implements CounterTable {
  readonly #maxGroups: number;
  #young = new Map<string, WindowCounter>();
  #old = new Map<string, WindowCounter>();

  constructor(maxGroups: number) {
    this.#maxGroups = maxGroups;
  }

  keeps(): boolean {
    return true;
  }

  find(_window: Window, key: string): WindowCounter | undefined {
    return this.#young.get(key) ?? this.#renew(this.#old.get(key));
  }

  open(window: Window, key: string): WindowCounter {
    return this.find(window, key) ?? this.#add(new WindowCounter(key));
  }

  *counters(): Iterable<WindowCounter> {
    yield* this.#young.values();
    yield* this.#old.values();
  }

  #renew(counter: WindowCounter | undefined): WindowCounter | undefined {
    if (counter === undefined) return undefined;
    this.#old.delete(counter.key);
    return this.#add(counter);
  }

  #add(counter: WindowCounter): WindowCounter {
    if (this.#young.size >= this.#maxGroups) {
      const dropped = this.#old;
      this.#old = this.#young;
      this.#young = new Map();
      for (const one of dropped.values()) if (one.held > 0) this.#old.set(one.key, one);
    }
    this.#young.set(counter.key, counter);
    return counter;
  }
}
