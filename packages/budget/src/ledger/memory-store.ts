// SPDX-License-Identifier: Apache-2.0
import type { BudgetPlan } from "../plan.ts";
import type { GrantNote } from "../grant-event.ts";
import type { Window } from "../window.ts";
import type {
  ClaimedEvent,
  CounterRef,
  CounterState,
  GrantOutcome,
  LedgerStore,
  Reservation,
  ReserveOutcome,
  Settlement,
  SettleOutcome,
} from "./ledger-store.ts";
import { MemoryLedger } from "./memory-ledger.ts";

/** Every step at once, in this process: what {@link createMemoryStore} makes. */
export interface MemoryStore extends LedgerStore {
  reserve(reservation: Reservation): ReserveOutcome;
  settle(settlement: Settlement): SettleOutcome;
  release(id: string): void;
  extend(ids: readonly string[], leaseMs: number): void;
  adjust(id: string, counter: CounterRef, amount: number, note?: GrantNote): GrantOutcome;
  grant(id: string, counter: CounterRef, amount: number, note?: GrantNote): GrantOutcome;
  read(counters: readonly CounterRef[]): readonly CounterState[];
  groups(plan: BudgetPlan, window: Window): readonly string[];
  claimEvents(max: number, leaseMs: number): readonly ClaimedEvent[];
  extendEvents(ids: readonly string[], leaseMs: number): void;
  acknowledgeEvents(ids: readonly string[]): void;
  recover(): string;
  close(): void;
}

/** What a store of this process's memory takes from its surroundings. */
export interface MemoryStoreOptions {
  /** Shares one store among all who ask for it by this name. */
  readonly name?: string | undefined;
  /** The clock, epoch milliseconds. @defaultValue `Date.now` */
  readonly now?: (() => number) | undefined;
  /** Age after which a lease ends however often it was extended. @defaultValue 24 hours */
  readonly maxLeaseAgeMs?: number | undefined;
}

const STORES_KEY = Symbol.for("@outlay/budget.memory@1");

type StoresHolder = { [STORES_KEY]?: Map<string, MemoryStore> };

/**
 * Keeps the ledger in the memory of this thread: other processes, cluster workers and worker threads have their own.
 *
 * A store that was given a name is the same for everybody in the thread who asks by that name, also for another copy
 * of this package; the first one's options hold. Without a name it is nobody else's.
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { name } = options;
  if (name === undefined) return new MemoryLedger(options);
  const stores = ((globalThis as StoresHolder)[STORES_KEY] ??= new Map());
  const store = stores.get(name) ?? new MemoryLedger(options);
  stores.set(name, store);
  return store;
}
