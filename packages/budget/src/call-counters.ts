// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall } from "./call.ts";
import type { BudgetDefinition, ThresholdAction } from "./definition.ts";
import { groupFromKey } from "./group.ts";
import { admissionWith, planAdmission } from "./guard/admission-plan.ts";
import { definitionsOrThrow } from "./parse.ts";
import { touchedCounters } from "./touch.ts";

/** A budget that a call counts in, and in which group. */
export interface CallCounter {
  readonly budget: string;
  /** `undefined` for a call outside of the trace, session or run that the budget lasts for: it does not count. */
  readonly group: Readonly<Record<string, string>> | undefined;
  /** Sums, in the budget's unit, that a call may reach and not pass without something being done; lowest first. */
  readonly acting: readonly { readonly action: Exclude<ThresholdAction, "alert">; readonly amount: number }[];
}

/**
 * Says which counters calls add to, for whoever explains what budgets made of them. Pure: nothing is counted.
 *
 * @throws {TypeError} If a definition is wrong.
 */
export function callCounters(
  definitions: readonly BudgetDefinition[],
): (call: Pick<BudgetCall, "id" | "atMs" | "attributes" | "traceId" | "findings">) => readonly CallCounter[] {
  const admissions = definitionsOrThrow(definitions).map(planAdmission);
  const plans = admissions.map(({ plan }) => plan);
  return ({ id, ...call }) =>
    touchedCounters(plans, { ...call, callId: id }).map(({ index, plan, key }) => {
      const { acting = [] } = admissionWith(plan, admissions[index]) ?? {};
      return {
        budget: plan.name,
        group: key === undefined ? undefined : groupFromKey(plan.dimensions, key),
        acting: acting.map(({ action, amount }) => ({ action, amount })),
      };
    });
}
