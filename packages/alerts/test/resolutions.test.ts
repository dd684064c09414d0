// SPDX-License-Identifier: Apache-2.0
import { createBudgetGuard } from "@outlay/budget";
import type { BudgetEvent } from "@outlay/budget";
import { describe, expect, it } from "vitest";

import {
  alertFromStoreNews,
  alertsFromBudgetEvent,
  createAlertDispatcher,
  createAlertmanagerChannel,
  createOtelLogChannel,
  createPagerDutyChannel,
  createSlackChannel,
  createWebhookChannel,
  summaryOf,
} from "../src/index.ts";
import type { AlertChannel, AlertEvent, AlertLogRecord } from "../src/index.ts";
import { NOON_MS } from "./alerts.ts";
import { ManualClock } from "./manual-clock.ts";
import { startReceiver } from "./receiver.ts";

const ROUTING_KEY = "R0123456789ABCDEF0123456789ABCDE";
const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const USD = 1_000_000_000;

/** A budget of 1 dollar that is exhausted, asked about, and granted half a dollar more. */
async function storyOf(): Promise<AlertEvent[]> {
  const events: BudgetEvent[] = [];
  const definition = {
    name: "day",
    limit: { usd: 1 },
    window: { every: "day" },
    thresholds: [{ at: 1, action: "escalate", alert: "x" }],
  } as const;
  const guard = createBudgetGuard([definition], { now: () => NOON_MS, onEvent: (event) => events.push(event) });
  const call = { id: "a", atMs: NOON_MS, attributes: {}, costNanoUsd: 1.2 * USD };
  events.push(...(await guard.record(call)));
  const bound = { costNanoUsd: 0.2 * USD, inputCostNanoUsd: 0, tokens: 1, inputTokens: 1, isUpperBound: true };
  await guard.admit({ id: "b", atMs: NOON_MS, attributes: {}, edits: [], bound: () => bound });
  await guard.grant("day", {}, 0.5 * USD, "g1", { by: "anna", reason: "launch day" });
  return events.flatMap(alertsFromBudgetEvent);
}

const STORE_NEWS: AlertEvent[] = [
  alertFromStoreNews({ problem: "degraded", sinceMs: NOON_MS, policy: "local", channels: ["x"] }),
  alertFromStoreNews({
    problem: "degraded",
    sinceMs: NOON_MS,
    overMs: NOON_MS + 60_000,
    policy: "local",
    channels: ["x"],
  }),
  alertFromStoreNews({ problem: "data_loss", sinceMs: NOON_MS, policy: "block", channels: ["x"] }),
];

async function sentBy(make: (url: string) => AlertChannel, alerts: readonly AlertEvent[]): Promise<unknown[]> {
  await using receiver = await startReceiver();
  const clock = new ManualClock(NOON_MS);
  const channel = make(receiver.url);
  const dispatcher = createAlertDispatcher({ channels: [channel], now: clock.now, timers: clock, random: () => 0.5 });
  for (const alert of alerts) await Promise.all([dispatcher.deliver(alert), dispatcher.flush(60_000)]);
  await dispatcher.shutdown(0);
  return receiver.requests.map(({ body }) => JSON.parse(body) as unknown);
}

