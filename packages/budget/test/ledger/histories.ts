// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { expect } from "vitest";

import { stateOf } from "../../src/ledger/counter-state.ts";
import type { CounterRef, Hold, LedgerStore, Settlement } from "../../src/ledger/ledger-store.ts";
import { planBudget } from "../../src/plan.ts";
import type { BudgetPlan } from "../../src/plan.ts";
import { Oracle, saidBy } from "./oracle.ts";
import type { StoreUnderTest } from "./under-test.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MAX_LEASE_AGE_MS = 3 * HOUR_MS;

const THRESHOLDS = [{ at: 0.25 }, { at: 0.5 }, { at: 1 }];
const PLANS: readonly BudgetPlan[] = [
  planBudget({
    name: "day",
    groupBy: ["user.id"],
    limit: { usd: "0.000001" },
    window: { every: "day", timezone: "Europe/Berlin" },
    thresholds: THRESHOLDS,
    maxGroups: 2,
  }),
  planBudget({
    name: "rolling",
    groupBy: ["user.id"],
    limit: { tokens: 1_000 },
    window: { rolling: "24h" },
    thresholds: THRESHOLDS,
  }),
  planBudget({ name: "life", limit: { usd: "0.000003" }, window: "lifetime", thresholds: THRESHOLDS }),
  planBudget({ name: "session", limit: { calls: 700 }, window: { per: "session" }, thresholds: THRESHOLDS }),
];
/** The same budgets after their limits were changed. */
const RAISED: readonly BudgetPlan[] = PLANS.map((plan) => {
  const thresholds = plan.thresholds.map((one) => ({
    ...one,
    amount: one.amount * 2,
    label: `${one.fraction}:${plan.limit * 2}`,
  }));
  return { ...plan, limit: plan.limit * 2, thresholds };
});

/** A counter that a step is about: which budget, whose, and how long ago the call started. */
interface Place {
  readonly budget: number;
  readonly user: string;
}

type Step =
  | { readonly kind: "wait"; readonly ms: number }
  | {
      readonly kind: "reserve";
      readonly id: string;
      readonly places: readonly Place[];
      readonly amount: number;
      readonly share: number;
      readonly leaseMs: number;
    }
  | {
      readonly kind: "settle";
      readonly id: string;
      readonly places: readonly Place[];
      readonly amount: number | undefined;
      readonly ageMs: number;
      readonly model: string;
    }
  | { readonly kind: "release" | "extend"; readonly id: string; readonly leaseMs: number }
  | { readonly kind: "adjust" | "grant"; readonly id: string; readonly place: Place; readonly amount: number }
  | { readonly kind: "read"; readonly places: readonly Place[] }
  | { readonly kind: "raise" };

const id = fc.integer({ min: 0, max: 14 }).map((serial) => `call-${serial}`);
const place: fc.Arbitrary<Place> = fc.record({
  budget: fc.integer({ min: 0, max: 3 }),
  user: fc.constantFrom("a", "b", "c"),
});
const places = fc.uniqueArray(place, { minLength: 1, maxLength: 3, selector: ({ budget }) => budget });
const leaseMs = fc.constantFrom(MINUTE_MS, 10 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS);
const amount = fc.integer({ min: 0, max: 400 });
const maybeAmount = fc.option(amount, { nil: undefined, freq: 8 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      ms: fc.constantFrom(1, 30_000, 9 * MINUTE_MS, HOUR_MS, 7 * HOUR_MS),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("reserve" as const),
      id,
      places,
      amount,
      share: fc.constantFrom(0, 0.5, 1),
      leaseMs,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("settle" as const),
      id,
      places,
      amount: maybeAmount,
      ageMs: fc.constantFrom(0, 0, 5 * MINUTE_MS, 2 * HOUR_MS, 30 * HOUR_MS, 80 * HOUR_MS),
      model: fc.constantFrom("m1", "m2"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("release" as const, "extend" as const), id, leaseMs }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom("adjust" as const, "grant" as const),
      id,
      place,
      amount: fc.integer({ min: -300, max: 300 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("read" as const), places }) },
  { weight: 1, arbitrary: fc.constant({ kind: "raise" as const }) },
);

/** One history played on a store and on the oracle, step by step. */
class Play {
  readonly #store: LedgerStore;
  readonly #clock: { nowMs: number };
  readonly #oracle: Oracle;
  readonly #reserved = new Map<string, readonly Hold[]>();
  #plans = PLANS;

