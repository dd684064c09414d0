// SPDX-License-Identifier: Apache-2.0
import { groupKeyFromGroup } from "../group.ts";
import type { CounterRef, CounterState, Eventually, LedgerStore } from "../ledger/ledger-store.ts";
import type { BudgetPlan } from "../plan.ts";
import { overviewOf, standingOf } from "../status.ts";
import type { BudgetOverview, BudgetStanding } from "../status.ts";
import { run, wait } from "./eventually.ts";
import type { Steps } from "./eventually.ts";

/** Where one group of a budget stands, with what running calls hold. */
export interface HeldBudgetStanding extends BudgetStanding {
  readonly held: number;
  readonly granted: number;
}

/** Reads where budgets stand now, from whatever store: all groups of a budget, or one. */
export function readStatus(
  store: LedgerStore,
  plans: readonly BudgetPlan[],
  nowMs: number,
  group?: Readonly<Record<string, string>>,
): Eventually<readonly HeldBudgetStanding[]> {
  return run(statuses(store, plans, nowMs, group));
}

/** Reads where each budget stands over all its groups. */
export function readSummary(
  store: LedgerStore,
  plans: readonly BudgetPlan[],
  nowMs: number,
): Eventually<readonly BudgetOverview[]> {
  return run(summaries(store, plans, nowMs));
}

function* statuses(
  store: LedgerStore,
  plans: readonly BudgetPlan[],
  nowMs: number,
  group: Readonly<Record<string, string>> | undefined,
): Steps<readonly HeldBudgetStanding[]> {
  const found: HeldBudgetStanding[] = [];
  for (const plan of plans) {
    const key = group === undefined ? undefined : groupKeyFromGroup(plan.dimensions, group);
    const counters = yield* countersOf(store, plan, nowMs, key === undefined ? undefined : [key]);
    for (const [{ window, key: groupKey }, state] of counters) {
      const { held, granted } = state;
      found.push({ ...standingOf(plan, window, groupKey, state), held, granted });
    }
  }
  return found;
}

function* summaries(store: LedgerStore, plans: readonly BudgetPlan[], nowMs: number): Steps<readonly BudgetOverview[]> {
  const found: BudgetOverview[] = [];
  for (const plan of plans) {
    const counters = yield* countersOf(store, plan, nowMs, undefined);
    const states = counters.map(([{ key }, state]) => ({ ...state, key }));
    let held = 0;
    found.push({ ...overviewOf(plan, states, (state) => void (held += state.held)), held });
  }
  return found;
}

function* countersOf(
  store: LedgerStore,
  plan: BudgetPlan,
  nowMs: number,
  keys: readonly string[] | undefined,
): Steps<readonly (readonly [CounterRef, CounterState])[]> {
  const window = plan.windowAt(nowMs);
  const known = keys ?? (yield* wait(store.groups(plan, window)));
  const counters = known.map((key) => ({ plan, window, key }));
  const states = yield* wait(store.read(counters));
  return counters.flatMap((counter, index) => {
    const state = states[index];
    return state === undefined ? [] : [[counter, state] as const];
  });
}
