// SPDX-License-Identifier: Apache-2.0

/** Ids from one counter per prefix: the same script gives the same ids. */
export class IdSource {
  readonly #counters = new Map<string, number>();

  /**
   * The next id of a kind, e.g. `chatcmpl-0000000000000000000000000001`.
   *
   * @param length - Digits after the prefix, as long as the vendor's.
   */
  next(prefix: string, length = 24): string {
    const count = (this.#counters.get(prefix) ?? 0) + 1;
    this.#counters.set(prefix, count);
    return prefix + String(count).padStart(length, "0");
  }
}
