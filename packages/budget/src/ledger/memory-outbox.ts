// SPDX-License-Identifier: Apache-2.0
import type { BudgetEvent } from "../event.ts";
import type { ClaimedEvent } from "./ledger-store.ts";

/** Events kept for delivery: when nobody takes them, the oldest go first. */
export const MAX_OUTBOX_EVENTS = 10_000;

interface Waiting extends ClaimedEvent {
  /** Nobody may take it before. */
  freeAtMs: number;
}

/** Events that wait for delivery, in the order they happened. */
export class MemoryOutbox {
  readonly #waiting = new Map<string, Waiting>();
  #serial = 0;

  add(events: readonly BudgetEvent[]): void {
    for (const event of events) {
      this.#serial += 1;
      const id = String(this.#serial);
      this.#waiting.set(id, { id, event, freeAtMs: Number.NEGATIVE_INFINITY });
      if (this.#waiting.size <= MAX_OUTBOX_EVENTS) continue;
      const [oldest] = this.#waiting.keys();
      if (oldest !== undefined) this.#waiting.delete(oldest);
    }
  }

  claim(max: number, leaseMs: number, nowMs: number): ClaimedEvent[] {
    const claimed: ClaimedEvent[] = [];
    for (const waiting of this.#waiting.values()) {
      if (claimed.length >= max) break;
      if (waiting.freeAtMs > nowMs) continue;
      waiting.freeAtMs = nowMs + leaseMs;
      claimed.push({ id: waiting.id, event: waiting.event });
    }
    return claimed;
  }

  extend(ids: readonly string[], freeAtMs: number): void {
    for (const id of ids) {
      const waiting = this.#waiting.get(id);
      if (waiting !== undefined) waiting.freeAtMs = freeAtMs;
    }
  }

  acknowledge(ids: readonly string[]): void {
    for (const id of ids) this.#waiting.delete(id);
  }
}
