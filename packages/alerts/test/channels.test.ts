// SPDX-License-Identifier: Apache-2.0
import { createBreakers } from "@outlay/budget";
import { describe, expect, it } from "vitest";

import {
  alertFromBreakerTrip,
  createAlertDispatcher,
  createAlertmanagerChannel,
  createPagerDutyChannel,
  createSlackChannel,
  summaryOf,
} from "../src/index.ts";
import type { AlertChannel, AlertDispatcher, AlertEvent } from "../src/index.ts";
import { NOON_MS, thresholdAlert } from "./alerts.ts";
import { ManualClock } from "./manual-clock.ts";
import { startReceiver } from "./receiver.ts";

const ROUTING_KEY = "R0123456789ABCDEF0123456789ABCDE";

/** A dispatcher with one channel and a clock that stands. */
function dispatcherTo(channel: AlertChannel): {
  dispatcher: AlertDispatcher;
  clock: ManualClock;
  flush: () => Promise<boolean>;
} {
  const clock = new ManualClock(NOON_MS);
  const dispatcher = createAlertDispatcher({ channels: [channel], now: clock.now, timers: clock, random: () => 0.5 });
  return { dispatcher, clock, flush: () => dispatcher.flush(60_000) };
}

function breakerAlert(): AlertEvent {
  const breakers = createBreakers([{ name: "loop", repeat: {}, onTrip: { alert: "ledger" } }]);
  const toolRounds = () => Array.from({ length: 3 }, () => [{ name: "read", input: {}, result: "x" }]);
  const [trip] = breakers.admit({ attributes: {}, traceId: "t1", toolRounds });
  if (trip === undefined) throw new Error("expected a trip");
  return alertFromBreakerTrip(trip, NOON_MS);
}

const bodies = (requests: readonly { readonly body: string }[]): unknown[] =>
  requests.map(({ body }) => JSON.parse(body) as unknown);

describe("the Slack channel", () => {
  it("posts text and a block, with what Slack reserves escaped", async () => {
    await using receiver = await startReceiver();
    const { dispatcher, flush } = dispatcherTo(createSlackChannel({ name: "ledger", url: receiver.url }));
    dispatcher.dispatch(thresholdAlert("<!channel> & co"));
    expect(await flush()).toBe(true);
    const text =
      "budget team-day (team.id=&lt;!channel&gt; &amp; co) reached 80%: $82.13 of $100.00 spent, until 2026-11-24 00:00 Europe/Berlin";
    expect(bodies(receiver.requests)).toEqual([
      { text, blocks: [{ type: "section", text: { type: "mrkdwn", text: `:warning: ${text}` } }] },
    ]);
  });

  it("tells many groups of a budget in one message", async () => {
    await using receiver = await startReceiver();
    const { dispatcher, clock } = dispatcherTo(createSlackChannel({ name: "ledger", url: receiver.url }));
    for (let team = 0; team < 37; team += 1) dispatcher.dispatch(thresholdAlert(`team-${team}`));
    expect(receiver.requests).toHaveLength(0);
    clock.advance(30_000);
    await receiver.received(1);
    const [{ text } = { text: "" }] = bodies(receiver.requests) as { text: string }[];
    expect(text).toContain("(team.id=team-0) reached 80%");
    expect(text).toContain("; 36 other groups too: team.id=team-1; team.id=team-2;");
    expect(text).not.toContain("team-12");
  });
});

describe("the PagerDuty channel", () => {
  it("triggers with a key that is the same everywhere, and resolves when the window ends", async () => {
    await using receiver = await startReceiver([{ status: 202 }, { status: 202 }]);
    const channel = createPagerDutyChannel({ name: "ledger", routingKey: ROUTING_KEY, url: receiver.url });
    const { dispatcher, clock, flush } = dispatcherTo(channel);
    dispatcher.dispatch(thresholdAlert());
    await flush();
    clock.advance(Date.parse("2026-11-23T23:00:00Z") - NOON_MS);
    await receiver.received(2);
    const [trigger, resolve] = bodies(receiver.requests) as Record<string, unknown>[];
    expect(trigger).toEqual({
      routing_key: ROUTING_KEY,
      dedup_key: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      event_action: "trigger",
      payload: {
        summary:
          "budget team-day (team.id=a) reached 80%: $82.13 of $100.00 spent, until 2026-11-24 00:00 Europe/Berlin",
        source: "outlay",
        severity: "warning",
        timestamp: "2026-11-23T12:00:00.000Z",
        component: "team-day",
        class: "budget.threshold_crossed",
        custom_details: thresholdAlert().data,
      },
    });
    expect(resolve).toEqual({ routing_key: ROUTING_KEY, dedup_key: trigger?.["dedup_key"], event_action: "resolve" });
  });

  it("calls what was stopped critical", async () => {
    await using receiver = await startReceiver();
    const channel = createPagerDutyChannel({ name: "ledger", routingKey: ROUTING_KEY, url: receiver.url });
    const { dispatcher, flush } = dispatcherTo(channel);
    dispatcher.dispatch(breakerAlert());
    await flush();
    expect(bodies(receiver.requests)).toMatchObject([
      {
        payload: {
          severity: "critical",
          component: "loop",
          summary: "breaker loop stopped t1: read came 3 times to nothing new",
        },
      },
    ]);
  });

  it("does not show a wrong key in its error", () => {
    const wrong = (): unknown => createPagerDutyChannel({ name: "p", routingKey: "not a key" });
    expect(wrong).toThrow("pagerduty routing key: expected an integration key");
  });
});

describe("the Alertmanager channel", () => {
  it("posts labels that name the alert, and its end", async () => {
    await using receiver = await startReceiver([{ status: 200 }]);
    const url = new URL(receiver.url).origin;
    const { dispatcher, flush } = dispatcherTo(
      createAlertmanagerChannel({ name: "ledger", url, labels: { team: "finops", severity: "ignored" } }),
    );
    dispatcher.dispatch(thresholdAlert());
    await flush();
    expect(receiver.requests[0]?.path).toBe("/api/v2/alerts");
    expect(bodies(receiver.requests)).toEqual([
      [
        {
          labels: {
            alertname: "outlay_budget_threshold_crossed",
            budget: "team-day",
            group_team_id: "a",
            severity: "warning",
            team: "finops",
            threshold: "0.8",
          },
          annotations: {
            summary: summaryOf(thresholdAlert()),
            description: JSON.stringify(thresholdAlert().data),
          },
          startsAt: "2026-11-23T12:00:00.000Z",
          endsAt: "2026-11-23T23:00:00.000Z",
        },
      ],
    ]);
  });
});

describe("an address", () => {
  it.each([
    ["slack", (url: string) => createSlackChannel({ name: "x", url })],
    ["pagerduty", (url: string) => createPagerDutyChannel({ name: "x", routingKey: ROUTING_KEY, url })],
    ["alertmanager", (url: string) => createAlertmanagerChannel({ name: "x", url })],
  ])("of %s that is none is refused, and not shown", (channel, create) => {
    expect(() => create("ftp://user:secret@host")).toThrow(
      `${channel} url: expected an absolute http or https address without user and password`,
    );
  });
});
