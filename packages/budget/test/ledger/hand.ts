// SPDX-License-Identifier: Apache-2.0
import type { BudgetDefinition } from "../../src/definition.ts";
import type { CounterRef, LedgerStore, ReserveOutcome, SettleOutcome } from "../../src/ledger/ledger-store.ts";
import { planBudget } from "../../src/plan.ts";
import type { BudgetPlan } from "../../src/plan.ts";
import type { StoreUnderTest } from "./under-test.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const MAX_LEASE_AGE_MS = 2 * HOUR_MS;
export const LEASE_MS = 10 * MINUTE_MS;
/** In nano-USD, so that the numbers below stay small. */
export const LIMIT = 1_000;

export function planOf(change: Partial<BudgetDefinition> = {}): BudgetPlan {
  return planBudget({ name: "b", groupBy: ["user.id"], limit: { tokens: LIMIT }, window: { every: "day" }, ...change });
}

/** What is done in the tests, in few words. */
export class Hand {
  readonly store: LedgerStore;
  readonly clock: { nowMs: number };

  constructor({ store, clock }: StoreUnderTest) {
    this.store = store;
    this.clock = clock;
  }

  at(plan: BudgetPlan, key = "u"): CounterRef {
    return { plan, window: plan.windowAt(this.clock.nowMs), key };
  }

  async reserve(
    id: string,
    amount: number,
    counters: readonly CounterRef[],
    expiryAmount = amount,
  ): Promise<ReserveOutcome> {
    const holds = counters.map((counter) => ({ counter, amount, cap: counter.plan.limit, expiryAmount }));
    return this.store.reserve({ id, holds, leaseMs: LEASE_MS });
  }

  async settle(id: string, amount: number | undefined, counters: readonly CounterRef[]): Promise<SettleOutcome> {
    const charges = counters.map((counter) => ({ counter, charge: { amount, tokens: 3, calls: 1, estimated: false } }));
    return this.store.settle({ id, charges, model: "m", traceId: "t" });
  }

  async figures(counter: CounterRef): Promise<readonly number[]> {
    const [state] = await this.store.read([counter]);
    return state === undefined ? [] : [state.spent, state.held, state.granted, state.calls, state.unknownCalls];
  }

  async fired(): Promise<readonly unknown[]> {
    const claimed = await this.store.claimEvents(100, MINUTE_MS);
    await this.store.acknowledgeEvents(claimed.map(({ id }) => id));
    return claimed.map(({ event }) => ("thresholdsCrossed" in event ? event.thresholdsCrossed : event.kind));
  }
}
