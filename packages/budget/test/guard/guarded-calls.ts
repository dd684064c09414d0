// SPDX-License-Identifier: Apache-2.0
import { createBudgetGuard } from "../../src/index.ts";
import type {
  BudgetCall,
  BudgetDefinition,
  BudgetGuard,
  BudgetGuardOptions,
  CallBound,
  CallEdit,
  GuardVerdict,
  GuardedCall,
  HeldBudgetStanding,
} from "../../src/index.ts";

export const USD = 1_000_000_000;
export const NOON = Date.UTC(2026, 10, 26, 12);
export const DAY: BudgetDefinition = {
  name: "day",
  limit: { usd: 1 },
  window: { every: "day" },
  thresholds: [{ at: "100%", action: "block" }],
};

/** A call of so many USD, a tenth of which is input; each output token is worth a ten-thousandth. */
export function callOf(id: string, usd: number, more: Partial<GuardedCall> = {}): GuardedCall {
  return {
    id,
    atMs: NOON,
    attributes: {},
    model: "dear",
    edits: ["model", "maxOutputTokens"],
    bound: (edit) => boundOf(usd, edit),
    expectedNanoUsd: (model) => (model === "dear" ? usd : usd / 10) * USD,
    ...more,
  };
}

function boundOf(usd: number, edit: CallEdit = {}): CallBound {
  const share = edit.model === "cheap" ? 0.1 : 1;
  const output = edit.maxOutputTokens === undefined ? usd * 0.9 : edit.maxOutputTokens / 10_000;
  const costNanoUsd = Math.round((usd * 0.1 + output) * share * USD);
  const inputCostNanoUsd = Math.round(usd * 0.1 * share * USD);
  return { costNanoUsd, inputCostNanoUsd, tokens: 1_000, inputTokens: 100, isUpperBound: true };
}

/** A call that ended, at so many USD if that is known. */
export function ended(id: string, usd: number | undefined, more: Partial<BudgetCall> = {}): BudgetCall {
  return { id, atMs: NOON, attributes: {}, ...(usd !== undefined && { costNanoUsd: usd * USD }), tokens: 500, ...more };
}

/** A guard whose clock stands, over a store in memory unless there is another. */
export function guardOf(
  definitions: readonly BudgetDefinition[],
  options: BudgetGuardOptions = {},
): {
  readonly guard: BudgetGuard;
  readonly admit: (call: GuardedCall) => GuardVerdict | undefined;
  readonly standing: () => HeldBudgetStanding | undefined;
} {
  const guard = createBudgetGuard(definitions, {
    now: () => NOON,
    routes: { cheaper: { "de*": "cheap" } },
    ...options,
  });
  return {
    guard,
    admit: (call: GuardedCall) => guard.admit(call) as GuardVerdict | undefined,
    standing: () => (guard.status() as readonly HeldBudgetStanding[])[0],
  };
}

export const decisionOf = (verdict: GuardVerdict | undefined): string | undefined => verdict?.decision;
