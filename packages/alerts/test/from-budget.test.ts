// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { createBudgetTracker } from "@outlay/budget";

import { createConsoleChannel } from "../src/console-channel.ts";
import { alertFromBudgetEvent } from "../src/from-budget.ts";
import { summaryOf } from "../src/summary.ts";
import { alertsOf, NOON_MS, thresholdAlert } from "./alerts.ts";

const USD = 1_000_000_000;

describe("alerts of budgets", () => {
  it("carry exact decimal strings, the window in UTC and the trace", () => {
    expect(thresholdAlert()).toEqual({
      key: '["team-day","day/2026-11-23","a","threshold",0.8,100000000000]',
      type: "budget.threshold_crossed",
      severity: "warning",
      atMs: NOON_MS,
      channels: ["ledger"],
      data: {
        budget: "team-day",
        group: { "team.id": "a" },
        window: { start: "2026-11-22T23:00:00.000Z", end: "2026-11-23T23:00:00.000Z", timezone: "Europe/Berlin" },
        unit: "usd",
        limit: "100.00",
        spent: "82.13",
        unknown_calls: 0,
        threshold: 0.8,
        thresholds_crossed: [0.8],
        basis: "actual",
        trace_id: "t1",
      },
    });
  });

  it("are errors when the budget is exhausted, for the channels of all thresholds crossed", () => {
    expect(alertsOf({}, { costNanoUsd: 130 * USD })).toMatchObject([
      {
        type: "budget.exhausted",
        severity: "error",
        channels: ["ledger", "oncall"],
        data: { thresholds_crossed: [1, 0.8] },
      },
    ]);
  });

  it("name the model without a price or without usage", () => {
    expect(alertsOf({}, { model: "gpt-9" })).toMatchObject([
      { type: "budget.unpriced_model", data: { model: "gpt-9" } },
    ]);
    expect(alertsOf({ limit: { tokens: 10 } }, { model: "gpt-9" })).toMatchObject([
      { type: "budget.usage_missing", data: { model: "gpt-9", unit: "tokens", limit: "10" } },
    ]);
    expect(alertsOf({}, {})[0]?.data).not.toHaveProperty("model");
  });

  it("say what a forecast comes to, and how fast a budget burns until when", () => {
    const thresholds = [{ at: "100%", basis: "forecast" }] as const;
    const [forecast] = alertsOf({ thresholds }, { calls: 10, costNanoUsd: 60 * USD });
    expect(forecast).toMatchObject({
      type: "budget.forecast_exceeded",
      severity: "warning",
      data: { threshold: 1, basis: "forecast", projected: "110.769230769", reached_at: "2026-11-23T20:40:00.000Z" },
    });
    const [burn] = alertsOf({ burn: [{ consume: "5%", within: "90m", alert: "oncall" }] }, { costNanoUsd: 6 * USD });
    expect(burn).toMatchObject({
      type: "budget.burn_rate_high",
      channels: ["oncall"],
      data: { burn: { consume: 0.05, within_seconds: 5_400, spent: "6.00", until: "2026-11-23T13:30:00.000Z" } },
    });
  });

  it("have no start or end where the window has none", () => {
    const [alert] = alertsOf({ window: "lifetime", groupBy: [] }, { costNanoUsd: 100 * USD });
    expect(alert?.data).toMatchObject({ group: {}, window: {} });
  });

  it("stay below 20 kB whatever a call contains", () => {
    const names = Array.from({ length: 8 }, (_, index) => `${index}${"\u0001".repeat(127)}`);
    const hostile = "\u0001".repeat(100_000);
    const [alert] = alertsOf(
      {
        name: "\u0001".repeat(128),
        groupBy: names,
        thresholds: Array.from({ length: 31 }, (_, index) => ({ at: 0.000123 * (index + 1) })),
      },
      {
        attributes: Object.fromEntries(names.map((name) => [name, hostile])),
        costNanoUsd: 130 * USD,
        traceId: hostile,
        model: hostile,
      },
    );
    expect(alert?.data.thresholds_crossed).toHaveLength(31);
    expect(Buffer.byteLength(JSON.stringify(alert?.data))).toBeLessThan(19_000);
  });
});

