// SPDX-License-Identifier: Apache-2.0
import type { Counter } from "../counter.ts";
import type { BudgetEvent, EventScene } from "../event.ts";
import { adjustedBy, grantedMore } from "../grant-event.ts";
import type { GrantNote } from "../grant-event.ts";
import type { BudgetPlan } from "../plan.ts";
import { NO_ORIGIN, TrackedBudget } from "../tracked-budget.ts";
import type { Window } from "../window.ts";
import { CallBook } from "./call-book.ts";
import { CorrectionIds, correctionIdUntilMs } from "./correction-ids.ts";
import { admits, checkReservation, NO_STATE, stateOf } from "./counter-state.ts";
import { assumedCharge, heldIn, MAX_LEASE_AGE_MS, returnHolds } from "./lease.ts";
import type { Lease } from "./lease.ts";
import { EndedLeases } from "./ended-leases.ts";
import type {
  ClaimedEvent,
  CounterRef,
  CounterState,
  GrantOutcome,
  Hold,
  Reservation,
  ReserveOutcome,
  Settlement,
  SettleOutcome,
} from "./ledger-store.ts";
import { MemoryOutbox } from "./memory-outbox.ts";
import type { MemoryStore, MemoryStoreOptions } from "./memory-store.ts";

/** Plans remembered by identity; more than any configuration has, fewer than many reloads make. */
const MAX_PLANS = 1_000;

/** The ledger in memory: the counters that a tracker has, and who holds what in them. */
export class MemoryLedger implements MemoryStore {
  readonly reach = "thread";
  readonly #now: () => number;
  readonly #maxLeaseAgeMs: number;
  readonly #budgets = new Map<string, TrackedBudget>();
  /** Of plans in use; a map that holds them, since a weak one takes three times as long. */
  readonly #budgetOfPlan = new Map<BudgetPlan, TrackedBudget>();
  readonly #calls = new CallBook();
  readonly #corrections = new CorrectionIds();
  readonly #outbox = new MemoryOutbox();
  readonly #ended = new EndedLeases();

  constructor({ now = Date.now, maxLeaseAgeMs = MAX_LEASE_AGE_MS }: MemoryStoreOptions = {}) {
    this.#now = now;
    this.#maxLeaseAgeMs = maxLeaseAgeMs;
  }

  reserve(reservation: Reservation): ReserveOutcome {
    checkReservation(reservation);
    return this.#ended.tellWith(this.#reserve(reservation));
  }

  settle(settlement: Settlement): SettleOutcome {
    return this.#ended.tellWith(this.#settle(settlement));
  }

