// SPDX-License-Identifier: Apache-2.0

/** Ids seen lately, up to a limit; the oldest are forgotten first. */
export class RecentIds {
  readonly #limit: number;
  readonly #ids: Set<string> = new Set();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns Whether the id is new; it is known from now on. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    if (this.#ids.size >= this.#limit) {
      for (const oldest of this.#ids) {
        this.#ids.delete(oldest);
        break;
      }
    }
    this.#ids.add(id);
    return true;
  }
}
