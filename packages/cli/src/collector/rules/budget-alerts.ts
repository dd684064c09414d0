// SPDX-License-Identifier: Apache-2.0
import type { CalendarWindow } from "@outlay/budget";

import { addedWithin, spentSeries } from "./budget-rules.ts";
import { amountWords, caveatsOf, percentWords, subjectOf, valueWords } from "./budget-words.ts";
import type { PromBudget, Threshold } from "./plan-budget.ts";
import { quoted } from "./rule.ts";
import type { AlertingRule } from "./rule.ts";
import type { Match } from "./selector.ts";
import { WINDOW_ELAPSED, windowName } from "./window-rules.ts";

/** Before this much of a window is over, a projection says nothing. */
const FORECAST_FROM = 0.1;

interface BurnRule {
  /** Share of the limit. */
  readonly consumes: number;
  readonly within: string;
  /** A twelfth of it, which must agree: the alert ends soon after the burst does. */
  readonly short: string;
}

/** Shares of a limit that are too much for a short time, by window: a fast burst and a slow one. */
const BURN_RULES: Readonly<Record<CalendarWindow["every"], readonly BurnRule[]>> = {
  day: [{ consumes: 0.25, within: "1h", short: "5m" }],
  week: [
    { consumes: 0.1, within: "1h", short: "5m" },
    { consumes: 0.25, within: "6h", short: "30m" },
  ],
  month: [
    { consumes: 0.02, within: "1h", short: "5m" },
    { consumes: 0.05, within: "6h", short: "30m" },
  ],
  quarter: [
    { consumes: 0.01, within: "1h", short: "5m" },
    { consumes: 0.03, within: "6h", short: "30m" },
  ],
};
const SHORT_OF_LONG = 12;

/** Alerts of one budget, for each of its limits. */
export function budgetAlerts(budget: PromBudget): AlertingRule[] {
  return [budget, ...budget.overrides].flatMap(limitAlerts);
}

/** Its thresholds, what it will have spent at the end of its window, and bursts. */
function limitAlerts(budget: PromBudget): AlertingRule[] {
  const { window, thresholds } = budget;
  const reached = thresholds.map((threshold) => thresholdAlert(budget, threshold));
  if (typeof window !== "object" || !("every" in window) || budget.amount === 0) return reached;
  const bursts = BURN_RULES[window.every].map((burn) => burnAlert(budget, burn));
  return [...reached, forecastAlert(budget, window), ...bursts];
}

function thresholdAlert(budget: PromBudget, { fraction, channels, actions }: Threshold): AlertingRule {
  const share = percentWords(fraction);
  const acts =
    actions.length === 0 ? "" : ` The guard's part of it (${actions.join(", ")}) is done in the program, not here.`;
  return {
    alert: fraction >= 1 ? "outlay_budget_exhausted" : "outlay_budget_threshold_crossed",
    // Nothing spent is nothing crossed, not even of a limit of zero.
    expr: `${spentSeries(budget)} ${budget.amount === 0 ? "> 0" : `>= ${shareText(fraction, budget.amount)}`}`,
    labels: labelsOf(budget, fraction >= 1 ? "error" : "warning", channels, { threshold: String(fraction) }),
    annotations: {
      summary: `${subjectOf(budget)} reached ${share}: ${valueWords(budget)} of ${amountWords(budget, budget.amount)} spent`,
      description: caveatsOf(budget) + acts,
    },
  };
}

function shareText(fraction: number, amount: number): string {
  return fraction === 1 ? String(amount) : `${fraction} * ${amount}`;
}

function forecastAlert(budget: PromBudget, window: CalendarWindow): AlertingRule {
  const { amount } = budget;
  const elapsed = `${WINDOW_ELAPSED}{window=${quoted(windowName(window))}}`;
  return {
    alert: "outlay_budget_forecast_exceeded",
    expr: [
      `${spentSeries(budget)} / on () group_left () (${elapsed} >= ${FORECAST_FROM}) > ${amount}`,
      `  unless ${spentSeries(budget)} >= ${amount}`,
    ].join("\n"),
    for: "10m",
    labels: labelsOf(budget, "warning", allChannels(budget)),
    annotations: {
      summary: `${subjectOf(budget)} will have spent ${valueWords(budget)} of ${amountWords(budget, amount)} when its window ends, if it goes on like this`,
      description: `A straight line from the start of the window, once ${percentWords(FORECAST_FROM)} of it is over. ${caveatsOf(budget)}`,
    },
  };
}

function burnAlert(budget: PromBudget, { consumes, within, short }: BurnRule): AlertingRule {
  const amount = `${consumes} * ${budget.amount}`;
  return {
    alert: "outlay_budget_burn_rate_high",
    expr: [
      `${addedWithin(budget, within)} > ${amount}`,
      `  and ${addedWithin(budget, short)} > ${amount} / ${SHORT_OF_LONG}`,
    ].join("\n"),
    labels: labelsOf(budget, "warning", allChannels(budget), { within }),
    annotations: {
      summary: `${subjectOf(budget)} spent ${valueWords(budget)} within ${within}, more than ${percentWords(consumes)} of ${amountWords(budget, budget.amount)}`,
      description: `And still does: the last ${short} agree. ${caveatsOf(budget)}`,
    },
  };
}

function labelsOf(
  budget: PromBudget,
  severity: "warning" | "error",
  channels: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const { match } = budget.groups;
  return {
    severity,
    budget: budget.name,
    // Two rules of one name need something to be told apart by.
    ...(match !== undefined && { override: matchText(match) }),
    ...more,
    ...(channels.length > 0 && { channels: channels.join(",") }),
  };
}

/** `team.id=research|sales`. */
function matchText(match: Match): string {
  return Object.entries(match)
    .map(([name, values]) => `${name}=${[values].flat().join("|")}`)
    .join(", ");
}

function allChannels({ thresholds }: PromBudget): readonly string[] {
  return [...new Set(thresholds.flatMap(({ channels }) => channels))].sort();
}
