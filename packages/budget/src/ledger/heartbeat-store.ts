// SPDX-License-Identifier: Apache-2.0
import type { BudgetPlan } from "../plan.ts";
import type { GrantNote } from "../grant-event.ts";
import { quietly } from "../quietly.ts";
import type { Window } from "../window.ts";
import { MAX_LEASE_AGE_MS } from "./lease.ts";
import type {
  ClaimedEvent,
  CounterRef,
  CounterState,
  GrantOutcome,
  Eventually,
  LedgerStore,
  Reservation,
  ReserveOutcome,
  Settlement,
  SettleOutcome,
} from "./ledger-store.ts";

/** Options of {@link createHeartbeatStore}. */
export interface HeartbeatStoreOptions {
  /** Time between two signs of life; a third of the lease, so that two can be lost. @defaultValue a third of the shortest lease */
  readonly intervalMs?: number | undefined;
  /** Is told when the store did not take a sign of life. What it throws is ignored. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Age from which a call is given no further sign of life: above the longest there can be. @defaultValue 24 hours */
  readonly maxLeaseAgeMs?: number | undefined;
  /** The clock, epoch milliseconds. @defaultValue `Date.now` */
  readonly now?: (() => number) | undefined;
}

/** A call that is kept alive. */
interface Running {
  readonly leaseMs: number;
  readonly startedMs: number;
}

/** Longest list that is sent at once. */
const MAX_IDS = 1_000;

/**
 * Keeps the leases of running calls alive for as long as this process is: leases can then be short, and what a process
 * held that died is found soon, however long calls may take.
 *
 * One timer for all calls, only while there are any, and it keeps no process alive. A call that nobody ever settles is
 * left to its lease at `maxLeaseAgeMs`, here and in the store.
 */
export function createHeartbeatStore(store: LedgerStore, options: HeartbeatStoreOptions = {}): LedgerStore {
  return new HeartbeatStore(store, options);
}

class HeartbeatStore implements LedgerStore {
  readonly #store: LedgerStore;
  readonly #options: HeartbeatStoreOptions;
  readonly #now: () => number;
  readonly #maxLeaseAgeMs: number;
  /** Oldest first. */
  readonly #running = new Map<string, Running>();
  #timer: NodeJS.Timeout | undefined;
  #shortestMs = Number.POSITIVE_INFINITY;

  constructor(store: LedgerStore, options: HeartbeatStoreOptions) {
    this.#store = store;
    this.#options = { ...options, onError: quietly(options.onError) };
    this.#now = options.now ?? Date.now;
    this.#maxLeaseAgeMs = options.maxLeaseAgeMs ?? MAX_LEASE_AGE_MS;
  }

  get reach(): LedgerStore["reach"] {
    return this.#store.reach;
  }

  reserve(reservation: Reservation): Eventually<ReserveOutcome> {
    const outcome = this.#store.reserve(reservation);
    const keep = (told: ReserveOutcome): ReserveOutcome => {
      if (told.kind === "held") this.#start(reservation);
      return told;
    };
    return outcome instanceof Promise ? outcome.then(keep) : keep(outcome);
  }

  settle(settlement: Settlement): Eventually<SettleOutcome> {
    this.#stop(settlement.id);
    return this.#store.settle(settlement);
  }

  release(id: string): Eventually<void> {
    this.#stop(id);
    return this.#store.release(id);
  }

  extend(ids: readonly string[], leaseMs: number): Eventually<void> {
    return this.#store.extend(ids, leaseMs);
  }

  adjust(id: string, counter: CounterRef, amount: number, note?: GrantNote): Eventually<GrantOutcome> {
    return this.#store.adjust(id, counter, amount, note);
  }

  grant(id: string, counter: CounterRef, amount: number, note?: GrantNote): Eventually<GrantOutcome> {
    return this.#store.grant(id, counter, amount, note);
  }

  read(counters: readonly CounterRef[]): Eventually<readonly CounterState[]> {
    return this.#store.read(counters);
  }

  groups(plan: BudgetPlan, window: Window): Eventually<readonly string[]> {
    return this.#store.groups(plan, window);
  }

  claimEvents(max: number, leaseMs: number): Eventually<readonly ClaimedEvent[]> {
    return this.#store.claimEvents(max, leaseMs);
  }

  extendEvents(ids: readonly string[], leaseMs: number): Eventually<void> {
    return this.#store.extendEvents(ids, leaseMs);
  }

  acknowledgeEvents(ids: readonly string[]): Eventually<void> {
    return this.#store.acknowledgeEvents(ids);
  }

  recover(): Eventually<string> {
    return this.#store.recover();
  }

  close(): Eventually<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#running.clear();
    return this.#store.close();
  }

  #start({ id, leaseMs }: Reservation): void {
    if (!this.#running.has(id)) this.#running.set(id, { leaseMs, startedMs: this.#now() });
    const isShorter = leaseMs < this.#shortestMs;
    if (isShorter) this.#shortestMs = leaseMs;
    if (this.#timer !== undefined && !isShorter) return;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.#beat(), this.#options.intervalMs ?? this.#shortestMs / 3);
    this.#timer.unref();
  }

  #stop(id: string): void {
    this.#running.delete(id);
    if (this.#running.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #beat(): Promise<void> {
    const youngestMs = this.#now() - this.#maxLeaseAgeMs;
    for (const [id, { startedMs }] of this.#running) {
      if (startedMs > youngestMs) break;
      this.#stop(id);
    }
    const byLease = Map.groupBy(this.#running, ([, { leaseMs }]) => leaseMs);
    try {
      for (const [leaseMs, running] of byLease) {
        const ids = running.map(([id]) => id);
        for (let from = 0; from < ids.length; from += MAX_IDS) {
          await this.#store.extend(ids.slice(from, from + MAX_IDS), leaseMs);
        }
      }
    } catch (error) {
      this.#options.onError?.(error);
    }
  }
}
