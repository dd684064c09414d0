// SPDX-License-Identifier: Apache-2.0

/** Where held answers wait until they are released all at once. */
export class Gate {
  #waiting: (() => void)[] = [];

  /** Settles at the next {@link release}. */
  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Lets everything that waits go on; what comes later waits again. */
  release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
