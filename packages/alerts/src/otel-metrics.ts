// SPDX-License-Identifier: Apache-2.0
import type { BudgetSummary } from "@outlay/budget";
import { METRICS, OUTLAY } from "@outlay/semconv";

import { DELIVERED } from "./channel.ts";
import type { AlertChannel } from "./channel.ts";
import { ALERT_ATTRIBUTES } from "./names.ts";

/** An observable gauge, as far as it is used. */
export interface GaugeLike {
  addCallback(
    callback: (result: { observe(value: number, attributes?: Record<string, string | number>): void }) => void,
  ): void;
}

/** The part of an OpenTelemetry meter that is used; `Meter` of `@opentelemetry/api` is one. */
export interface MeterLike {
  createCounter(
    name: string,
    options: { unit: string; description: string },
  ): { add(value: number, attributes?: Record<string, string | number>): void };
  createObservableGauge(name: string, options: { unit: string; description: string }): GaugeLike;
}

/** The gauges of a budget, and what each shows of it. Amounts of USD budgets are shown in dollars. */
const GAUGES = [
  { metric: METRICS.BUDGET_SPENT, valueOf: (summary: BudgetSummary) => amountOf(summary, summary.spent) },
  { metric: METRICS.BUDGET_LIMIT, valueOf: (summary: BudgetSummary) => amountOf(summary, summary.limit) },
  {
    metric: {
      name: "outlay.budget.utilization",
      unit: "1",
      description: "Share of the limit spent, by the group that spent most.",
    },
    valueOf: ({ highestFraction }: BudgetSummary) => highestFraction,
  },
] as const;

/**
 * Counts thresholds crossed, by budget and threshold. Groups are left out: a metric for each user would cost more than
 * the users do.
 */
export function createOtelMetricChannel(meter: MeterLike): AlertChannel {
  const { name, unit, description } = METRICS.BUDGET_THRESHOLD_CROSSED;
  const counter = meter.createCounter(name, { unit, description });
  return {
    name: "otel-metric",
    isAlways: true,
    deliver({ data }) {
      for (const threshold of data.thresholds_crossed ?? []) {
        counter.add(1, { [OUTLAY.BUDGET_NAME]: data.budget, [OUTLAY.BUDGET_THRESHOLD]: threshold });
      }
      return DELIVERED;
    },
  };
}

/**
 * Shows where budgets stand, whenever metrics are collected: spent over all groups, the limit of each group, and the
 * share that the highest group has used.
 *
 * @param read - `() => tracker.summary()`.
 */
export function observeBudgets(meter: MeterLike, read: () => readonly BudgetSummary[]): void {
  for (const { metric, valueOf } of GAUGES) {
    const { name, unit, description } = metric;
    meter.createObservableGauge(name, { unit, description }).addCallback((result) => {
      for (const summary of read()) {
        const budgetUnit = summary.unit === "nanoUsd" ? "usd" : summary.unit;
        const attributes = { [OUTLAY.BUDGET_NAME]: summary.budget, [ALERT_ATTRIBUTES.UNIT]: budgetUnit };
        result.observe(valueOf(summary), attributes);
      }
    });
  }
}

function amountOf({ unit }: BudgetSummary, amount: number): number {
  return unit === "nanoUsd" ? amount / 1e9 : amount;
}
