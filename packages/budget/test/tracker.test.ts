// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import type { Operation } from "@outlay/core";

import { callFromOperation } from "../src/call.ts";
import type { BudgetCall } from "../src/call.ts";
import type { BudgetDefinition } from "../src/definition.ts";
import type { BudgetEvent } from "../src/event.ts";
import { createBudgetTracker } from "../src/tracker.ts";
import type { BudgetTracker } from "../src/tracker.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOON_MS = Date.parse("2026-11-23T12:00:00Z");
const CENT = 10_000_000;

/** A tracker with a clock that the test sets. */
function trackerOf(...definitions: readonly Partial<BudgetDefinition>[]): {
  tracker: BudgetTracker;
  clock: { nowMs: number };
  spend: (cents: number | undefined, call?: Partial<BudgetCall>) => readonly BudgetEvent[];
} {
  const clock = { nowMs: NOON_MS };
  const complete = definitions.map((definition, index): BudgetDefinition => {
    return { name: `b${index}`, limit: { usd: 1 }, window: { every: "day" }, ...definition };
  });
  const tracker = createBudgetTracker(complete, { now: () => clock.nowMs });
  const spend = (cents: number | undefined, call: Partial<BudgetCall> = {}): readonly BudgetEvent[] => {
    const costNanoUsd = cents === undefined ? undefined : cents * CENT;
    return tracker.record({ atMs: clock.nowMs, attributes: {}, costNanoUsd, ...call });
  };
  return { tracker, clock, spend };
}

const HALF_FULL = [{ at: "50%", alert: "finops" }, { at: "80%" }, { at: "100%", alert: ["finops", "oncall"] }];

describe("thresholds", () => {
  it("fire when the sum reaches them, not a nano-dollar before, and once", () => {
    const { spend } = trackerOf({ thresholds: [{ at: "80%" }] });
    expect(spend(79)).toEqual([]);
    expect(spend(undefined, { costNanoUsd: CENT - 1 })).toEqual([]);
    expect(spend(undefined, { costNanoUsd: 1 })).toEqual([
      {
        kind: "threshold_crossed",
        key: '["b0","day/2026-11-23","","threshold",0.8,1000000000]',
        atMs: NOON_MS,
        budget: "b0",
        group: {},
        windowStartMs: Date.parse("2026-11-23T00:00:00Z"),
        windowEndMs: Date.parse("2026-11-24T00:00:00Z"),
        timezone: "UTC",
        unit: "nanoUsd",
        limit: 100 * CENT,
        spent: 80 * CENT,
        unknownCalls: 0,
        channels: [],
        threshold: 0.8,
        thresholdsCrossed: [0.8],
      },
    ]);
    expect(spend(5)).toEqual([]);
  });

  it("may be written in any order, and a share of a call is the whole call", () => {
    const { spend } = trackerOf({ limit: { calls: 3 }, thresholds: [{ at: 1 }, { at: "50%" }] });
    expect(spend(1)).toEqual([]);
    expect(spend(1)).toMatchObject([{ threshold: 0.5, spent: 2 }]);
    expect(spend(1)).toMatchObject([{ threshold: 1, spent: 3 }]);
  });

  it("that one call jumps over make one event, the highest first, for all their channels", () => {
    const { spend } = trackerOf({ thresholds: HALF_FULL });
    const [event, ...others] = spend(130, { traceId: "t" });
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      kind: "exhausted",
      threshold: 1,
      thresholdsCrossed: [1, 0.8, 0.5],
      channels: ["finops", "oncall"],
      traceId: "t",
    });
    expect(spend(10)).toEqual([]);
  });

  it("fire again in the next window, and in another group", () => {
    const { spend, clock } = trackerOf({ groupBy: ["team.id"], thresholds: [{ at: 1 }] });
    const a = { attributes: { "team.id": "a" } };
    expect(spend(100, a)).toHaveLength(1);
    expect(spend(100, a)).toHaveLength(0);
    expect(spend(100, { attributes: { "team.id": "b" } })).toMatchObject([{ group: { "team.id": "b" } }]);
    clock.nowMs += DAY_MS;
    expect(spend(99, a)).toHaveLength(0);
    expect(spend(1, a)).toMatchObject([{ group: { "team.id": "a" }, spent: 100 * CENT }]);
  });

  it("are one at 100 % when none is given, and none when the list is empty", () => {
    const { spend } = trackerOf({}, { thresholds: [] });
    expect(spend(99)).toEqual([]);
    expect(spend(1)).toMatchObject([{ budget: "b0", kind: "exhausted", threshold: 1 }]);
  });

  it("of a zero limit fire on the first call, priced or not", () => {
    expect(trackerOf({ limit: { usd: 0 } }).spend(0)).toMatchObject([{ kind: "exhausted", limit: 0 }]);
    expect(trackerOf({ limit: { usd: 0 } }).spend(undefined)[0]).toMatchObject({ kind: "exhausted" });
  });

  it("above 100 % fire too", () => {
    const { spend } = trackerOf({ thresholds: [{ at: "150%" }] });
    expect(spend(149)).toEqual([]);
    expect(spend(1)).toMatchObject([{ kind: "exhausted", threshold: 1.5 }]);
  });

  it("count tokens and calls as well", () => {
    const { tracker } = trackerOf({ limit: { tokens: 10 } }, { limit: { calls: 2 } });
    const call = { atMs: NOON_MS, attributes: {}, tokens: 5 };
    expect(tracker.record(call)).toEqual([]);
    expect(tracker.record(call)).toMatchObject([
      { budget: "b0", unit: "tokens", spent: 10 },
      { budget: "b1", unit: "calls", spent: 2 },
    ]);
  });

  it("count a sum of several calls as so many", () => {
    const { tracker } = trackerOf({ limit: { calls: 5 } });
    expect(tracker.record({ atMs: NOON_MS, attributes: {}, calls: 5 })).toMatchObject([{ unit: "calls", spent: 5 }]);
  });
});