  #reserve(reservation: Reservation): ReserveOutcome {
    const { id, holds, leaseMs } = reservation;
    const nowMs = this.#now();
    this.#expire(nowMs);
    const known = this.#firstOutcome(id, holds, nowMs);
    if (known !== undefined) return known;
    for (const { counter } of holds) {
      const { startMs, endMs } = counter.window;
      if (!(startMs <= nowMs && nowMs < endMs)) return { kind: "outside_window", storeNowMs: nowMs };
    }
    const found: (Counter | undefined)[] = [];
    let failing: number[] | undefined;
    for (const hold of holds) {
      const { plan, window, key } = hold.counter;
      const counter = this.#budgetOf(plan).table.find(window, key, nowMs);
      if (!admits(counter ?? NO_STATE, hold)) (failing ??= []).push(found.length);
      found.push(counter);
    }
    if (failing !== undefined) return { kind: "denied", failing, states: found.map(stateOf) };
    const lease = this.#hold(reservation, found, nowMs, nowMs + Math.min(leaseMs, this.#maxLeaseAgeMs));
    return { kind: "held", expiresAtMs: lease.expiresAtMs, states: lease.counters.map(stateOf) };
  }

  #settle(settlement: Settlement): SettleOutcome {
    const { id, charges } = settlement;
    const nowMs = this.#now();
    const standing = this.#calls.get(id);
    if (standing === "settled") return this.#repeated(charges, nowMs);
    const lease = typeof standing === "object" ? standing : undefined;
    if (lease?.isRunning === true) returnHolds(lease);
    else if (lease !== undefined) this.#takeBackExpiry(lease, nowMs);
    this.#calls.end(id, standing, "settled");
    const counters: (Counter | undefined)[] = [];
    const late: number[] = [];
    const events: BudgetEvent[] = [];
    for (const { counter: ref, charge } of charges) {
      const budget = this.#budgetOf(ref.plan);
      if (budget.table.keeps(ref.window, nowMs)) {
        const counter = openFor(budget, heldIn(lease, ref, counters.length), ref, nowMs);
        budget.charge(counter, ref, charge, settlement, nowMs, events);
        counters.push(counter);
      } else {
        late.push(counters.length);
        counters.push(undefined);
      }
    }
    if (events.length > 0) this.#outbox.add(events);
    this.#expire(nowMs);
    return { kind: "settled", states: counters.map(stateOf), late, events };
  }

  release(id: string): void {
    const nowMs = this.#now();
    const lease = this.#calls.get(id);
    if (typeof lease === "object" && lease.isRunning && lease.expiresAtMs > nowMs) {
      returnHolds(lease);
      this.#calls.end(id, lease, "released");
    }
    this.#expire(nowMs);
  }

  extend(ids: readonly string[], leaseMs: number): void {
    const nowMs = this.#now();
    this.#expire(nowMs);
    for (const id of ids) {
      const lease = this.#calls.get(id);
      if (typeof lease !== "object" || !lease.isRunning) continue;
      this.#calls.move(lease, Math.min(nowMs + leaseMs, lease.createdMs + this.#maxLeaseAgeMs));
    }
  }

  adjust(id: string, ref: CounterRef, amount: number, note?: GrantNote): GrantOutcome {
    return this.#apply(`adjust ${id}`, ref, (counter, scene, events) => {
      counter.adjust(ref.window, amount);
      this.#budgetOf(ref.plan).cross(counter, ref, NO_ORIGIN, scene.atMs, events);
      const adjusted = adjustedBy(scene, { id, amount, note });
      if (adjusted !== undefined) events.push(adjusted);
    });
  }

  grant(id: string, ref: CounterRef, amount: number, note?: GrantNote): GrantOutcome {
    return this.#apply(`grant ${id}`, ref, (counter, scene, events) => {
      counter.grant(ref.window, amount);
      events.push(grantedMore(scene, { id, amount, granted: counter.granted, note }));
    });
  }

  read(counters: readonly CounterRef[]): readonly CounterState[] {
    const nowMs = this.#now();
    this.#expire(nowMs);
    return counters.map((counter) => stateOf(this.#find(counter, nowMs)));
  }

  groups(plan: BudgetPlan, window: Window): readonly string[] {
    const nowMs = this.#now();
    this.#expire(nowMs);
    const counters = this.#budgetOf(plan).table.counters(window, nowMs);
    return Array.from(counters, ({ key }) => key);
  }

  claimEvents(max: number, leaseMs: number): readonly ClaimedEvent[] {
    const nowMs = this.#now();
    this.#expire(nowMs);
    return this.#outbox.claim(max, leaseMs, nowMs);
  }

  extendEvents(ids: readonly string[], leaseMs: number): void {
    this.#outbox.extend(ids, this.#now() + leaseMs);
  }

  acknowledgeEvents(ids: readonly string[]): void {
    this.#outbox.acknowledge(ids);
  }

  recover(): string {
    return "memory";
  }

  close(): void {
    // Nothing is open.
  }

  #budgetOf(plan: BudgetPlan): TrackedBudget {
    const known = this.#budgetOfPlan.get(plan);
    if (known !== undefined) return known;
    const budget = this.#budgets.get(plan.ledgerKey) ?? new TrackedBudget(plan);
    this.#budgets.set(plan.ledgerKey, budget);
    if (this.#budgetOfPlan.size >= MAX_PLANS) this.#budgetOfPlan.clear();
    this.#budgetOfPlan.set(plan, budget);
    return budget;
  }

  /** Of a call that was admitted before; when it has ended meanwhile, it holds nothing any more. */
  #firstOutcome(id: string, holds: readonly Hold[], nowMs: number): ReserveOutcome | undefined {
    const known = this.#calls.get(id);
    if (known === undefined) return undefined;
    const expiresAtMs = typeof known === "object" && known.isRunning ? known.expiresAtMs : nowMs;
    return { kind: "held", expiresAtMs, states: this.#statesOf(holds, nowMs) };
  }

  #find({ plan, window, key }: CounterRef, nowMs: number): Counter | undefined {
    const { table } = this.#budgetOf(plan);
    return table.keeps(window, nowMs) ? table.find(window, key, nowMs) : undefined;
  }

  #statesOf(places: readonly { readonly counter: CounterRef }[], nowMs: number): CounterState[] {
    return places.map(({ counter }) => stateOf(this.#find(counter, nowMs)));
  }

  #hold(
    { id, holds }: Reservation,
    found: readonly (Counter | undefined)[],
    nowMs: number,
    expiresAtMs: number,
  ): Lease {
    const counters: Counter[] = [];
    for (const { counter: ref, amount } of holds) {
      const counter = found[counters.length] ?? this.#budgetOf(ref.plan).table.open(ref.window, ref.key, nowMs);
      counter.held += amount;
      counters.push(counter);
    }
    const links = { isRunning: true, older: undefined, newer: undefined };
    const lease: Lease = { id, createdMs: nowMs, expiresAtMs, holds, counters, ...links };
    this.#calls.start(lease);
    return lease;
  }

  /** Late truth wins over an assumption. */
  #takeBackExpiry(lease: Lease, nowMs: number): void {
    for (const [index, { counter, expiryAmount }] of lease.holds.entries()) {
      const budget = this.#budgetOf(counter.plan);
      const held = lease.counters[index];
      if (expiryAmount === 0 || held === undefined || !budget.table.keeps(counter.window, nowMs)) continue;
      budget.takeBack(held, counter, assumedCharge(expiryAmount), nowMs);
    }
  }

  #expire(nowMs: number): void {
    for (const lease of this.#calls.takeEnded(nowMs)) {
      this.#ended.count += 1;
      returnHolds(lease);
      const events: BudgetEvent[] = [];
      for (const [index, { counter: ref, expiryAmount }] of lease.holds.entries()) {
        const key = lease.counters[index]?.key;
        const budget = this.#budgetOf(ref.plan);
        if (expiryAmount === 0 || key === undefined || !budget.table.keeps(ref.window, nowMs)) continue;
        const counter = budget.table.open(ref.window, key, nowMs);
        const entry = { plan: ref.plan, window: ref.window, key };
        budget.charge(counter, entry, assumedCharge(expiryAmount), NO_ORIGIN, nowMs, events);
      }
      this.#outbox.add(events);
    }
  }

  #repeated(charges: Settlement["charges"], nowMs: number): SettleOutcome {
    this.#expire(nowMs);
    return { kind: "repeated", states: this.#statesOf(charges, nowMs), late: [], events: [] };
  }

  #apply(
    id: string,
    ref: CounterRef,
    change: (counter: Counter, scene: EventScene, events: BudgetEvent[]) => void,
  ): GrantOutcome {
    const nowMs = this.#now();
    this.#expire(nowMs);
    const { table } = this.#budgetOf(ref.plan);
    if (!table.keeps(ref.window, nowMs)) return { ...NO_STATE, events: [] };
    const counter = table.open(ref.window, ref.key, nowMs);
    const { ledgerKey, lookbackMs } = ref.plan;
    const name = JSON.stringify([id, ledgerKey, lookbackMs > 0 ? "rolling" : ref.window.key, counter.key]);
    const untilMs = correctionIdUntilMs(lookbackMs, ref.window, nowMs);
    const events: BudgetEvent[] = [];
    if (this.#corrections.isFirst(name, untilMs, nowMs)) {
      change(counter, { plan: ref.plan, window: ref.window, counter, atMs: nowMs, traceId: undefined }, events);
      this.#outbox.add(events);
    }
    return { ...stateOf(counter), events };
  }
}

/** Opens the counter of a charge: the one in which something was held for it, wherever that was. */
function openFor(budget: TrackedBudget, held: Counter | undefined, ref: CounterRef, nowMs: number): Counter {
  // A rolling counter has to be looked for, or its table takes it for one that nobody uses any more.
  const isAtHand = held !== undefined && ref.plan.lookbackMs === 0;
  return isAtHand ? held : budget.table.open(ref.window, held?.key ?? ref.key, nowMs);
}
