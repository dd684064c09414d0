// SPDX-License-Identifier: Apache-2.0
import { addedSeries, sourceOf } from "./ledger-rules.ts";
import type { PromBudget } from "./plan-budget.ts";
import { labelName } from "./prometheus-names.ts";
import { LOOKBACK, quoted } from "./rule.ts";
import type { RecordingRule } from "./rule.ts";
import { selectorOf } from "./selector.ts";
import { WINDOW_COUNTED, WINDOW_NUMBER, windowName } from "./window-rules.ts";

/** What is spent of a budget in its window, by its groups. */
export const BUDGET_SPENT = "outlay:budget:spent";
/** The limit of a budget, for each of its groups. */
export const BUDGET_LIMIT = "outlay:budget:limit";

/** Where a budget stands, as series of its own. */
export function standingRules(budget: PromBudget): RecordingRule[] {
  const labels = { budget: budget.name, unit: budget.unit };
  return [
    { record: BUDGET_SPENT, labels, expr: spentOf(budget) },
    { record: BUDGET_LIMIT, labels, expr: `vector(${budget.amount})` },
  ];
}

/** The series of a budget. */
export function spentSeries({ name }: PromBudget): string {
  return `${BUDGET_SPENT}{budget=${quoted(name)}}`;
}

/** What came to a budget within a range, by its groups. */
export function addedWithin(budget: PromBudget, range: string): string {
  return `${sumBy(budget)} (sum_over_time(${added(budget)}[${range}]))`;
}

function spentOf(budget: PromBudget): string {
  const { window } = budget;
  if (typeof window === "object" && "rolling" in window) return addedWithin(budget, window.rolling);
  const before = `last_over_time(${spentSeries(budget)}[${LOOKBACK}])`;
  const lines = [`${sumBy(budget)} (`, `  ${added(budget)}`, "    or", `  ${before}`];
  if (window !== "lifetime") {
    const name = `{window=${quoted(windowName(window))}}`;
    lines.push(`    unless on () (${WINDOW_NUMBER}${name} > last_over_time(${WINDOW_COUNTED}${name}[${LOOKBACK}]))`);
  }
  return [...lines, ")"].join("\n");
}

function added({ limit, match }: PromBudget): string {
  return `${addedSeries(sourceOf(limit))}${selectorOf(match)}`;
}

function sumBy({ groupBy }: PromBudget): string {
  return groupBy.length === 0 ? "sum" : `sum by (${groupBy.map(labelName).join(", ")})`;
}
