// SPDX-License-Identifier: Apache-2.0
import type { BudgetUnit } from "./amount.ts";
import type { BudgetCall } from "./call.ts";
import type { Charge } from "./tally.ts";

/** What a call adds to a budget of a unit. What is wrong is not known, and what is not known is never zero. */
export function chargeOfCall(unit: BudgetUnit, call: BudgetCall): Charge {
  const calls = wholeNumberFrom(call.calls) ?? 1;
  const tokens = wholeNumberFrom(call.tokens);
  const amount = unit === "nanoUsd" ? wholeNumberFrom(call.costNanoUsd) : tokens;
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