  constructor({ store, clock }: StoreUnderTest) {
    this.#store = store;
    this.#clock = clock;
    this.#oracle = new Oracle(clock.nowMs, MAX_LEASE_AGE_MS);
  }

  async take(one: Step): Promise<void> {
    switch (one.kind) {
      case "wait":
        this.#clock.nowMs += one.ms;
        this.#oracle.nowMs = this.#clock.nowMs;
        return;
      case "raise":
        this.#plans = this.#plans === PLANS ? RAISED : PLANS;
        return;
      case "reserve":
        return this.#reserve(one);
      case "settle":
        return this.#settle(one);
      case "release":
        await this.#store.release(one.id);
        return this.#oracle.release(one.id);
      case "extend":
        await this.#store.extend([one.id], one.leaseMs);
        return this.#oracle.extend(one.id, one.leaseMs);
      case "read": {
        const counters = one.places.map((where) => this.#counter(where, 0));
        return expect(await this.#store.read(counters)).toEqual(counters.map((counter) => this.#oracle.read(counter)));
      }
      default: {
        const counter = this.#counter(one.place, 0);
        const told = await this.#store[one.kind](one.id, counter, one.amount);
        return expect(stateOf(told)).toEqual(this.#oracle.adjust(one.kind, one.id, counter, one.amount));
      }
    }
  }

  async end(): Promise<void> {
    const counters = [0, 1, 2, 3].flatMap((budget) =>
      ["a", "b", "c"].map((user) => this.#counter({ budget, user }, 0)),
    );
    expect(await this.#store.read(counters)).toEqual(counters.map((counter) => this.#oracle.read(counter)));
    const claimed = await this.#store.claimEvents(10_000, MINUTE_MS);
    expect(claimed.map(({ event }) => this.#said(event))).toEqual(this.#oracle.said);
    await this.#store.acknowledgeEvents(claimed.map((event) => event.id));
    this.#clock.nowMs += HOUR_MS;
  }

  async #reserve({
    id: callId,
    places: where,
    amount: most,
    share,
    leaseMs: lease,
  }: Step & { kind: "reserve" }): Promise<void> {
    const holds = where.map((one): Hold => {
      const counter = this.#counter(one, 0);
      return { counter, amount: most, cap: counter.plan.limit, expiryAmount: Math.ceil(most * share) };
    });
    const { expired: _, ...told } = await this.#store.reserve({ id: callId, holds, leaseMs: lease });
    expect(told).toEqual(this.#oracle.reserve(callId, holds, lease));
    if (told.kind === "held" && !this.#reserved.has(callId)) this.#reserved.set(callId, holds);
  }

  async #settle(one: Step & { kind: "settle" }): Promise<void> {
    const held = this.#reserved.get(one.id)?.map(({ counter }) => counter);
    const counters = held ?? one.places.map((where) => this.#counter(where, one.ageMs));
    const charges: Settlement["charges"] = counters.map((counter) => {
      return { counter, charge: { amount: one.amount, tokens: 7, calls: 1, estimated: false } };
    });
    const told = await this.#store.settle({ id: one.id, charges, model: one.model });
    const { said, ...expected } = this.#oracle.settle(one.id, charges, one.model);
    const { events, expired: _, ...outcome } = told;
    expect(outcome).toEqual(expected);
    expect(events.map((event) => this.#said(event))).toEqual(said);
  }

  #said(event: Parameters<typeof saidBy>[0]): string {
    return saidBy(event, PLANS.find(({ name }) => name === event.budget)?.lookbackMs ?? 0);
  }

  #counter({ budget, user }: Place, ageMs: number): CounterRef {
    const plan = this.#plans[budget];
    if (plan === undefined) throw new Error(`No budget ${budget}`);
    return { plan, window: plan.windowAt(this.#clock.nowMs - ageMs), key: plan.dimensions.length === 0 ? "" : user };
  }
}

/**
 * Plays random histories on a store and on the oracle: every answer and every event must be the same.
 *
 * @returns Steps taken in all.
 */
export async function playHistories(
  create: (maxLeaseAgeMs: number) => Promise<StoreUnderTest>,
  runs: number,
): Promise<number> {
  let steps = 0;
  const history = fc.array(step, { minLength: 1, maxLength: 120, size: "max" });
  await fc.assert(
    fc.asyncProperty(history, async (all) => {
      const underTest = await create(MAX_LEASE_AGE_MS);
      try {
        const play = new Play(underTest);
        for (const one of all) {
          await play.take(one);
          steps += 1;
        }
        await play.end();
      } finally {
        await underTest.dispose();
      }
    }),
    { numRuns: runs },
  );
  return steps;
}
