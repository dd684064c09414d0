// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall } from "./call.ts";
import type { BudgetPlan } from "./plan.ts";
import type { Charge } from "./tally.ts";

/** What a call adds to a budget. What is wrong is not known, and what is not known is never zero. */
export function chargeOfCall({ unit, counts }: Pick<BudgetPlan, "unit" | "counts">, call: BudgetCall): Charge {
  const calls = wholeNumberFrom(call.calls) ?? 1;
  const counted = counts === undefined ? call : call.findings?.[counts];
  const tokens = wholeNumberFrom(counted?.tokens);
  const amount = unit === "nanoUsd" ? wholeNumberFrom(counted?.costNanoUsd) : tokens;
  return {
    amount: unit === "calls" ? calls : amount,
    tokens: tokens ?? 0,
    calls,
    estimated: call.estimated === true,
  };
}

/** A whole number to add, rounded up; `undefined` for anything that cannot be one. */
export function wholeNumberFrom(value: number | undefined): number | undefined {
  return value !== undefined && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? Math.ceil(value) : undefined;
}
