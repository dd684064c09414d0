// SPDX-License-Identifier: Apache-2.0
import type { BudgetEvent } from "../../event.ts";
import { adjustedBy, grantedMore } from "../../grant-event.ts";
import type { GrantNote } from "../../grant-event.ts";
import type { BudgetPlan } from "../../plan.ts";
import type { Window } from "../../window.ts";
import { admits, checkReservation, NO_STATE, stateOf } from "../counter-state.ts";
import { EndedLeases } from "../ended-leases.ts";
import { assumedCharge } from "../lease.ts";
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
} from "../ledger-store.ts";
import { MAX_LEASE_AGE_MS } from "../lease.ts";
import { Database } from "./database.ts";
import { placeOf, SqliteCounters } from "./sqlite-counters.ts";
import type { CounterRow, Place } from "./sqlite-counters.ts";
import type { SqliteStoreOptions } from "./sqlite-options.ts";
import { SqliteOutbox } from "./sqlite-outbox.ts";
import { SqliteCalls } from "./sqlite-calls.ts";
import type { StoredHold } from "./sqlite-calls.ts";

const TIMEOUT_MS = 150;
const HOUR_MS = 3_600_000;
/** How often what must not be lost is tried while others keep the file. */
const MAX_TRIES = 4;

/**
 * Keeps the ledger in a file, by Node's own SQLite: one ledger for the processes of one host.
 *
 * Every step is a transaction of its own that is done when it returns, at some tens of microseconds and a write to the
 * file's log. What was answered survives the end of the process; a power cut can take the last steps with it.
 *
 * @throws {Error} If this Node has no `node:sqlite`, or the file cannot be opened.
 */
export function createSqliteStore(options: SqliteStoreOptions): LedgerStore {
  return new SqliteStore(options);
}

class SqliteStore implements LedgerStore {
  readonly reach = "host";
  readonly #database: Database;
  readonly #counters: SqliteCounters;
  readonly #calls: SqliteCalls;
  readonly #outbox: SqliteOutbox;
  readonly #ended = new EndedLeases();
  readonly #now: () => number;

  constructor(options: SqliteStoreOptions) {
    const { path, timeoutMs = TIMEOUT_MS, maxLeaseAgeMs = MAX_LEASE_AGE_MS, settledIdMs = 6 * HOUR_MS } = options;
    this.#now = options.now ?? Date.now;
    this.#database = new Database(path, timeoutMs);
    this.#counters = new SqliteCounters(this.#database, maxLeaseAgeMs);
    this.#calls = new SqliteCalls(this.#database, maxLeaseAgeMs, settledIdMs);
    this.#outbox = new SqliteOutbox(this.#database);
  }

  reserve(reservation: Reservation): ReserveOutcome {
    checkReservation(reservation);
    const { id, holds, leaseMs } = reservation;
    const outcome = this.#step((nowMs): ReserveOutcome => {
      this.#expire(nowMs);
      const known = this.#calls.find(id);
      if (known !== undefined) {
        const expiresAtMs = known.state === "running" ? known.expiresAtMs : nowMs;
        return { kind: "held", expiresAtMs, states: this.#statesOf(holds, nowMs) };
      }
      if (holds.some(({ counter: { window } }) => nowMs < window.startMs || nowMs >= window.endMs)) {
        return { kind: "outside_window", storeNowMs: nowMs };
      }
      const found = holds.map(({ counter }) => this.#counters.find(placeOf(counter), nowMs));
      const failing = holds.flatMap((hold, index) => (admits(found[index] ?? NO_STATE, hold) ? [] : [index]));
      if (failing.length > 0) return { kind: "denied", failing, states: found.map(stateOf) };
      const stored = holds.map(({ counter, amount, expiryAmount }, index): StoredHold => {
        const row = this.#counters.open(placeOf(counter), nowMs, found[index]);
        this.#counters.hold(row.id, amount);
        return {
          counterId: row.id,
          amount,
          expiryAmount,
          asked: counter.key,
          place: this.#counters.store({ ...counter, key: row.key }),
        };
      });
      return {
        kind: "held",
        expiresAtMs: this.#calls.start(id, stored, leaseMs, nowMs),
        states: this.#statesOf(holds, nowMs),
      };
    });
    return this.#ended.tellWith(outcome);
  }

