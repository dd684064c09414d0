// SPDX-License-Identifier: Apache-2.0
import type { BudgetUnit } from "../amount.ts";
import type { BudgetCall } from "../call.ts";
import type { CounterRef, Hold } from "../ledger/ledger-store.ts";
import { touchedCounters } from "../touch.ts";
import { admissionWith } from "./admission-plan.ts";
import type { AdmissionPlan } from "./admission-plan.ts";
import type { CallBound, GuardedCall } from "./guarded-call.ts";

/** What is charged of a lease that nobody settled in time. */
export type ExpiryPolicy = "charge_estimate" | "charge_input" | "release";

/** What a call under a USD cap is worth when its model has no price. */
export type UnpricedPolicy = "block" | "count" | { readonly assumeUsdPerMillionTokens: number };

/** A counter that a call touches, with the budget it belongs to. */
export interface TouchedBudget {
  readonly admission: AdmissionPlan;
  readonly counter: CounterRef;
}

/** The counters of a call, each in the window that holds `atMs`. Budgets that last as long as something the call is outside of are left out. */
export function touchedBudgets(
  admissions: readonly AdmissionPlan[],
  call: Pick<GuardedCall, "attributes" | "traceId" | "id"> & Pick<BudgetCall, "findings">,
  atMs: number,
): readonly TouchedBudget[] {
  const plans = admissions.map(({ plan }) => plan);
  const { id: callId, attributes, traceId, findings } = call;
  const source = { atMs, attributes, traceId, callId, findings };
  return touchedCounters(plans, source).flatMap(({ index, plan, window, key }) => {
    const admission = admissionWith(plan, admissions[index]);
    return admission === undefined || key === undefined ? [] : [{ admission, counter: { plan, window, key } }];
  });
}

const NANO_USD_PER_USD = 1_000_000_000;
const TOKENS_PER_MILLION = 1_000_000;

/** The bound with an assumed price where there is none. */
export function assumePrice(bound: CallBound, unpriced: UnpricedPolicy): CallBound {
  if (bound.costNanoUsd !== undefined || typeof unpriced === "string") return bound;
  const perToken = (unpriced.assumeUsdPerMillionTokens * NANO_USD_PER_USD) / TOKENS_PER_MILLION;
  return {
    ...bound,
    costNanoUsd: Math.ceil(bound.tokens * perToken),
    inputCostNanoUsd: Math.ceil(bound.inputTokens * perToken),
  };
}

/** How much a call may add in a unit; `undefined` when that is not known. */
export function amountIn(unit: BudgetUnit, bound: CallBound): number | undefined {
  if (unit === "calls") return 1;
  return unit === "tokens" ? bound.tokens : bound.costNanoUsd;
}

/** The part of it that is gone even when nothing comes back. */
export function inputAmountIn(unit: BudgetUnit, bound: CallBound): number | undefined {
  if (unit === "calls") return 1;
  return unit === "tokens" ? bound.inputTokens : bound.inputCostNanoUsd;
}

/**
 * What a call holds: one entry for each budget that acts.
 *
 * @param capOf - What the call may reach in a budget.
 * @returns The budget that cannot say what the call costs instead, when a budget in USD meets a model without price.
 */
export function holdsOf(
  touched: readonly TouchedBudget[],
  bound: CallBound,
  expiry: ExpiryPolicy,
  unpriced: UnpricedPolicy,
  capOf: (touched: TouchedBudget) => number,
): { readonly holds: readonly Hold[]; readonly unpricedIn?: TouchedBudget } {
  const holds: Hold[] = [];
  for (const item of touched) {
    const { acting, plan } = item.admission;
    if (acting.length === 0) continue;
    const amount = amountIn(plan.unit, bound);
    if (amount === undefined && unpriced === "block") return { holds: [], unpricedIn: item };
    if (amount === undefined) continue;
    const input = inputAmountIn(plan.unit, bound) ?? amount;
    const expiryAmount = { charge_estimate: amount, charge_input: input, release: 0 }[expiry];
    holds.push({ counter: item.counter, amount, cap: capOf(item), expiryAmount });
  }
  return { holds };
}
