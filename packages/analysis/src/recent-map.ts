// SPDX-License-Identifier: Apache-2.0

/** Bounds of a {@link RecentMap}. */
export interface RecentMapOptions<Value> {
  readonly maxEntries: number;
  /** What an entry weighs against `maxWeight`. @defaultValue nothing */
  readonly weightOf?: (value: Value) => number;
  readonly maxWeight?: number;
  /** Takes what is let go: the entries used longest ago. */
  readonly letGo: (value: Value) => void;
}

/** Entries in order of use, within bounds of number and weight. The last one used always stays. */
export class RecentMap<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #options: RecentMapOptions<Value>;
  #weight = 0;

  constructor(options: RecentMapOptions<Value>) {
    this.#options = options;
  }

  /** Finds or makes an entry and lets `use` change it, then lets go of what is too much. */
  use<Result>(key: string, make: () => Value, use: (value: Value) => Result): Result {
    const value = this.#entries.get(key) ?? make();
    const weightBefore = this.#entries.delete(key) ? this.#weightOf(value) : 0;
    const result = use(value);
    this.#entries.set(key, value);
    this.#weight += this.#weightOf(value) - weightBefore;
    this.#letGo();
    return result;
  }

  values(): Iterable<Value> {
    return this.#entries.values();
  }

  #weightOf(value: Value): number {
    return this.#options.weightOf?.(value) ?? 0;
  }

  #letGo(): void {
    const { maxEntries, maxWeight = Infinity, letGo } = this.#options;
    for (const [key, value] of this.#entries) {
      if (this.#entries.size <= maxEntries && this.#weight <= maxWeight) return;
      if (this.#entries.size === 1) return;
      this.#entries.delete(key);
      this.#weight -= this.#weightOf(value);
      letGo(value);
    }
  }
}
