// SPDX-License-Identifier: Apache-2.0
import { metrics } from "@opentelemetry/api";
import type { BudgetGuard, GuardVerdict } from "@outlay/budget";
import { METRICS, OUTLAY } from "@outlay/semconv";

const NAME = "@outlay/guard";
const COUNTED = { refused: METRICS.BUDGET_DENIED, rerouted: METRICS.BUDGET_REROUTED } as const;

/**
 * Counts calls that were refused or sent elsewhere, by budget and not by group. Meters are looked up late, since the
 * program may bring its own; such calls are few.
 */
export function countDecision({ mode }: Pick<BudgetGuard, "mode">, { decision, budgets }: GuardVerdict): void {
  if (decision !== "refused" && decision !== "rerouted") return;
  const { name, unit, description } = COUNTED[decision];
  const counter = metrics.getMeter(NAME).createCounter(name, { unit, description });
  const shadow = mode === "shadow" ? { [OUTLAY.BUDGET_MODE]: mode } : {};
  for (const budget of budgets) counter.add(1, { [OUTLAY.BUDGET_NAME]: budget, ...shadow });
}