describe("a budget that is exhausted, asked about and granted more", () => {
  it("is told in words, the grant as news and what it ends under the keys it was told by", async () => {
    const story = await storyOf();
    expect(story.map((alert) => [alert.severity, summaryOf(alert)])).toEqual([
      ["error", "budget day exhausted: $1.20 of $1.00 spent, until 2026-11-24 00:00 UTC"],
      [
        "warning",
        "budget day waits for somebody to grant more: $1.20 of $1.00 spent, $0.00 held, up to $0.2 asked for, until 2026-11-24 00:00 UTC",
      ],
      [
        "info",
        "budget day was granted $0.5 more by anna (launch day) and is below 100% again: $1.20 of $1.00 spent, until 2026-11-24 00:00 UTC",
      ],
      ["error", "resolved: budget day exhausted: $1.20 of $1.00 spent, until 2026-11-24 00:00 UTC"],
      [
        "warning",
        "resolved: budget day waits for somebody to grant more: $1.20 of $1.00 spent, $0.00 held, up to $0.00 asked for, until 2026-11-24 00:00 UTC",
      ],
    ]);
    const [exhausted, asked, granted, ...over] = story;
    expect(over.map(({ key }) => key)).toEqual([exhausted?.key, asked?.key]);
    expect(granted?.data).toMatchObject({
      granted: { amount: "0.50", total: "0.50", lifted: [1], by: "anna", reason: "launch day" },
    });
  });

  it("is an incident in PagerDuty until the grant, which is none, and not once more when the window ends", async () => {
    await using receiver = await startReceiver();
    const clock = new ManualClock(NOON_MS);
    const channel = createPagerDutyChannel({ name: "x", routingKey: ROUTING_KEY, url: receiver.url });
    const dispatcher = createAlertDispatcher({ channels: [channel], now: clock.now, timers: clock, random: () => 0.5 });
    for (const alert of await storyOf()) await Promise.all([dispatcher.deliver(alert), dispatcher.flush(60_000)]);
    clock.advance(86_400_000);
    await dispatcher.flush(60_000);
    const sent = receiver.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    const actions = sent.map((one) => one["event_action"]);
    expect(actions).toEqual(["trigger", "trigger", "resolve", "resolve"]);
    expect(sent.map((one) => one["dedup_key"]).slice(2)).toEqual(sent.map((one) => one["dedup_key"]).slice(0, 2));
  });

  it("ends in Alertmanager under the labels it began with", async () => {
    const make = (url: string): AlertChannel => createAlertmanagerChannel({ name: "x", url });
    const sent = (await sentBy(make, await storyOf())) as { labels: object; endsAt: string }[][];
    expect(sent).toHaveLength(4);
    const [exhausted, asked, over, answered] = sent.map(([alert]) => alert);
    expect([over?.labels, answered?.labels]).toEqual([exhausted?.labels, asked?.labels]);
    expect([exhausted?.endsAt, over?.endsAt]).toEqual(["2026-11-24T00:00:00.000Z", "2026-11-23T12:00:00.000Z"]);
  });

  it("is told to Slack, a webhook and the log three times: exhausted, asked, granted", async () => {
    const story = await storyOf();
    const slack = await sentBy((url) => createSlackChannel({ name: "x", url, groupWaitMs: 0 }), story);
    expect(slack).toMatchObject([
      { text: expect.stringContaining("exhausted") as string },
      { text: expect.stringContaining("waits for somebody") as string },
      { blocks: [{ text: { text: expect.stringMatching(/^:information_source: budget day was granted/) as string } }] },
    ]);
    const webhook = await sentBy((url) => createWebhookChannel({ name: "x", url, secret: SECRET }), story);
    expect(webhook).toMatchObject([
      { type: "budget.exhausted" },
      { type: "budget.approval_requested", data: { approval: { requested: "0.20", held: "0.00" } } },
      { type: "budget.granted", data: { granted: { amount: "0.50" } } },
    ]);
    const records: AlertLogRecord[] = [];
    const log = createOtelLogChannel({ emit: (record) => records.push(record) });
    await sentBy(() => log, story);
    expect(records.map(({ eventName, severityText }) => [eventName, severityText])).toEqual([
      ["outlay.budget.exhausted", "ERROR"],
      ["outlay.budget.approval_requested", "WARN"],
      ["outlay.budget.granted", "INFO"],
    ]);
  });
});

describe("news of the store", () => {
  it("is one occurrence for processes that lose it together, over when it answers again", async () => {
    const [degraded, over, lost] = STORE_NEWS;
    expect(degraded?.key).toBe(over?.key);
    expect(STORE_NEWS.map((alert) => [alert.type, alert.severity, summaryOf(alert)])).toEqual([
      ["budget.store_degraded", "warning", "the store of the budgets does not answer; calls meanwhile: local"],
      [
        "budget.store_degraded",
        "warning",
        "resolved: the store of the budgets does not answer; calls meanwhile: local",
      ],
      [
        "budget.store_data_loss",
        "error",
        "the store of the budgets has lost what was spent; calls until somebody sees to it: block",
      ],
    ]);
    expect(lost?.key).not.toBe(degraded?.key);
  });

  it.each([
    ["PagerDuty", 3, (url: string) => createPagerDutyChannel({ name: "x", routingKey: ROUTING_KEY, url })],
    ["Alertmanager", 3, (url: string) => createAlertmanagerChannel({ name: "x", url })],
    ["Slack", 2, (url: string) => createSlackChannel({ name: "x", url, groupWaitMs: 0 })],
    ["a webhook", 2, (url: string) => createWebhookChannel({ name: "x", url, secret: SECRET })],
  ])("reaches %s", async (_, messages, make) => {
    expect(await sentBy(make, STORE_NEWS)).toHaveLength(messages);
  });
});
