// SPDX-License-Identifier: Apache-2.0
import { OTHER_KEY } from "./group.ts";

/** Counters by group key: at most `maxGroups`, and one more that all further groups share. */
export class BoundedCounters<Kind> {
  readonly #byKey = new Map<string, Kind>();
  readonly #maxGroups: number;
  readonly #create: (key: string) => Kind;

  constructor(maxGroups: number, create: (key: string) => Kind) {
    this.#maxGroups = maxGroups;
    this.#create = create;
  }

  /** Finds the counter of a group itself. */
  get(key: string): Kind | undefined {
    return this.#byKey.get(key);
  }

  /** Finds the counter of a group, or that of all others when there is no room for it. */
  find(key: string): Kind | undefined {
    const known = this.#byKey.get(key);
    return known === undefined && this.#isFull() ? this.#byKey.get(OTHER_KEY) : known;
  }

  /** Finds it or makes it. */
  open(key: string): Kind {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    if (!this.#isFull()) return this.put(key, this.#create(key));
    return this.#byKey.get(OTHER_KEY) ?? this.put(OTHER_KEY, this.#create(OTHER_KEY));
  }

  put(key: string, counter: Kind): Kind {
    this.#byKey.set(key, counter);
    return counter;
  }

  delete(key: string): void {
    this.#byKey.delete(key);
  }

  values(): Iterable<Kind> {
    return this.#byKey.values();
  }

  #isFull(): boolean {
    return this.#byKey.size >= this.#maxGroups;
  }
}
