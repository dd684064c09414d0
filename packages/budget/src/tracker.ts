// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall } from "./call.ts";
import type { BudgetDefinition } from "./definition.ts";
import type { BudgetEvent } from "./event.ts";
import { definitionsOrThrow } from "./parse.ts";
import { planBudget } from "./plan.ts";
import type { BudgetStatus, BudgetSummary } from "./status.ts";
import { touchedCounters } from "./touch.ts";
import { TrackedBudget } from "./tracked-budget.ts";

/** What a tracker takes from its surroundings. */
export interface BudgetTrackerOptions {
  /** The clock, epoch milliseconds. Decides which window is the current one. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/** Counts calls against budgets and tells what became true. Observes only: it has no say in whether a call is made. */
export interface BudgetTracker {
  /**
   * Counts one call in every budget it matches.
   *
   * Never throws for what a call contains: an amount that is not a whole number from 0 to 2^53 is counted as unknown
   * (fractions are rounded up), a start that is no time or in the future as now.
   *
   * @returns What became true by this call, each only once; almost always empty.
   */
  record(call: BudgetCall): readonly BudgetEvent[];
  /**
   * Tells where budgets stand in their current windows.
   *
   * @param name - Of one budget; all of them when left out.
   * @param group - Values by attribute name, of one group; a name left out is `(none)`. All groups when left out.
   */
  status(name?: string, group?: Readonly<Record<string, string>>): readonly BudgetStatus[];
  /** Tells where each budget stands over all its groups: what metrics need, at no object per group. */
  summary(): readonly BudgetSummary[];
}

const NO_EVENTS: readonly BudgetEvent[] = Object.freeze([]);

/**
 * Makes a tracker that keeps its counters in this process's memory.
 *
 * A tracker is an ordinary object and shares nothing: two trackers made of different definitions have nothing in
 * common to share, and who composes a program knows which calls belong together. Where several copies of a package
 * meet in one process, share the tracker.
 *
 * @throws {TypeError} If a definition is wrong, naming every key, value and what was expected: a wrong limit must not
 * run. Use `parseBudgets` first where the program should go on without the wrong ones.
 */
export function createBudgetTracker(
  definitions: readonly BudgetDefinition[],
  { now = Date.now }: BudgetTrackerOptions = {},
): BudgetTracker {
  const budgets = definitionsOrThrow(definitions).map((definition) => new TrackedBudget(planBudget(definition)));
  const plans = budgets.map(({ plan }) => plan);
  return {
    record(call) {
      const nowMs = now();
      // False for NaN too.
      const isCredible = call.atMs > 0 && call.atMs <= nowMs;
      const atMs = isCredible ? call.atMs : nowMs;
      const events: BudgetEvent[] = [];
      const source = { atMs, attributes: call.attributes, traceId: call.traceId, findings: call.findings };
      for (const touched of touchedCounters(plans, source)) {
        budgets[touched.index]?.record(touched, call, nowMs, events);
      }
      return events.length > 0 ? events : NO_EVENTS;
    },
    status(name, group) {
      const nowMs = now();
      return budgets
        .filter(({ plan }) => name === undefined || plan.name === name)
        .flatMap((budget) => budget.status(group, nowMs));
    },
    summary: () => budgets.map((budget) => budget.summary(now())),
  };
}
