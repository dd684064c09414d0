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

  get(key: string): Kind | undefined {
    return this.#byKey.get(key);
  }

  /** Finds or makes the counter of a group, or that of all others when there is no room. */
  open(key: string): Kind {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    if (this.#byKey.size < this.#maxGroups) return this.put(key, this.#create(key));
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
}
