// SPDX-License-Identifier: Apache-2.0
import type { Meter, ObservableGauge } from "@opentelemetry/api";
import type { BudgetCounter, BudgetOverview } from "@outlay/budget";
import { METRICS, OUTLAY } from "@outlay/semconv";

const USD_PER_NANO_USD = 1e-9;

/**
 * Reports where budgets stand, whenever metrics are collected: per budget and not per group, since groups are users
 * and sessions.
 */
export function observeBudgets(meter: Meter, budgets: BudgetCounter): void {
  const spent = gauge(meter, METRICS.BUDGET_SPENT);
  const held = gauge(meter, METRICS.BUDGET_HELD);
  const limit = gauge(meter, METRICS.BUDGET_LIMIT);
  const utilization = gauge(meter, METRICS.BUDGET_UTILIZATION);
  meter.addBatchObservableCallback(
    async (result) => {
      for (const budget of await budgets.summary()) {
        const name = { [OUTLAY.BUDGET_NAME]: budget.budget };
        const attributes = { ...name, [OUTLAY.BUDGET_UNIT]: budget.unit === "nanoUsd" ? "usd" : budget.unit };
        result.observe(spent, amount(budget, budget.spent), attributes);
        if (budget.held !== undefined) result.observe(held, amount(budget, budget.held), attributes);
        result.observe(limit, amount(budget, budget.limit), attributes);
        result.observe(utilization, budget.highestFraction, name);
      }
    },
    [spent, held, limit, utilization],
  );
}

function amount(budget: BudgetOverview, value: number): number {
  return budget.unit === "nanoUsd" ? value * USD_PER_NANO_USD : value;
}

function gauge(meter: Meter, metric: { name: string; unit: string; description: string }): ObservableGauge {
  return meter.createObservableGauge(metric.name, { unit: metric.unit, description: metric.description });
}
