// SPDX-License-Identifier: Apache-2.0
import type { BudgetUnit } from "./amount.ts";
import type { Counter } from "./counter.ts";
import { groupFromKey } from "./group.ts";
import type { BudgetPlan } from "./plan.ts";
import type { Window } from "./window.ts";

/** Where one group of a budget stands. Amounts are whole numbers in `unit`. */
export interface BudgetStanding {
  readonly budget: string;
  readonly group: Readonly<Record<string, string>>;
  readonly unit: BudgetUnit;
  readonly limit: number;
  /** A lower bound when `unknownCalls` is not zero. */
  readonly spent: number;
  /** Share of the limit spent; 1 under a limit of zero. */
  readonly fraction: number;
  /** Epoch milliseconds; `-Infinity` when the window has no start. */
  readonly windowStartMs: number;
  /** Epoch milliseconds; `Infinity` when it has no end. */
  readonly windowEndMs: number;
  readonly calls: number;
  /** Calls whose amount is not known: unpriced under a USD limit, without usage under a token limit. */
  readonly unknownCalls: number;
}

/** A standing, with what a tracker knows besides. */
export interface BudgetStatus extends BudgetStanding {
  /** Tokens of the calls whose amount is not known, as far as reported. */
  readonly unknownTokens: number;
  /** Calls whose amount is an estimate. */
  readonly estimatedCalls: number;
}

/** Calls that matched a budget and are in none of its counters. */
export interface UncountedCalls {
  /** Calls outside any trace, session or run, under a budget that lasts as long as one. */
  readonly outsideCalls: number;
  /** Calls that were reported more than a day after their window had ended. */
  readonly lateCalls: number;
}

/** Where a budget stands over all its groups. */
export interface BudgetOverview {
  readonly budget: string;
  readonly unit: BudgetUnit;
  /** Of each group that has no other, in `unit`. */
  readonly limit: number;
  /** Counters in the current window. */
  readonly groups: number;
  /** Over all groups, in `unit`. */
  readonly spent: number;
  /** What running calls hold over all groups, in `unit`; absent where nothing is held beforehand. */
  readonly held?: number;
  /** Largest share of its limit that a group has spent. */
  readonly highestFraction: number;
  readonly calls: number;
  readonly unknownCalls: number;
}

/** An overview, with what a tracker knows besides. */
export interface BudgetSummary extends BudgetOverview, UncountedCalls {
  readonly unknownTokens: number;
  readonly estimatedCalls: number;
}

/** The sums that a standing shows. */
interface Sums {
  readonly spent: number;
  readonly calls: number;
  readonly unknownCalls: number;
}

const NOTHING = {
  spent: 0,
  calls: 0,
  unknownCalls: 0,
  unknownTokens: 0,
  estimatedCalls: 0,
};

/** Describes one group; all zeros when nothing was counted for it. */
export function statusOf(plan: BudgetPlan, window: Window, key: string, counter: Counter | undefined): BudgetStatus {
  const sums = counter ?? NOTHING;
  const { unknownTokens, estimatedCalls } = sums;
  return { ...standingOf(plan, window, key, sums), unknownTokens, estimatedCalls };
}

/** Describes one group by its sums. */
export function standingOf(budget: BudgetPlan, window: Window, key: string, sums: Sums): BudgetStanding {
  const plan = budget.planOf(key);
  return {
    budget: plan.name,
    group: groupFromKey(plan.dimensions, key),
    unit: plan.unit,
    limit: plan.limit,
    spent: sums.spent,
    fraction: fractionOf(plan, sums.spent),
    windowStartMs: window.startMs - plan.lookbackMs,
    windowEndMs: window.endMs,
    calls: sums.calls,
    unknownCalls: sums.unknownCalls,
  };
}

/** Adds up all groups, without making an object for each: there can be a hundred thousand. */
export function summaryOf(plan: BudgetPlan, counters: Iterable<Counter>, uncounted: UncountedCalls): BudgetSummary {
  const more = { unknownTokens: 0, estimatedCalls: 0 };
  const { outsideCalls, lateCalls } = uncounted;
  const overview = overviewOf(plan, counters, (counter) => {
    more.unknownTokens += counter.unknownTokens;
    more.estimatedCalls += counter.estimatedCalls;
  });
  return { ...overview, ...more, outsideCalls, lateCalls };
}

/** Adds up the sums of all groups. */
export function overviewOf<Each extends Sums & { readonly key: string }>(
  plan: BudgetPlan,
  groups: Iterable<Each>,
  visit: (group: Each) => void = () => undefined,
): BudgetOverview {
  const sum = { groups: 0, spent: 0, calls: 0, unknownCalls: 0 };
  // A group that spent less than this share of the smallest limit need not be asked for its own.
  const leastLimit = Math.min(plan.limit, ...plan.overrides.map(({ limit }) => limit));
  let highestFraction = 0;
  for (const group of groups) {
    sum.groups += 1;
    sum.spent += group.spent;
    sum.calls += group.calls;
    sum.unknownCalls += group.unknownCalls;
    if (group.spent >= highestFraction * leastLimit) {
      highestFraction = Math.max(highestFraction, fractionOf(plan.planOf(group.key), group.spent));
    }
    visit(group);
  }
  const { name, unit, limit } = plan;
  return { budget: name, unit, limit, ...sum, highestFraction };
}

function fractionOf(plan: BudgetPlan, spent: number): number {
  return plan.limit === 0 ? 1 : spent / plan.limit;
}
