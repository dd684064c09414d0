// SPDX-License-Identifier: Apache-2.0
import { createBudgetTracker } from "@outlay/budget";
import type { BudgetCall, BudgetDefinition } from "@outlay/budget";

import type { BudgetAlertEvent } from "../src/event.ts";
import { alertFromBudgetEvent } from "../src/from-budget.ts";

export const NOON_MS = Date.parse("2026-11-23T12:00:00Z");

const TEAM_DAY: BudgetDefinition = {
  name: "team-day",
  groupBy: ["team.id"],
  limit: { usd: 100 },
  window: { every: "day", timezone: "Europe/Berlin" },
  thresholds: [
    { at: "80%", alert: "ledger" },
    { at: "100%", alert: ["ledger", "oncall"] },
  ],
};

/** Alerts that real budgets give for one call at noon. */
export function alertsOf(definition: Partial<BudgetDefinition>, call: Partial<BudgetCall>): BudgetAlertEvent[] {
  const tracker = createBudgetTracker([{ ...TEAM_DAY, ...definition }], { now: () => NOON_MS });
  const events = tracker.record({ atMs: NOON_MS, attributes: { "team.id": "a" }, ...call });
  return events.map((event) => alertFromBudgetEvent(event));
}

/** The alert for 82.13 of 100 dollars. */
export function thresholdAlert(team = "a"): BudgetAlertEvent {
  const [alert] = alertsOf({}, { costNanoUsd: 82_130_000_000, traceId: "t1", attributes: { "team.id": team } });
  if (alert === undefined) throw new Error("expected an alert");
  return alert;
}
