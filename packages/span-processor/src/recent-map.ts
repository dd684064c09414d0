// SPDX-License-Identifier: Apache-2.0

/**
 * A map that holds between `size` and twice `size` of the entries set last.
 *
 * Two generations: when the young one is full it becomes the old one, and what was old is forgotten at once. No entry
 * is ever moved or looked at to make room.
 */
export class RecentMap<Key, Value> {
  readonly #size: number;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: Key): Value | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: Key, value: Value): void {
    if (this.#young.size >= this.#size) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
