// SPDX-License-Identifier: Apache-2.0
import { createBudgetGuard } from "@outlay/budget";
import type { BudgetEvent } from "@outlay/budget";
import { describe, expect, it } from "vitest";

import { alertsFromBudgetEvent, createOtelLogChannel, summaryOf } from "../src/index.ts";
import type { AlertLogRecord } from "../src/index.ts";
import { NOON_MS } from "./alerts.ts";

const USD = 1_000_000_000;

describe("an adjustment with a note", () => {
  it("is an alert and a log event that say by whom and why", async () => {
    const events: BudgetEvent[] = [];
    const definition = { name: "day", limit: { usd: 1 }, window: { every: "day" } } as const;
    const guard = createBudgetGuard([definition], { now: () => NOON_MS, onEvent: (event) => events.push(event) });
    await guard.record({ id: "a", atMs: NOON_MS, attributes: {}, costNanoUsd: 0.8 * USD });
    await guard.adjust("day", {}, -0.3 * USD, "quiet");
    await guard.adjust("day", {}, -0.25 * USD, "told", { by: "anna", reason: "counted twice" });
    const alerts = events.flatMap(alertsFromBudgetEvent);
    expect(alerts).toMatchObject([
      {
        type: "budget.adjusted",
        severity: "info",
        data: { spent: "0.25", adjusted: { amount: "-0.25", by: "anna", reason: "counted twice" } },
      },
    ]);
    expect(alerts.map(summaryOf)).toEqual([
      "budget day was corrected by -$0.25 by anna (counted twice): $0.25 of $1.00 spent, until 2026-11-24 00:00 UTC",
    ]);
    const records: AlertLogRecord[] = [];
    const log = createOtelLogChannel({ emit: (record) => records.push(record) });
    for (const alert of alerts) await log.deliver(alert, { signal: new AbortController().signal, nowMs: NOON_MS });
    expect(records).toMatchObject([
      {
        eventName: "outlay.budget.adjusted",
        severityText: "INFO",
        attributes: { "outlay.budget.adjusted_by": "anna", "outlay.budget.adjustment_reason": "counted twice" },
      },
    ]);
  });
});
