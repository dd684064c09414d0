// SPDX-License-Identifier: Apache-2.0
import { addedSeries, sourceOf } from "./ledger-rules.ts";
import type { PromBudget } from "./plan-budget.ts";
import { labelName } from "./prometheus-names.ts";
import { LOOKBACK, quoted } from "./rule.ts";
import type { RecordingRule } from "./rule.ts";
import { selectorOf } from "./selector.ts";
import type { Match } from "./selector.ts";
import { WINDOW_COUNTED, WINDOW_NUMBER, windowName } from "./window-rules.ts";

/** What is spent of a budget in its window, by its groups. */
export const BUDGET_SPENT = "outlay:budget:spent";
/** Its share of the limit that the group has. */
export const BUDGET_UTILIZATION = "outlay:budget:utilization";

/** Where a budget stands, as series of its own. */
export function standingRules(budget: PromBudget): RecordingRule[] {
  const labels = { budget: budget.name, unit: budget.unit };
  // The first that has a group says its share.
  const shares = [...budget.overrides, budget].map(
    ({ groups, amount }) => `${spentIn(budget, groups.match)} / ${amount}`,
  );
  return [
    { record: BUDGET_SPENT, labels, expr: spentOf(budget) },
    { record: BUDGET_UTILIZATION, labels, expr: shares.join("\n  or ") },
  ];
}

/** What the groups of a budget spent that have its limit. */
export function spentSeries(budget: PromBudget): string {
  return ofGroups(budget, (match) => spentIn(budget, match));
}

/** What came to these groups within a range. */
export function addedWithin(budget: PromBudget, range: string): string {
  return ofGroups(budget, (match) => addedIn(budget, range, match));
}

/** Series of the groups that have a limit, without those that another comes before. */
function ofGroups({ groups }: PromBudget, series: (match: Match | undefined) => string): string {
  const own = series(groups.match);
  const others = groups.except.map((match) => ` unless ${series(match)}`);
  return others.length === 0 ? own : `(${own}${others.join("")})`;
}

function spentIn({ name }: PromBudget, match?: Match): string {
  return `${BUDGET_SPENT}${selectorOf({ budget: name }, match)}`;
}

function addedIn(budget: PromBudget, range: string, match?: Match): string {
  return `${sumBy(budget)} (sum_over_time(${added(budget, match)}[${range}]))`;
}

function spentOf(budget: PromBudget): string {
  const { window } = budget;
  if (typeof window === "object" && "rolling" in window) return addedIn(budget, window.rolling);
  const before = `last_over_time(${spentIn(budget)}[${LOOKBACK}])`;
  const lines = [`${sumBy(budget)} (`, `  ${added(budget)}`, "    or", `  ${before}`];
  if (window !== "lifetime") {
    const name = `{window=${quoted(windowName(window))}}`;
    lines.push(`    unless on () (${WINDOW_NUMBER}${name} > last_over_time(${WINDOW_COUNTED}${name}[${LOOKBACK}]))`);
  }
  return [...lines, ")"].join("\n");
}

function added({ limit, match }: PromBudget, groups?: Match): string {
  return `${addedSeries(sourceOf(limit))}${selectorOf(match, groups)}`;
}

function sumBy({ groupBy }: PromBudget): string {
  return groupBy.length === 0 ? "sum" : `sum by (${groupBy.map(labelName).join(", ")})`;
}
