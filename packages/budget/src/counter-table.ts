// SPDX-License-Identifier: Apache-2.0
import type { Counter } from "./counter.ts";
import type { BudgetPlan } from "./plan.ts";
import { RecentTable } from "./recent-table.ts";
import { RollingTable } from "./rolling-table.ts";
import { isRolling, isScope } from "./window.ts";
import type { Window } from "./window.ts";
import { WindowTable } from "./window-table.ts";

/**
 * Where one budget's counters are kept. No timers: what is past is dropped when something new comes, except what
 * running calls hold something in.
 */
export interface CounterTable {
  /** Tells whether calls of a window are still counted: false when it is long past. */
  keeps(window: Window, nowMs: number): boolean;
  /** Finds what the counter of a group is in a window that is kept, or the one it shares where there is no room. */
  find(window: Window, key: string, nowMs: number): Counter | undefined;
  /** Finds it, or makes it. */
  open(window: Window, key: string, nowMs: number): Counter;
  /** All counters of a window as they stand now. */
  counters(window: Window, nowMs: number): Iterable<Counter>;
}

/** Makes the table that fits how a budget's windows end: by the calendar, by sliding, or when nobody asks any more. */
export function createCounterTable(plan: BudgetPlan): CounterTable {
  if (isScope(plan.window)) return new RecentTable(plan.maxGroups);
  return isRolling(plan.window) ? new RollingTable(plan) : new WindowTable(plan);
}
