// SPDX-License-Identifier: Apache-2.0
import type { Counter } from "./counter.ts";
import type { BudgetPlan } from "./plan.ts";
import { RecentTable } from "./recent-table.ts";
import { RollingTable } from "./rolling-table.ts";
import type { Charge } from "./tally.ts";
import { isRolling, isScope } from "./window.ts";
import type { Window } from "./window.ts";
import { WindowTable } from "./window-table.ts";

/** Where one budget's counters are kept. No timers: what is past is dropped when something new comes. */
export interface CounterTable {
  /**
   * Adds a call to the counter of its group.
   *
   * @returns The counter, or `undefined` when the window is so long past that it is no longer kept.
   */
  charge(window: Window, key: string, charge: Charge, nowMs: number): Counter | undefined;
  /** Finds the counter of a group as it stands now. */
  find(key: string, nowMs: number): Counter | undefined;
  /** All counters as they stand now. */
  current(nowMs: number): Iterable<Counter>;
}

/** Makes the table that fits how a budget's windows end: by the calendar, by sliding, or when nobody asks any more. */
export function createCounterTable(plan: BudgetPlan): CounterTable {
  if (isScope(plan.window)) return new RecentTable(plan.maxGroups);
  return isRolling(plan.window) ? new RollingTable(plan) : new WindowTable(plan);
}
