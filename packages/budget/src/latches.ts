// SPDX-License-Identifier: Apache-2.0

/**
 * Thresholds that have fired, by their labels. Immutable and shared by all counters for which the same ones have: a
 * million counters carry one pointer each.
 */
export class Latches {
  /** Nothing has fired. */
  static readonly NONE: Latches = new Latches([]);

  readonly #labels: ReadonlySet<string>;
  readonly #next = new Map<string, Latches>();

  private constructor(labels: Iterable<string>) {
    this.#labels = new Set(labels);
  }

  has(label: string): boolean {
    return this.#labels.has(label);
  }

  with(label: string): Latches {
    if (this.#labels.has(label)) return this;
    let next = this.#next.get(label);
    if (next === undefined) {
      next = new Latches([...this.#labels, label]);
      this.#next.set(label, next);
    }
    return next;
  }
}
