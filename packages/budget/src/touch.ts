// SPDX-License-Identifier: Apache-2.0
import { groupKeyOf } from "./group.ts";
import type { GroupSource } from "./group.ts";
import type { BudgetPlan } from "./plan.ts";
import type { Window } from "./window.ts";

/** One counter that a call touches. */
export interface TouchedCounter {
  /** Place of the budget in the list of plans. */
  readonly index: number;
  /** The budget, with the limit of the call's group. */
  readonly plan: BudgetPlan;
  readonly window: Window;
  /** `undefined` when the call is in no trace, session or run for a budget that lasts as long as one. */
  readonly key: string | undefined;
}

/**
 * Resolves which counters a call touches: the budgets that match it, each in the window it starts in and the group it
 * belongs to. Those that count findings it touches once something was found.
 *
 * Pure. It is the one place that decides this, for counting a call afterwards and for admitting it beforehand alike:
 * a call must be held and settled on the same counters.
 */
export function touchedCounters(
  plans: readonly BudgetPlan[],
  source: GroupSource & { readonly atMs: number },
): readonly TouchedCounter[] {
  const touched: TouchedCounter[] = [];
  for (const [index, plan] of plans.entries()) {
    if (plan.counts !== undefined && source.findings?.[plan.counts] === undefined) continue;
    if (!plan.matches(source.attributes)) continue;
    const key = groupKeyOf(plan.dimensions, source);
    const limited = key === undefined ? plan : plan.planOf(key);
    touched.push({ index, plan: limited, window: plan.windowAt(source.atMs), key });
  }
  return touched;
}
