// SPDX-License-Identifier: Apache-2.0

/**
 * Counts leases that were found ended, until somebody is told: whatever step finds them, the next outcome that has room
 * for it says how many.
 */
export class EndedLeases {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Goes back to an earlier count: the step that found more was undone. */
  set count(count: number) {
    this.#count = count;
  }

  /** Tells of them with an outcome, each once. */
  tellWith<Outcome>(outcome: Outcome): Outcome | (Outcome & { readonly expired: number }) {
    if (this.#count === 0) return outcome;
    const expired = this.#count;
    this.#count = 0;
    return { ...outcome, expired };
  }
}
