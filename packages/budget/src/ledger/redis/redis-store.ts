// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";

import type { BudgetEvent } from "../../event.ts";
import type { GrantNote } from "../../grant-event.ts";
import type { BudgetPlan } from "../../plan.ts";
import type { Window } from "../../window.ts";
import { checkReservation } from "../counter-state.ts";
import { correctionIdUntilMs } from "../correction-ids.ts";
import { eventFromStored, eventPlanFrom, storedNote } from "../event-record.ts";
import type { StoredEvent } from "../event-record.ts";
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
import { readDenied, readEnded, readState, readStates } from "./redis-answers.ts";
import type { RedisClient } from "./redis-client.ts";
import { RedisLine } from "./redis-line.ts";
import type { RedisLineOptions } from "./redis-line.ts";
import { SCRIPTS } from "./scripts.ts";

/** Options of {@link createRedisStore}. */
export interface RedisStoreOptions extends RedisLineOptions {
  /** How long the id of a settled call is remembered, to tell a repetition: about 100 bytes each. @defaultValue 6 hours */
  readonly settledIdMs?: number | undefined;
}

type Settled = [
  kind: SettleOutcome["kind"],
  taken: string,
  late: string[],
  states: unknown,
  events: string[],
  ended: string,
];

const HOUR_MS = 3_600_000;

/**
 * Keeps the ledger in Redis (tested with 7.0) or Valkey: one ledger for all processes that reach it.
 *
 * Each step is one round trip and one script that the server runs as a whole, by its own clock. Steps are idempotent:
 * where an answer is lost, the same step is sent again. The client is yours; nothing of it is configured or relied on.
 *
 * @param client - Connected, of `ioredis`, `iovalkey`, `redis` or `@valkey/valkey-glide`.
 * @throws {TypeError} If it is none of them, or the prefix has no hash tag.
 */
export function createRedisStore(client: RedisClient, options: RedisStoreOptions = {}): LedgerStore {
  return new RedisStore(new RedisLine(client, options), options.settledIdMs ?? 6 * HOUR_MS);
}

class RedisStore implements LedgerStore {
  readonly reach = "network";
  readonly #line: RedisLine;
  readonly #settledIdMs: string;

  constructor(line: RedisLine, settledIdMs: number) {
    this.#line = line;
    this.#settledIdMs = String(settledIdMs);
  }

