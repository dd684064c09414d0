// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { DAY_MS, LEASE_MS, MINUTE_MS, planOf } from "./hand.ts";
import type { Hand } from "./hand.ts";

type Using = () => Hand;

/** What is said of how fast budgets fill, by every store. */
export function describePaces(using: Using): void {
  describeForecasts(using);
  describeBurns(using);
}

function describeForecasts(using: Using): void {
  describe("forecasts", () => {
    const thresholds = [
      { at: 1, basis: "forecast", alert: "finops" },
      { at: 2, basis: "forecast", alert: "oncall" },
    ] as const;
    const plan = planOf({ window: { every: "month" }, thresholds });

    it("are made from the tenth call on, once, and say what is to come and when", async () => {
      const hand = using();
      const counter = hand.at(plan);
      for (let call = 1; call <= 9; call += 1) expect((await hand.settle(`${call}`, 90, [counter])).events).toEqual([]);
      const { events } = await hand.settle("10", 1, [counter]);
      const passed = (hand.clock.nowMs - Date.parse("2026-10-01")) / (31 * DAY_MS);
      expect(events).toMatchObject([
        { kind: "forecast_exceeded", threshold: 1, thresholdsCrossed: [1], channels: ["finops"], spent: 811 },
      ]);
      expect(events[0]).toMatchObject({
        projected: Math.round(811 / passed),
        reachedAtMs: Math.round(Date.parse("2026-10-01") + passed * 31 * DAY_MS * (1_000 / 811)),
      });
      expect((await hand.settle("11", 1, [counter])).events).toEqual([]);
      expect((await hand.store.claimEvents(10, MINUTE_MS)).map(({ event }) => event)).toEqual(events);
    });

    it("are not made before a tenth of the window has passed, and then all at once", async () => {
      const hand = using();
      hand.clock.nowMs = Date.parse("2026-11-04") - 1;
      const counter = hand.at(plan);
      for (let call = 1; call <= 20; call += 1) await hand.settle(`${call}`, 45, [counter]);
      expect(await hand.fired()).toEqual([]);
      hand.clock.nowMs += 1;
      const { events } = await hand.settle("21", 0, [counter]);
      expect(events).toMatchObject([{ thresholdsCrossed: [2, 1], channels: ["finops", "oncall"] }]);
    });

    it("of what has been reached need neither time nor calls, and come again under another limit", async () => {
      const hand = using();
      const raised = planOf({ window: { every: "month" }, thresholds, limit: { tokens: 1_200 } });
      await hand.settle("a", 1_300, [hand.at(plan)]);
      await hand.settle("b", 1, [hand.at(raised)]);
      await hand.store.adjust("x", hand.at(plan), 5_000);
      expect(await hand.fired()).toEqual([[1], [1], [2]]);
    });
  });
}

function describeBurns(using: Using): void {
  describe("paces", () => {
    const plan = planOf({ thresholds: [], burn: [{ consume: "5%", within: "1h", alert: "oncall" }] });

    it("are told of when the share is reached, at most once in their time, and then as something new", async () => {
      const hand = using();
      expect((await hand.settle("a", 49, [hand.at(plan)])).events).toEqual([]);
      const { events } = await hand.settle("b", 1, [hand.at(plan)]);
      expect(events).toMatchObject([
        {
          kind: "burn_rate_high",
          consume: 0.05,
          withinMs: 60 * MINUTE_MS,
          consumed: 50,
          channels: ["oncall"],
          spent: 50,
        },
      ]);
      hand.clock.nowMs += 59 * MINUTE_MS;
      expect((await hand.settle("c", 500, [hand.at(plan)])).events).toEqual([]);
      hand.clock.nowMs += MINUTE_MS;
      const again = await hand.settle("d", 0, [hand.at(plan)]);
      expect(again.events).toMatchObject([{ kind: "burn_rate_high", consumed: 550 }]);
      expect(again.events[0]?.key).not.toBe(events[0]?.key);
      const claimed = await hand.store.claimEvents(10, MINUTE_MS);
      expect(claimed.map(({ event }) => event)).toEqual([...events, ...again.events]);
    });

    it("are not told of when the burst is over: the last twelfth of the time must agree", async () => {
      const hand = using();
      await hand.settle("a", 49, [hand.at(plan)]);
      hand.clock.nowMs += 30 * MINUTE_MS;
      expect((await hand.settle("b", 1, [hand.at(plan)])).events).toEqual([]);
      expect((await hand.settle("c", 4, [hand.at(plan)])).events).toMatchObject([{ consumed: 54 }]);
    });

    it("forget what is older than their time", async () => {
      const hand = using();
      await hand.settle("a", 49, [hand.at(plan)]);
      hand.clock.nowMs += 66 * MINUTE_MS;
      expect((await hand.settle("b", 49, [hand.at(plan)])).events).toEqual([]);
      hand.clock.nowMs += 10 * DAY_MS;
      expect((await hand.settle("c", 49, [hand.at(plan)])).events).toEqual([]);
      expect((await hand.settle("d", 1, [hand.at(plan)])).events).toMatchObject([{ consumed: 50 }]);
    });

    it("count what is assumed of a silent call until the truth is known, and no corrections", async () => {
      const hand = using();
      const counter = hand.at(plan);
      await hand.reserve("a", 40, [counter]);
      hand.clock.nowMs += LEASE_MS;
      expect(await hand.figures(counter)).toEqual([40, 0, 0, 1, 0]);
      await hand.settle("a", 5, [counter]);
      await hand.store.adjust("x", counter, 500);
      expect((await hand.settle("b", 44, [counter])).events).toEqual([]);
      expect((await hand.settle("c", 1, [counter])).events).toMatchObject([{ consumed: 50 }]);
    });

    it("of several lengths are told of each for itself, also in a rolling window", async () => {
      const hand = using();
      const both = planOf({
        window: { rolling: "7d" },
        thresholds: [],
        burn: [
          { consume: "2%", within: "1h" },
          { consume: "5%", within: "6h" },
        ],
      });
      const { events } = await hand.settle("a", 30, [hand.at(both)]);
      expect(events).toMatchObject([{ consume: 0.02 }]);
      hand.clock.nowMs += 50 * MINUTE_MS;
      expect((await hand.settle("b", 20, [hand.at(both)])).events).toMatchObject([{ consume: 0.05, consumed: 50 }]);
    });
  });
}
