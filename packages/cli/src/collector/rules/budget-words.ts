// SPDX-License-Identifier: Apache-2.0
import { oneLine } from "../../view/text.ts";
import { labelName } from "./prometheus-names.ts";
import type { PromBudget } from "./plan-budget.ts";
import { SOURCES, sourceOf } from "./ledger-rules.ts";
import { hasClockChanges, ZONES_END_YEAR } from "./zone-offset.ts";

/** Names a budget and, by what Prometheus fills in, its group: `budget team-day (team.id=a)`. */
export function subjectOf({ name, groupBy }: PromBudget): string {
  const group = groupBy.map((attribute) => {
    const label = `$labels.${labelName(attribute)}`;
    return `${literal(attribute)}={{ if ${label} }}{{ ${label} }}{{ else }}(none){{ end }}`;
  });
  const subject = `budget ${literal(name)}`;
  return group.length === 0 ? subject : `${subject} (${group.join(", ")})`;
}

/** Text in which Prometheus finds no template. */
function literal(text: string): string {
  return oneLine(text).replaceAll("{{", '{{ "{{" }}');
}

/** The value of the alert as an amount of the budget's unit. */
export function valueWords({ unit }: PromBudget): string {
  return unit === "usd" ? '${{ printf "%.2f" $value }}' : `{{ printf "%.0f" $value }} ${unit}`;
}

/** An amount of the budget's unit. */
export function amountWords({ unit }: PromBudget, amount: number): string {
  return unit === "usd" ? `$${amount.toFixed(amount > 0 && amount < 1 ? 4 : 2)}` : `${amount} ${unit}`;
}

/** `80%` of 0.8. */
export function percentWords(fraction: number): string {
  return `${Number((fraction * 100).toFixed(4))}%`;
}

/** What whoever reads an alert has to know of how its number came about. */
export function caveatsOf(budget: PromBudget): string {
  const { limit, window } = budget;
  const sentences = [
    `Added up once a minute from ${SOURCES[sourceOf(limit)]}: a call counts when the metric shows it, not when it began.`,
    limit.usd === undefined ? "" : "Calls without a price are not in it; see outlay_unpriced_model.",
    limit.calls === undefined ? "" : "Batches are not in it: they have no duration.",
    windowCaveat(window),
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

function windowCaveat(window: PromBudget["window"]): string {
  if (window === "lifetime") {
    return "Counts since these rules were installed; if Prometheus does not run for a day it begins anew.";
  }
  if ("rolling" in window) return "";
  const first = "The window in which these rules were installed is counted from then on.";
  const { timezone = "UTC" } = window;
  if (!hasClockChanges(timezone)) return first;
  return `${first} Clock changes of ${timezone} are known until ${ZONES_END_YEAR}.`;
}