  settle({ id, charges, traceId, model }: Settlement): SettleOutcome {
    const outcome = this.#insist((nowMs): SettleOutcome => {
      const known = this.#calls.find(id);
      const late: number[] = [];
      const events: BudgetEvent[] = [];
      if (known?.state !== "settled") {
        this.#giveBack(known?.state, known?.holds ?? [], nowMs);
        this.#calls.end(id, "settled", nowMs);
        for (const [index, { counter, charge }] of charges.entries()) {
          const place = placeOf(counter);
          if (!this.#counters.isKept(place, nowMs)) {
            late.push(index);
            continue;
          }
          const row = this.#counters.open(place, nowMs, this.#heldIn(known?.holds ?? [], place, nowMs));
          this.#counters.charge(row.id, place, charge);
          events.push(...this.#tell(place, row, { charge, model, traceId }, nowMs));
        }
        this.#outbox.add(events);
        this.#counters.forget(nowMs);
      }
      this.#expire(nowMs);
      const kind = known?.state === "settled" ? "repeated" : "settled";
      return { kind, states: this.#statesOf(charges, nowMs), late, events };
    });
    return this.#ended.tellWith(outcome);
  }

  release(id: string): void {
    this.#insist((nowMs) => {
      const known = this.#calls.find(id);
      if (known?.state === "running" && known.expiresAtMs > nowMs) {
        this.#giveBack("running", known.holds, nowMs);
        this.#calls.end(id, "released", nowMs);
      }
      this.#expire(nowMs);
    });
  }

  extend(ids: readonly string[], leaseMs: number): void {
    this.#step((nowMs) => {
      this.#expire(nowMs);
      for (const id of ids) this.#calls.extend(id, nowMs + leaseMs);
    });
  }

  adjust(id: string, counter: CounterRef, amount: number, note?: GrantNote): GrantOutcome {
    return this.#correct(`adjust ${id}`, counter, (row, place, nowMs) => {
      this.#counters.adjust(row.id, place, amount);
      const adjusted = adjustedBy(this.#counters.sceneOf(place, row, nowMs), { id, amount, note });
      return [...this.#counters.cross(place, row, nowMs, undefined), ...(adjusted ? [adjusted] : [])];
    });
  }

  grant(id: string, counter: CounterRef, amount: number, note?: GrantNote): GrantOutcome {
    return this.#correct(`grant ${id}`, counter, (row, place, nowMs) => {
      this.#counters.grant(row.id, place, amount);
      const granted = row.granted + amount;
      return [grantedMore(this.#counters.sceneOf(place, row, nowMs), { id, amount, granted, note })];
    });
  }

  read(counters: readonly CounterRef[]): readonly CounterState[] {
    return this.#step((nowMs) => {
      this.#expire(nowMs);
      const places = counters.map((counter) => ({ counter }));
      return this.#statesOf(places, nowMs);
    });
  }

  groups(plan: BudgetPlan, window: Window): readonly string[] {
    return this.#step((nowMs) => {
      this.#expire(nowMs);
      return this.#counters.groups(placeOf({ plan, window, key: "" }), nowMs);
    });
  }

  claimEvents(max: number, leaseMs: number): readonly ClaimedEvent[] {
    return this.#step((nowMs) => {
      this.#expire(nowMs);
      return this.#outbox.claim(max, leaseMs, nowMs);
    });
  }

  extendEvents(ids: readonly string[], leaseMs: number): void {
    this.#step((nowMs) => this.#outbox.extend(ids, nowMs + leaseMs));
  }

  acknowledgeEvents(ids: readonly string[]): void {
    this.#insist(() => this.#outbox.acknowledge(ids));
  }

  recover(): string {
    return this.#step(() => this.#calls.epoch());
  }

  close(): void {
    this.#database.close();
  }

  #step<Result>(work: (nowMs: number) => Result): Result {
    const ended = this.#ended.count;
    try {
      return this.#database.whole(() => work(this.#now()));
    } catch (error) {
      this.#counters.forgetPlans();
      this.#ended.count = ended;
      throw error;
    }
  }

  #insist<Result>(work: (nowMs: number) => Result): Result {
    for (let tries = 1; ; tries += 1) {
      try {
        return this.#step(work);
      } catch (error) {
        if (tries >= MAX_TRIES || !this.#database.isBusy(error)) throw error;
      }
    }
  }

  #tell(place: Place, row: CounterRow, told: Told, nowMs: number): BudgetEvent[] {
    const { charge, model, traceId } = told;
    const warnings: (BudgetEvent | undefined)[] = [];
    if (charge.amount === undefined) {
      warnings.push(this.#counters.warn(place, row, { what: "unknown", model }, nowMs, traceId));
    }
    if (row.key === "" && place.key !== "") {
      warnings.push(this.#counters.warn(place, row, { what: "overflow" }, nowMs, traceId));
    }
    const crossed = this.#counters.cross(place, row, nowMs, traceId, charge.amount ?? 0);
    return [...crossed, ...warnings].filter((event) => event !== undefined);
  }

  #heldIn(holds: readonly StoredHold[], place: Place, nowMs: number): CounterRow | undefined {
    const hold = holds.find(({ asked, place: held }) => {
      return asked === place.key && held.ledger === place.ledger && held.window[0] === place.window.key;
    });
    return this.#counters.find(hold === undefined ? place : { ...place, key: hold.place.key }, nowMs);
  }

  /** Gives back what a call holds, or what was charged in its name when its lease had ended. */
  #giveBack(state: string | undefined, holds: readonly StoredHold[], nowMs: number): void {
    for (const { counterId, amount, expiryAmount, place: stored } of holds) {
      if (state === "running") this.#counters.hold(counterId, -amount);
      if (state !== "expired" || expiryAmount === 0) continue;
      const place = this.#counters.place(stored);
      if (place !== undefined && this.#counters.isKept(place, nowMs)) {
        this.#counters.takeBack(counterId, place, assumedCharge(expiryAmount), nowMs);
      }
    }
  }

  #expire(nowMs: number): void {
    for (const { id, holds } of this.#calls.takeEnded(nowMs)) {
      this.#ended.count += 1;
      this.#giveBack("running", holds, nowMs);
      const events: BudgetEvent[] = [];
      for (const { expiryAmount, place: stored } of holds) {
        const place = this.#counters.place(stored);
        if (expiryAmount === 0 || place === undefined || !this.#counters.isKept(place, nowMs)) continue;
        const row = this.#counters.find(place, nowMs);
        if (row === undefined || row.id === 0) continue;
        this.#counters.charge(row.id, place, assumedCharge(expiryAmount));
        events.push(...this.#counters.cross(place, row, nowMs, undefined, expiryAmount));
      }
      this.#outbox.add(events);
      this.#calls.expire(id, nowMs);
    }
  }

  #statesOf(places: readonly { readonly counter: CounterRef }[], nowMs: number): CounterState[] {
    return places.map(({ counter }) => {
      const place = placeOf(counter);
      return this.#counters.isKept(place, nowMs) ? stateOf(this.#counters.find(place, nowMs)) : NO_STATE;
    });
  }

  #correct(
    id: string,
    counter: CounterRef,
    change: (row: CounterRow, place: Place, nowMs: number) => readonly BudgetEvent[],
  ): GrantOutcome {
    return this.#insist((nowMs) => {
      this.#expire(nowMs);
      const place = placeOf(counter);
      if (!this.#counters.isKept(place, nowMs)) return { ...NO_STATE, events: [] };
      const row = this.#counters.open(place, nowMs);
      const isFirst = this.#counters.isFirst({ ...place, key: row.key }, id, nowMs);
      const events = isFirst ? change(row, place, nowMs) : [];
      this.#outbox.add(events);
      return { ...stateOf(this.#counters.find(place, nowMs)), events };
    });
  }
}

interface Told extends Pick<Settlement, "model" | "traceId"> {
  readonly charge: Settlement["charges"][number]["charge"];
}
