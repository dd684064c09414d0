// SPDX-License-Identifier: Apache-2.0
import type { CalendarWindow } from "@outlay/budget";
import type { OutlayConfig } from "@outlay/node";
import { stringify } from "yaml";

import { oneLine } from "../../view/text.ts";
import { budgetAlerts } from "./budget-alerts.ts";
import { standingRules } from "./budget-rules.ts";
import { addedRules, RUNNING_RULE, SOURCE_NAMES } from "./ledger-rules.ts";
import { planBudget } from "./plan-budget.ts";
import type { PromBudget, Unexpressed } from "./plan-budget.ts";
import type { RuleGroup } from "./rule.ts";
import { standingAlerts } from "./standing-alerts.ts";
import { WINDOW_COUNTED_RULE, windowName, windowRules } from "./window-rules.ts";
import { hasClockChanges } from "./zone-offset.ts";

/** Rules of Prometheus, and what is not in them. */
export interface RulesFile {
  readonly text: string;
  /** Budgets that PromQL cannot say. */
  readonly unexpressed: readonly Unexpressed[];
}

const INTERVAL = "1m";

/** Writes the rules that watch the budgets of a configuration; the same bytes for the same configuration. */
export function rulesFile({ budgets, metrics }: Pick<OutlayConfig, "budgets" | "metrics">): RulesFile {
  const planned = budgets.map((budget) => planBudget(budget, metrics.attributes));
  const expressed = planned.filter((plan): plan is PromBudget => "amount" in plan);
  const unexpressed = planned.filter((plan): plan is Unexpressed => "reason" in plan);
  const windows = calendarWindows(expressed);
  const hasZones = windows.some(({ timezone = "UTC" }) => hasClockChanges(timezone));
  const groups: RuleGroup[] = [
    { name: "outlay-ledger", interval: INTERVAL, rules: ledgerRules(expressed, windows) },
    { name: "outlay-budgets", interval: INTERVAL, rules: expressed.flatMap(budgetAlerts) },
    { name: "outlay-standing", interval: INTERVAL, rules: standingAlerts(hasZones) },
  ];
  const yaml = stringify(
    { groups: groups.filter(({ rules }) => rules.length > 0) },
    { lineWidth: 0, blockQuote: "literal", aliasDuplicateObjects: false },
  );
  return { text: `${header(unexpressed)}\n${yaml}`, unexpressed };
}

/** Their order matters: what was seen and counted is written after everything that compares with it. */
function ledgerRules(budgets: readonly PromBudget[], windows: readonly CalendarWindow[]): RuleGroup["rules"] {
  return [
    ...windowRules(windows),
    // All of them, whatever budgets count: dashboards add them up.
    ...SOURCE_NAMES.flatMap(addedRules),
    ...budgets.flatMap(standingRules),
    ...(windows.length > 0 ? [WINDOW_COUNTED_RULE] : []),
    RUNNING_RULE,
  ];
}

/** Each window once. */
function calendarWindows(budgets: readonly PromBudget[]): CalendarWindow[] {
  const windows = new Map<string, CalendarWindow>();
  for (const { window } of budgets) {
    if (typeof window === "object" && "every" in window) windows.set(windowName(window), window);
  }
  return [...windows.values()];
}

function header(unexpressed: readonly Unexpressed[]): string {
  const lines = [
    "Rules for Prometheus, written by outlay collector generate from the budgets of outlay.config.yaml.",
    "Do not edit: change the budgets and write it again.",
    ...(unexpressed.length > 0 ? ["", "Budgets that are not here:"] : []),
    ...unexpressed.map(({ budget, reason }) => `  ${oneLine(budget)}: ${oneLine(reason)}`),
  ];
  return lines.map((line) => `# ${line}`.trimEnd()).join("\n");
}
