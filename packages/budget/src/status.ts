// SPDX-License-Identifier: Apache-2.0
import type { BudgetUnit } from "./amount.ts";
import type { Counter } from "./counter.ts";
import { groupFromKey } from "./group.ts";
import type { BudgetPlan } from "./plan.ts";
import type { Window } from "./window.ts";

/** Where one group of a budget stands. Amounts are whole numbers in `unit`. */
export interface BudgetStatus {
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
  /** Epoch milliseconds; `Infinity` when the window has no end. */
  readonly windowEndMs: number;
  readonly calls: number;
  /** Calls whose amount is not known: unpriced under a USD limit, without usage under a token limit. */
  readonly unknownCalls: number;
  /** Tokens of these calls, as far as reported. */
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
export interface BudgetSummary extends UncountedCalls {
  readonly budget: string;
  readonly unit: BudgetUnit;
  /** Of each group, in `unit`. */
  readonly limit: number;
  /** Counters in the current window. */
  readonly groups: number;
  /** Over all groups, in `unit`. */
  readonly spent: number;
  /** Share of the limit spent by the group that spent most. */
  readonly highestFraction: number;
  readonly calls: number;
  readonly unknownCalls: number;
  readonly unknownTokens: number;
  readonly estimatedCalls: number;
}

const NOTHING: Omit<Counter, "key" | "latched" | "latch"> = {
  spent: 0,
  calls: 0,
  unknownCalls: 0,
  unknownTokens: 0,
  estimatedCalls: 0,
};

/** Describes one group; all zeros when nothing was counted for it. */
export function statusOf(plan: BudgetPlan, window: Window, key: string, counter: Counter | undefined): BudgetStatus {
  const { spent, calls, unknownCalls, unknownTokens, estimatedCalls } = counter ?? NOTHING;
  return {
    budget: plan.name,
    group: groupFromKey(plan.dimensions, key),
    unit: plan.unit,
    limit: plan.limit,
    spent,
    fraction: fractionOf(plan, spent),
    windowStartMs: window.startMs - plan.lookbackMs,
    windowEndMs: window.endMs,
    calls,
    unknownCalls,
    unknownTokens,
    estimatedCalls,
  };
}

/** Adds up all groups, without making an object for each: there can be a hundred thousand. */
export function summaryOf(plan: BudgetPlan, counters: Iterable<Counter>, uncounted: UncountedCalls): BudgetSummary {
  const sum = { groups: 0, ...NOTHING };
  let most = 0;
  for (const counter of counters) {
    sum.groups += 1;
    sum.spent += counter.spent;
    sum.calls += counter.calls;
    sum.unknownCalls += counter.unknownCalls;
    sum.unknownTokens += counter.unknownTokens;
    sum.estimatedCalls += counter.estimatedCalls;
    most = Math.max(most, counter.spent);
  }
  const { name, unit, limit } = plan;
  const { outsideCalls, lateCalls } = uncounted;
  return { budget: name, unit, limit, ...sum, highestFraction: fractionOf(plan, most), outsideCalls, lateCalls };
}

function fractionOf(plan: BudgetPlan, spent: number): number {
  return plan.limit === 0 ? 1 : spent / plan.limit;
}
