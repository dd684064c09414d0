// SPDX-License-Identifier: Apache-2.0
import type { CounterRef, CounterState, Hold } from "./ledger-store.ts";

/** Counters remembered; those seen longest ago go first. */
const MAX_COUNTERS = 10_000;

/** Where counters stood when the store was last heard of them. */
export class LastSeen {
  readonly #states = new Map<string, CounterState>();

  note(counter: CounterRef, state: CounterState | undefined): void {
    if (state === undefined) return;
    const name = nameOf(counter);
    this.#states.delete(name);
    this.#states.set(name, state);
    if (this.#states.size <= MAX_COUNTERS) return;
    const [oldest] = this.#states.keys();
    if (oldest !== undefined) this.#states.delete(oldest);
  }

  /** What one process may use of what was left; of the whole cap where the counter was never seen. */
  shareOf({ counter, cap }: Hold, share: number): number {
    if (cap === Number.POSITIVE_INFINITY) return cap;
    const { spent, held, granted } = this.#states.get(nameOf(counter)) ?? { spent: 0, held: 0, granted: 0 };
    return Math.max(0, Math.floor((cap + granted - spent - held) * share));
  }
}

function nameOf({ plan, window, key }: CounterRef): string {
  // A rolling window is seen as a whole, whichever tile is the current one.
  return `${plan.ledgerKey} ${plan.lookbackMs > 0 ? "" : window.key} ${key}`;
}