  async reserve(reservation: Reservation): Promise<ReserveOutcome> {
    checkReservation(reservation);
    const { id, holds, leaseMs } = reservation;
    const { names, maxLeaseAgeMs } = this.#line;
    const keys = holds.flatMap(({ counter }) => names.counter(counter));
    const values = holds.flatMap(({ counter, amount, cap, expiryAmount }) => {
      const numbers = [String(amount), Number.isFinite(cap) ? String(cap) : "", String(expiryAmount)];
      return [...names.place(counter), ...names.reach(counter), names.life(counter), ...numbers];
    });
    const answer = await this.#line.ask(plansOf(holds), (seen) => {
      const head = [names.id(id), String(leaseMs), String(maxLeaseAgeMs), ...seen];
      return { script: SCRIPTS.reserve, keys, values: [...head, ...values] };
    });
    const [kind, taken, what, states, ended] = answer as [ReserveOutcome["kind"], string, unknown, unknown, string?];
    if (kind === "data_lost") return { kind };
    this.#line.sawStep(taken);
    const found = readEnded(ended);
    if (kind === "denied") return { kind, ...readDenied(what, states), ...found };
    if (kind === "outside_window") return { kind, storeNowMs: Number(what), ...found };
    return { kind, expiresAtMs: Number(what), states: readStates(states), ...found };
  }

  async settle({ id, charges, traceId = "", model = "" }: Settlement): Promise<SettleOutcome> {
    const { names } = this.#line;
    const keys = charges.flatMap(({ counter }) => {
      return [...names.counter(counter), names.said(counter.plan, counter.window)];
    });
    const values = charges.flatMap(({ counter, charge }) => {
      const { amount, tokens, calls, estimated } = charge;
      const numbers = [String(amount ?? ""), String(tokens), String(calls), estimated ? "1" : "0"];
      const { firstThreshold } = names.plan(counter.plan);
      return [...names.place(counter), ...names.reach(counter), names.life(counter), firstThreshold, ...numbers];
    });
    const answer = await this.#line.insist(plansOf(charges), (seen) => {
      const head = [names.id(id), ...seen, this.#settledIdMs, traceId, model];
      return { script: SCRIPTS.settle, keys, values: [...head, ...values] };
    });
    const [kind, taken, late, states, events, ended] = answer as Settled;
    if (kind !== "data_lost") this.#line.sawStep(taken);
    const plans = new Map(plansOf(charges).map((plan) => [names.plan(plan).id, plan]));
    const told = { late: late.map(Number), events: toldEvents(events, plans) };
    return { kind, states: readStates(states), ...told, ...readEnded(ended) };
  }

  async release(id: string): Promise<void> {
    const { names } = this.#line;
    await this.#line.insist([], () => {
      return { script: SCRIPTS.release, keys: [], values: [names.id(id), this.#settledIdMs] };
    });
  }

  async extend(ids: readonly string[], leaseMs: number): Promise<void> {
    if (ids.length === 0) return;
    const values = [String(leaseMs), ...ids.map((id) => this.#line.names.id(id))];
    await this.#line.ask([], () => ({ script: SCRIPTS.extend, keys: [], values }));
  }

  adjust(id: string, counter: CounterRef, amount: number, note?: GrantNote): Promise<GrantOutcome> {
    return this.#correct("s", id, counter, amount, storedNote(note));
  }

  grant(id: string, counter: CounterRef, amount: number, note?: GrantNote): Promise<GrantOutcome> {
    return this.#correct("g", id, counter, amount, storedNote(note));
  }

  async read(counters: readonly CounterRef[]): Promise<readonly CounterState[]> {
    if (counters.length === 0) return [];
    const { names } = this.#line;
    const keys = counters.flatMap((counter) => names.counter(counter));
    const values = counters.flatMap((counter) => names.reach(counter).slice(1));
    const answer = await this.#line.ask([], () => ({ script: SCRIPTS.read, keys, values }));
    return readStates((answer as unknown[])[1]);
  }

  async groups(plan: BudgetPlan, window: Window): Promise<readonly string[]> {
    const { names } = this.#line;
    const { isRolling, slidingMs } = names.plan(plan);
    const sinceMs = isRolling ? plan.lookbackMs + window.endMs - window.startMs : slidingMs;
    const keys = [names.index(plan, window)];
    const answer = await this.#line.ask([], () => ({ script: SCRIPTS.groups, keys, values: [String(sinceMs)] }));
    return answer as string[];
  }

  async claimEvents(max: number, leaseMs: number): Promise<readonly ClaimedEvent[]> {
    const values = [String(max), String(leaseMs)];
    const answer = await this.#line.ask([], () => ({ script: SCRIPTS.claim, keys: [], values }));
    return (answer as [id: string, event: string, plan: string][]).flatMap(([id, stored, plan]) => {
      const event = eventFromStored(JSON.parse(stored) as StoredEvent, eventPlanFrom(plan));
      return event === undefined ? [] : [{ id, event }];
    });
  }

  async extendEvents(ids: readonly string[], leaseMs: number): Promise<void> {
    if (ids.length === 0) return;
    const values = [String(leaseMs), ...ids];
    await this.#line.ask([], () => ({ script: SCRIPTS.extendEvents, keys: [], values }));
  }

  async acknowledgeEvents(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#line.insist([], () => ({ script: SCRIPTS.acknowledge, keys: [], values: [...ids] }));
  }

  recover(): Promise<string> {
    return this.#line.recover(randomUUID());
  }

  close(): void {
    // The client is not ours.
  }

  async #correct(
    field: "s" | "g",
    id: string,
    counter: CounterRef,
    amount: number,
    note: string,
  ): Promise<GrantOutcome> {
    if (!Number.isSafeInteger(amount)) throw new RangeError(`Budget ${counter.plan.name}: corrected by ${amount}`);
    const { names } = this.#line;
    const { plan, window } = counter;
    const remembered = String(correctionIdUntilMs(plan.lookbackMs, window, 0));
    const place = [...names.place(counter), ...names.reach(counter), names.life(counter)];
    const answer = await this.#line.insist([plan], () => {
      const values = [field, names.id(id), String(amount), remembered, ...place, note];
      return { script: SCRIPTS.adjust, keys: [...names.counter(counter)], values };
    });
    const [, state, events = []] = answer as [string, unknown, string[]?];
    const plans = new Map([[names.plan(plan).id, plan]]);
    return { ...readState(state), events: toldEvents(events, plans) };
  }
}

function plansOf(places: readonly { readonly counter: CounterRef }[]): BudgetPlan[] {
  return places.map(({ counter }) => counter.plan);
}

function toldEvents(stored: readonly string[], plans: ReadonlyMap<string, BudgetPlan>): BudgetEvent[] {
  return stored.flatMap((text) => {
    const event = JSON.parse(text) as StoredEvent;
    const plan = plans.get(event[1]);
    return (plan && eventFromStored(event, plan)) ?? [];
  });
}
