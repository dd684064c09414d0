// SPDX-License-Identifier: Apache-2.0
import type { BudgetEvent } from "../event.ts";
import type { GrantNote } from "../grant-event.ts";
import type { BudgetPlan } from "../plan.ts";
import type { Charge } from "../tally.ts";
import type { Window } from "../window.ts";

/** One counter: a group of a budget in a window. */
export interface CounterRef {
  readonly plan: BudgetPlan;
  /** The window the call was admitted in; the tile, of a rolling one. */
  readonly window: Window;
  /** Group key as `groupKeyOf` makes it. */
  readonly key: string;
}

/** What one call keeps back in one counter while it runs; whole numbers in the budget's unit. */
export interface Hold {
  readonly counter: CounterRef;
  /** Upper bound of what the call can cost. */
  readonly amount: number;
  /**
   * Admitted when spent + held + amount is at most this plus what was granted; nothing is when that is 0. `Infinity`
   * where nothing is capped.
   */
  readonly cap: number;
  /** What is charged when the lease expires and nobody has settled: by the policy, the amount, a part of it, or 0. */
  readonly expiryAmount: number;
}

/** A call that asks to be admitted by all its budgets at once. */
export interface Reservation {
  /** Unique per call, chosen by the caller; the same id again returns the first outcome. */
  readonly id: string;
  readonly holds: readonly Hold[];
  /** Longest time without settlement or extension. */
  readonly leaseMs: number;
}

/** Where a counter stands; whole numbers in the budget's unit. */
export interface CounterState {
  /** Settled; can exceed the cap. A lower bound when `unknownCalls` is not zero. */
  readonly spent: number;
  /** Sum of the live holds. */
  readonly held: number;
  /** Added to the cap by grants, for this window. */
  readonly granted: number;
  readonly calls: number;
  /** Calls whose amount is not known; they are in `calls` and not in `spent`. */
  readonly unknownCalls: number;
}

/** Where a counter stands after a grant or an adjustment. */
export interface GrantOutcome extends CounterState {
  /** What became true by it, unless it was done before; also in the outbox. */
  readonly events: readonly BudgetEvent[];
}

/** What a store finds beside what it was asked for. */
export interface FoundLeases {
  /**
   * Leases, of whatever process, that were found ended without a word since a store last told of any; each is told of
   * once, unless that answer is lost. Absent where there are none.
   */
  readonly expired?: number;
}

/** What a store answers to a reservation. */
export type ReserveOutcome = FoundLeases & ReserveAnswer;

type ReserveAnswer =
  | { readonly kind: "held"; readonly expiresAtMs: number; readonly states: readonly CounterState[] }
  /** One state per hold, in their order; `failing` are the places of those that did not admit. Nothing is held. */
  | { readonly kind: "denied"; readonly failing: readonly number[]; readonly states: readonly CounterState[] }
  /** A counter's window is not the current one by the store's clock: ask again with windows of that time. */
  | { readonly kind: "outside_window"; readonly storeNowMs: number }
  /** The store has lost what it knew. */
  | { readonly kind: "data_lost" };

/** What a call really was, for all its counters at once. */
export interface Settlement {
  readonly id: string;
  readonly charges: readonly { readonly counter: CounterRef; readonly charge: Charge }[];
  readonly traceId?: string | undefined;
  readonly model?: string | undefined;
}

/**
 * What a store answers to a settlement: `settled` counted it now, `repeated` had counted it before, `data_lost` counted
 * it now and has noticed that what was counted earlier is gone, `deferred` keeps it until the store answers again.
 */
export interface SettleOutcome extends FoundLeases {
  readonly kind: "settled" | "repeated" | "data_lost" | "deferred";
  /** One per charge, in their order; none when deferred. */
  readonly states: readonly CounterState[];
  /** Places of the charges whose window ended so long ago that it is no longer kept: they are in no counter. */
  readonly late: readonly number[];
  /** What became true, each once over all processes; also in the outbox. */
  readonly events: readonly BudgetEvent[];
}

/** A value, or a promise of it where the store is elsewhere. */
export type Eventually<Value> = Value | Promise<Value>;

/**
 * Keeps what is spent and held.
 *
 * Every step is atomic over all the counters it names and idempotent by its id. Settlement is never refused, capped or
 * dropped: the money is spent. Expired leases are found by whoever comes next; no job has to run. A store never
 * decides what happens to a call.
 */
export interface LedgerStore {
  /** Who shares what is counted: one thread, the processes of one host, or all that reach a server. */
  readonly reach: "thread" | "host" | "network";
  reserve(reservation: Reservation): Eventually<ReserveOutcome>;
  /** Counts a call in the windows it was admitted in, also one that never reserved or whose lease has expired. */
  settle(settlement: Settlement): Eventually<SettleOutcome>;
  /** Gives back what a call holds, when it is certain that no provider was reached. */
  release(id: string): Eventually<void>;
  /** Moves the end of leases to `leaseMs` from now, up to the age that the store allows. */
  extend(ids: readonly string[], leaseMs: number): Eventually<void>;
  /** Corrects what is spent, by any whole number; once per id. It is told of where it has a note. */
  adjust(id: string, counter: CounterRef, amount: number, note?: GrantNote): Eventually<GrantOutcome>;
  /** Raises the cap for the counter's window, or lowers it again; once per id. Fires no threshold and re-arms none. */
  grant(id: string, counter: CounterRef, amount: number, note?: GrantNote): Eventually<GrantOutcome>;
  read(counters: readonly CounterRef[]): Eventually<readonly CounterState[]>;
  /** Group keys with something counted or held in a budget's window. */
  groups(plan: BudgetPlan, window: Window): Eventually<readonly string[]>;
  /** Takes events to deliver out of the outbox, for `leaseMs`: afterwards others may take them again. */
  claimEvents(max: number, leaseMs: number): Eventually<readonly ClaimedEvent[]>;
  /** Keeps claimed events for `leaseMs` from now: somebody is being told of them, and that takes its time. */
  extendEvents(ids: readonly string[], leaseMs: number): Eventually<void>;
  /** Crosses events off, when whoever is to be told was. */
  acknowledgeEvents(ids: readonly string[]): Eventually<void>;
  /**
   * Goes on with what the store knows now, after `data_lost`.
   *
   * @returns Names what is stored from now on, alike for all processes: made part of the ids of adjustments, it makes
   * them one correction however many processes bring it.
   */
  recover(): Eventually<string>;
  close(): Eventually<void>;
}

/** An event in the outbox. */
export interface ClaimedEvent {
  /** Of the place in the outbox; the event's own `key` names the occurrence. */
  readonly id: string;
  readonly event: BudgetEvent;
}