describe("one line", () => {
  const lineOf = (...of: Parameters<typeof alertsOf>): unknown => alertsOf(...of).map((alert) => summaryOf(alert));

  it("says what was reached, of what, until when", () => {
    expect(summaryOf(thresholdAlert())).toBe(
      "budget team-day (team.id=a) reached 80%: $82.13 of $100.00 spent, until 2026-11-24 00:00 Europe/Berlin",
    );
  });

  it("says it for every kind of budget", () => {
    expect(lineOf({ limit: { usd: "0.001" }, groupBy: [], window: "lifetime" }, { costNanoUsd: 1_234_567 })).toEqual([
      "budget team-day exhausted: $0.00123 of $0.001 spent",
    ]);
    expect(lineOf({ limit: { tokens: 50_000 }, window: { rolling: "24h" } }, { tokens: 45_678 })).toEqual([
      "budget team-day (team.id=a) reached 80%: 45,678 tokens of 50,000 tokens spent, since 2026-11-22 12:00 UTC",
    ]);
    expect(lineOf({}, { model: "gpt-9" })).toEqual([
      "budget team-day (team.id=a) does not know the price of gpt-9: its calls are not in the $0.00 spent, until 2026-11-24 00:00 Europe/Berlin",
    ]);
    expect(lineOf({ limit: { tokens: 1 }, window: "lifetime", groupBy: [] }, {})).toEqual([
      "budget team-day got no usage from a model: its calls are not in the 0 tokens spent",
    ]);
  });

  it("says what is to come, and how fast", () => {
    const thresholds = [{ at: "100%", basis: "forecast" }] as const;
    expect(lineOf({ thresholds }, { calls: 10, costNanoUsd: 60 * USD })).toEqual([
      "budget team-day (team.id=a) is projected to reach 100% on 2026-11-23 21:40: $60.00 of $100.00 spent, $110.77 by the end at this pace, until 2026-11-24 00:00 Europe/Berlin",
    ]);
    expect(lineOf({ burn: [{ consume: "5%", within: "1h" }] }, { costNanoUsd: 6 * USD })).toEqual([
      "budget team-day (team.id=a) burns fast: $6.00 within 1h, more than 5% of the limit; $6.00 of $100.00 spent, until 2026-11-24 00:00 Europe/Berlin",
    ]);
  });

  it("says when there were too many groups", () => {
    const definition = { name: "b", groupBy: ["u"], limit: { usd: 1 }, window: "lifetime", maxGroups: 1 } as const;
    const tracker = createBudgetTracker([definition]);
    const record = (u: string): readonly string[] =>
      tracker
        .record({ atMs: NOON_MS, attributes: { u }, costNanoUsd: 1 })
        .map((event) => summaryOf(alertFromBudgetEvent(event)));
    expect([record("x"), record("y")]).toEqual([
      [],
      ["budget b (u=(other)) has more than 1 groups: the others share one"],
    ]);
  });

  it("cannot be used to write on a terminal", () => {
    const line = summaryOf(thresholdAlert(`\u001B[2J\r\n\u202Eevil${"x".repeat(100)}`));
    expect(line).toContain(`(team.id=\uFFFD[2J\uFFFD\uFFFD\uFFFDevil${"x".repeat(53)}…) reached`);
  });
});

describe("the console channel", () => {
  const write = (color: boolean): string[] => {
    const lines: string[] = [];
    const channel = createConsoleChannel({ write: (line) => lines.push(line), color });
    const attempt = { signal: new AbortController().signal, nowMs: NOON_MS };
    for (const alert of [...alertsOf({ groupBy: [] }, { costNanoUsd: 100 * USD }), thresholdAlert()])
      void channel.deliver(alert, attempt);
    return lines;
  };

  it("writes one line for each alert", () => {
    expect(write(false)).toEqual([
      "outlay error: budget team-day exhausted: $100.00 of $100.00 spent, until 2026-11-24 00:00 Europe/Berlin",
      "outlay warning: budget team-day (team.id=a) reached 80%: $82.13 of $100.00 spent, until 2026-11-24 00:00 Europe/Berlin",
    ]);
  });

  it("colours the label when told to", () => {
    expect(write(true).map((line) => line.split(" budget")[0])).toEqual([
      "\u001B[31moutlay error:\u001B[39m",
      "\u001B[33moutlay warning:\u001B[39m",
    ]);
  });
});
