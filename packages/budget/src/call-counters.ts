// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall } from "./call.ts";
import type { BudgetDefinition } from "./definition.ts";
import { groupFromKey } from "./group.ts";
import { definitionsOrThrow } from "./parse.ts";
import { planBudget } from "./plan.ts";
import { touchedCounters } from "./touch.ts";

/** A budget that a call counts in, and in which group. */
export interface CallCounter {
  readonly budget: string;
  /** `undefined` for a call outside of the trace, session or run that the budget lasts for: it does not count. */
  readonly group: Readonly<Record<string, string>> | undefined;
}

/**
 * Says which counters calls add to, for whoever explains what budgets made of them. Pure: nothing is counted.
 *
 * @throws {TypeError} If a definition is wrong.
 */
export function callCounters(
  definitions: readonly BudgetDefinition[],
): (call: Pick<BudgetCall, "id" | "atMs" | "attributes" | "traceId" | "findings">) => readonly CallCounter[] {
  const plans = definitionsOrThrow(definitions).map(planBudget);
  return ({ id, ...call }) =>
    touchedCounters(plans, { ...call, callId: id }).map(({ plan, key }) => ({
      budget: plan.name,
      group: key === undefined ? undefined : groupFromKey(plan.dimensions, key),
    }));
}