describe("what is not known", () => {
  it("is never counted as zero: unpriced calls and their tokens are shown, and said once for each model", () => {
    const { tracker, spend, clock } = trackerOf({ thresholds: HALF_FULL });
    const unpriced = { model: "gpt-9", tokens: 1_000 };
    const [event] = spend(undefined, unpriced);
    expect(event).toMatchObject({ kind: "unknown_amount", model: "gpt-9", unknownCalls: 1, spent: 0 });
    expect(event?.channels).toEqual(["finops", "oncall"]);
    expect(spend(undefined, unpriced)).toEqual([]);
    expect(spend(undefined, { model: "gpt-10" })).toMatchObject([{ model: "gpt-10" }]);
    expect(tracker.status("b0")).toMatchObject([{ spent: 0, calls: 3, unknownCalls: 3, unknownTokens: 2_000 }]);
    clock.nowMs += DAY_MS;
    expect(spend(undefined, unpriced)).toMatchObject([{ kind: "unknown_amount" }]);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, 2 ** 53])("is an amount of %d", (costNanoUsd) => {
    const { tracker, spend } = trackerOf({});
    expect(spend(undefined, { costNanoUsd })).toMatchObject([{ kind: "unknown_amount" }]);
    expect(tracker.status()).toMatchObject([{ spent: 0, unknownCalls: 1 }]);
  });

  it("is usage that is missing under a token limit, and nothing under a limit of calls", () => {
    const { tracker, spend } = trackerOf({ limit: { tokens: 10 } }, { limit: { calls: 10 } });
    expect(spend(5)).toMatchObject([{ budget: "b0", kind: "unknown_amount", unit: "tokens" }]);
    expect(tracker.summary().map(({ unknownCalls }) => unknownCalls)).toEqual([1, 0]);
  });

  it("rounds parts of a nano-dollar up, and marks estimates", () => {
    const { tracker, spend } = trackerOf({});
    spend(undefined, { costNanoUsd: 0.25, estimated: true });
    expect(tracker.status()).toMatchObject([{ spent: 1, estimatedCalls: 1 }]);
  });
});

