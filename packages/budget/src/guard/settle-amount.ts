// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall } from "../call.ts";
import { chargeOfCall } from "../charge-of-call.ts";
import type { BudgetPlan } from "../plan.ts";
import type { Charge } from "../tally.ts";
import type { SettledEstimate } from "./guard-options.ts";
import type { CallBound } from "./guarded-call.ts";
import { amountIn, inputAmountIn } from "./holds.ts";

/** Compares what was held for a call with what it cost, where both are known and it cost anything. */
export function settledEstimate(
  { costNanoUsd: actualNanoUsd, model, estimated, ending }: BudgetCall,
  bound: CallBound | undefined,
): SettledEstimate | undefined {
  const estimateNanoUsd = bound?.costNanoUsd;
  if (estimateNanoUsd === undefined || estimateNanoUsd === 0 || actualNanoUsd === undefined) return undefined;
  // A guess beside a guess says nothing.
  return estimated === true || ending !== undefined ? undefined : { estimateNanoUsd, actualNanoUsd, model };
}

/**
 * What a call that was admitted adds to a counter.
 *
 * What the provider reported is taken as it is. What it did not report is never less than the input was worth: a call
 * that broke off has been read, and a stream that was left has been written. An answer without any usage is charged
 * with all that was held for it. Without a price there is nothing to charge, whatever was held: it counts as unknown.
 *
 * @param bound - What was held for the call; absent for one that no budget held anything for.
 */
export function settledCharge(
  plan: Pick<BudgetPlan, "unit" | "counts">,
  call: BudgetCall,
  bound: CallBound | undefined,
): Charge {
  const charge = chargeOfCall(plan, call);
  const { unit, counts } = plan;
  if (unit === "calls" || counts !== undefined) return charge;
  if (call.ending === "refused") return { ...charge, amount: charge.amount ?? 0 };
  const estimated = charge.estimated || call.ending === "failed";
  if (bound === undefined || (charge.amount !== undefined && !estimated)) return { ...charge, estimated };
  const least = estimated ? inputAmountIn(unit, bound) : amountIn(unit, bound);
  if (least === undefined) return { ...charge, estimated };
  return { ...charge, amount: Math.max(charge.amount ?? 0, least), estimated: true };
}