describe("windows", () => {
  it("take a call in the window it started in, however late its bill", () => {
    const { tracker, spend, clock } = trackerOf({});
    spend(10);
    const startedMs = clock.nowMs;
    clock.nowMs = Date.parse("2026-11-24T00:00:01Z");
    spend(20);
    expect(spend(95, { atMs: startedMs })).toMatchObject([{ kind: "exhausted", spent: 105 * CENT }]);
    expect(tracker.status()).toMatchObject([{ spent: 20 * CENT, windowStartMs: Date.parse("2026-11-24T00:00:00Z") }]);
  });

  it("that ended more than a day ago take nothing any more: the call is counted as late", () => {
    const { tracker, spend, clock } = trackerOf({}, { window: { rolling: "1h" } });
    const startedMs = clock.nowMs;
    clock.nowMs = Date.parse("2026-11-25T00:00:00Z");
    expect(spend(500, { atMs: startedMs })).toEqual([]);
    expect(tracker.summary()).toMatchObject([
      { spent: 0, lateCalls: 1 },
      { spent: 0, lateCalls: 1 },
    ]);
  });

  it.each([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, NOON_MS + 40 * DAY_MS])(
    "take a call that started at %d now",
    (atMs) => {
      const { tracker, spend } = trackerOf({}, { window: { rolling: "24h" } });
      spend(1, { atMs });
      expect(tracker.status()).toMatchObject([{ spent: CENT }, { spent: CENT }]);
    },
  );

  it.each(Array.from({ length: 26 }, (_, hours) => hours))(
    "survive a clock set two hours ahead and back, at hour %d",
    (hours) => {
      const { spend, clock } = trackerOf({}, { window: { rolling: "24h" } }, { window: "lifetime" });
      clock.nowMs += hours * HOUR_MS;
      spend(60);
      clock.nowMs += 2 * HOUR_MS;
      spend(1);
      clock.nowMs -= 2 * HOUR_MS;
      // From 22:00 on, the call made in the future was one of tomorrow.
      expect(spend(40).map(({ budget }) => budget)).toEqual(["b0", "b1", "b2"]);
    },
  );

  it("are at most three, even when a clock runs backwards", () => {
    const { tracker, spend, clock } = trackerOf({});
    for (const day of [0, -1, -2, -3]) {
      clock.nowMs = NOON_MS + day * DAY_MS;
      spend(10);
    }
    const spent = [-3, -2, -1, 0].map((day) => {
      clock.nowMs = NOON_MS + day * DAY_MS;
      return (tracker.status()[0]?.spent ?? 0) / CENT;
    });
    expect(spent).toEqual([10, 10, 10, 0]);
  });

  it("go on after a clock was years ahead", () => {
    const { tracker, spend, clock } = trackerOf({}, { window: { rolling: "24h" } });
    clock.nowMs += 3_650 * DAY_MS;
    spend(7);
    clock.nowMs -= 3_650 * DAY_MS;
    spend(60);
    expect(spend(40).map(({ budget }) => budget)).toEqual(["b0", "b1"]);
    expect(tracker.status("b0")).toMatchObject([{ spent: 100 * CENT }]);
  });

  it("that roll forget an amount no sooner than they say, and no later than one tile after", () => {
    const { tracker, spend, clock } = trackerOf({ window: { rolling: "24h" } });
    clock.nowMs = Date.parse("2026-11-23T12:30:00Z");
    spend(60);
    clock.nowMs += 12 * HOUR_MS;
    spend(30);
    const spentAt = (at: string): unknown => {
      clock.nowMs = Date.parse(at);
      return (tracker.status()[0]?.spent ?? 0) / CENT;
    };
    expect(spentAt("2026-11-24T12:59:59.999Z")).toBe(90);
    expect(spentAt("2026-11-24T13:00:00Z")).toBe(30);
    expect(spentAt("2026-11-25T01:00:00Z")).toBe(0);
  });

  it("that roll fire a threshold at most once in their length, and again if it still holds", () => {
    const { spend, clock } = trackerOf({ window: { rolling: "24h" } });
    expect(spend(100)).toHaveLength(1);
    clock.nowMs += 13 * HOUR_MS;
    expect(spend(100)).toHaveLength(0);
    clock.nowMs += 11 * HOUR_MS;
    expect(spend(1)).toMatchObject([{ kind: "exhausted", spent: 201 * CENT }]);
    expect(spend(1)).toHaveLength(0);
  });

  it("per trace and session are their own, and calls outside any are shown", () => {
    const { tracker, spend } = trackerOf({ window: { per: "trace" } }, { window: { per: "session" } });
    expect(spend(100, { traceId: "t1", attributes: { "session.id": "s" } })).toMatchObject([
      { group: { trace_id: "t1" }, windowEndMs: Number.POSITIVE_INFINITY },
      { group: { "session.id": "s" } },
    ]);
    expect(spend(99, { traceId: "t2" })).toEqual([]);
    expect(spend(1, { traceId: "t2" })).toMatchObject([{ group: { trace_id: "t2" } }]);
    spend(7);
    expect(tracker.summary()).toMatchObject([
      { groups: 2, spent: 200 * CENT, outsideCalls: 1 },
      { groups: 1, spent: 100 * CENT, outsideCalls: 3 },
    ]);
  });
});

describe("groups past the most that are kept", () => {
  it.each([{ every: "day" }, { rolling: "24h" }, "lifetime"] as const)(
    "share one in %j, with one warning",
    (window) => {
      const { tracker, spend } = trackerOf({ window, groupBy: ["user.id"], maxGroups: 2 });
      const events = ["a", "b", "c", "d", "a"].flatMap((user) => spend(30, { attributes: { "user.id": user } }));
      expect(events).toMatchObject([{ kind: "groups_overflowed", maxGroups: 2, group: { "user.id": "(other)" } }]);
      const spent = tracker.status().map((status) => [status.group["user.id"], status.spent / CENT]);
      expect(spent).toEqual([
        ["a", 60],
        ["b", 30],
        ["(other)", 60],
      ]);
      expect(spend(40, { attributes: { "user.id": "e" } })).toMatchObject([{ kind: "exhausted", spent: 100 * CENT }]);
    },
  );

  it("stay one group over the generations of a rolling window", () => {
    const { tracker, spend, clock } = trackerOf({ window: { rolling: "24h" }, groupBy: ["user.id"], maxGroups: 1 });
    spend(10, { attributes: { "user.id": "a" } });
    spend(10, { attributes: { "user.id": "b" } });
    for (let hour = 1; hour <= 24; hour += 1) {
      clock.nowMs += HOUR_MS;
      spend(1, { attributes: { "user.id": "a" } });
      spend(1, { attributes: { "user.id": "b" } });
    }
    const others = tracker.status().filter(({ group }) => group["user.id"] === "(other)");
    expect(others.map(({ spent }) => spent / CENT)).toEqual([34]);
  });
});

describe("status", () => {
  it("tells where one group stands, and zero for one that was never seen", () => {
    const { tracker, spend } = trackerOf({ groupBy: ["team.id", "feature"], limit: { usd: 4 } });
    spend(100, { attributes: { "team.id": "a", feature: "f" } });
    spend(20, { attributes: { "team.id": "a" } });
    const of = (group: Record<string, string>): unknown => tracker.status("b0", group)[0];
    expect(of({ "team.id": "a", feature: "f" })).toEqual({
      budget: "b0",
      group: { "team.id": "a", feature: "f" },
      unit: "nanoUsd",
      limit: 400 * CENT,
      spent: 100 * CENT,
      fraction: 0.25,
      windowStartMs: Date.parse("2026-11-23T00:00:00Z"),
      windowEndMs: Date.parse("2026-11-24T00:00:00Z"),
      calls: 1,
      unknownCalls: 0,
      unknownTokens: 0,
      estimatedCalls: 0,
    });
    expect(of({ "team.id": "a" })).toMatchObject({ group: { "team.id": "a", feature: "(none)" }, spent: 20 * CENT });
    expect(of({ "team.id": "z" })).toMatchObject({ spent: 0, fraction: 0 });
    expect(tracker.status("b0")).toHaveLength(2);
    expect(tracker.status("other")).toEqual([]);
  });

  it("shows a budget that nothing was spent of, and sums up its groups", () => {
    const { tracker, spend } = trackerOf({}, { groupBy: ["team.id"] }, { limit: { usd: 0 } });
    expect(tracker.status()).toMatchObject([
      { budget: "b0", spent: 0, fraction: 0 },
      { budget: "b2", fraction: 1 },
    ]);
    spend(10, { attributes: { "team.id": "a" } });
    spend(30, { attributes: { "team.id": "b" } });
    expect(tracker.summary()[1]).toEqual({
      budget: "b1",
      unit: "nanoUsd",
      limit: 100 * CENT,
      groups: 2,
      spent: 40 * CENT,
      highestFraction: 0.3,
      calls: 2,
      unknownCalls: 0,
      unknownTokens: 0,
      estimatedCalls: 0,
      outsideCalls: 0,
      lateCalls: 0,
    });
  });
});

describe("callFromOperation", () => {
  const operation: Operation = {
    traceId: "t",
    provider: "anthropic",
    operationName: "chat",
    requestModel: "claude-opus-4-5",
    responseModel: "claude-opus-4-5-20251101",
    startTimeMs: NOON_MS,
    endTimeMs: NOON_MS + 900,
    stream: false,
    usage: { inputTokens: 100, outputTokens: 20, cacheReadTokens: 50 },
    usageStatus: "reported",
    status: "ok",
    attributes: { "team.id": "a" },
    source: { kind: "patch", scope: "@outlay/instrumentation-anthropic", dialect: "outlay" },
  };

  it("counts whole input and output, at the start of the call", () => {
    expect(callFromOperation(operation, 5)).toEqual({
      atMs: NOON_MS,
      attributes: {
        "team.id": "a",
        "gen_ai.provider.name": "anthropic",
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "claude-opus-4-5",
        "gen_ai.response.model": "claude-opus-4-5-20251101",
      },
      traceId: "t",
      model: "claude-opus-4-5-20251101",
      costNanoUsd: 5,
      tokens: 120,
      estimated: false,
    });
  });

  it("knows no tokens where usage is missing, and takes partial usage for an estimate", () => {
    const tokens = (change: Partial<Operation>): unknown => {
      const call = callFromOperation({ ...operation, ...change }, undefined);
      return [call.tokens, call.estimated];
    };
    expect(tokens({ usageStatus: "missing" })).toEqual([undefined, false]);
    expect(tokens({ usage: {} })).toEqual([undefined, false]);
    expect(tokens({ usage: { inputTokens: 7 } })).toEqual([7, false]);
    expect(tokens({ usageStatus: "partial", usage: { outputTokens: 7 } })).toEqual([7, true]);
  });
});
