// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { printFigure } from "../print-figure.ts";
import { DAY_MS, planOf } from "./hand.ts";
import type { Hand } from "./hand.ts";

/** What every store must do when somebody corrects a counter. */
export function describeCorrections(using: () => Hand, name: string): void {
  describe("corrections", () => {
    it("scenario 16: adjust what is spent by any amount, once for each id", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      await hand.settle("a", 500, [counter]);
      expect(await hand.store.adjust("x", counter, -200)).toMatchObject({ spent: 300 });
      expect(await hand.store.adjust("x", counter, -200)).toMatchObject({ spent: 300 });
      expect(await hand.store.adjust("y", counter, 1_000)).toMatchObject({ spent: 1_300, calls: 1 });
      expect(await hand.reserve("b", 1, [counter])).toMatchObject({ kind: "denied" });
    });

    it("scenario 16: grant more, once for each id, until the window ends", async () => {
      const hand = using();
      const plan = planOf();
      const counter = hand.at(plan);
      await hand.settle("a", 1_000, [counter]);
      expect(await hand.store.grant("x", counter, 250)).toMatchObject({ granted: 250 });
      expect(await hand.store.grant("x", counter, 250)).toMatchObject({ granted: 250 });
      expect(await hand.reserve("b", 251, [counter])).toMatchObject({ kind: "denied", states: [{ granted: 250 }] });
      expect(await hand.reserve("c", 250, [counter])).toMatchObject({ kind: "held" });
      hand.clock.nowMs += DAY_MS;
      expect(await hand.reserve("d", 1_001, [hand.at(plan)])).toMatchObject({
        kind: "denied",
        states: [{ granted: 0 }],
      });
      printFigure("16", `${name}: 250 granted twice under one id: 250 more until midnight, then 0`);
    });

    it("scenario 16: never make an alert fire twice, and make one fire that they bring about", async () => {
      const hand = using();
      const counter = hand.at(planOf({ thresholds: [{ at: 0.5 }, { at: 1 }] }));
      await hand.settle("a", 600, [counter]);
      await hand.store.adjust("x", counter, -500);
      await hand.store.adjust("y", counter, 500);
      await hand.store.grant("z", counter, 1_000);
      expect(await hand.fired()).toEqual([[0.5], "granted"]);
      await hand.store.adjust("w", counter, 400);
      expect(await hand.fired()).toEqual([[1]]);
    });

    it("tell of a grant once, and of the thresholds that are not passed with it", async () => {
      const hand = using();
      const plan = planOf({ thresholds: [{ at: 0.5, alert: "finops" }, { at: 1 }, { at: 1.5 }] });
      const counter = hand.at(plan);
      const { events: crossed } = await hand.settle("a", 1_100, [counter]);
      const { events } = await hand.store.grant("x", counter, 200);
      expect(events).toMatchObject([
        { kind: "granted", amount: 200, granted: 200, spent: 1_100, channels: ["finops"], group: { "user.id": "u" } },
      ]);
      expect(events).toMatchObject([{ lifted: [{ threshold: 1, key: crossed[0]?.key }] }]);
      expect((await hand.store.grant("x", counter, 200)).events).toEqual([]);
      const { events: more } = await hand.store.grant("y: 1", counter, 500);
      expect(more).toMatchObject([{ amount: 500, granted: 700, lifted: [{ threshold: 0.5 }] }]);
      const claimed = await hand.store.claimEvents(10, 1_000);
      expect(claimed.map(({ event }) => event)).toEqual([...crossed, ...events, ...more]);
      expect(new Set(claimed.map(({ event }) => event.key)).size).toBe(3);
    });

    it("tell who granted and why, and keep what others say of it apart", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      const note = { by: "anna", reason: `launch: "day" 1\n${"x".repeat(300)}` };
      await hand.store.grant("x", counter, 200, note);
      await hand.store.grant("y", counter, 100, { reason: "" });
      const claimed = await hand.store.claimEvents(10, 1_000);
      expect(claimed.map(({ event }) => event)).toMatchObject([
        { kind: "granted", amount: 200, by: "anna", reason: note.reason.slice(0, 256) },
        { kind: "granted", amount: 100, granted: 300 },
      ]);
      expect(claimed[1]?.event).not.toHaveProperty("reason");
    });

    it("tell who adjusted and why, once for each id, and of adjustments without a note nothing", async () => {
      const hand = using();
      const counter = hand.at(planOf({ thresholds: [{ at: 1, alert: "finops" }] }));
      await hand.settle("a", 500, [counter]);
      const note = { by: "anna", reason: `counted: "twice" 1\n${"x".repeat(300)}` };
      const { events } = await hand.store.adjust("x: 1", counter, -200, note);
      expect(events).toMatchObject([
        {
          kind: "adjusted",
          amount: -200,
          spent: 300,
          by: "anna",
          reason: note.reason.slice(0, 256),
          channels: ["finops"],
        },
      ]);
      expect((await hand.store.adjust("x: 1", counter, -200, note)).events).toEqual([]);
      expect((await hand.store.adjust("y", counter, 100)).events).toEqual([]);
      expect((await hand.store.adjust("z", counter, 600, { reason: "late bill" })).events).toMatchObject([
        { kind: "exhausted", spent: 1_000 },
        { kind: "adjusted", amount: 600, spent: 1_000, reason: "late bill" },
      ]);
      const claimed = await hand.store.claimEvents(10, 1_000);
      expect(claimed[0]?.event).toEqual(events[0]);
      expect(claimed.map(({ event }) => event.kind)).toEqual(["adjusted", "exhausted", "adjusted"]);
    });

    it.each([
      ["a rolling window", { rolling: "24h" }],
      ["a session", { per: "session" }],
      ["ever", "lifetime"],
    ] as const)("are made once for each id, also when %s has seen nobody for a month", async (_, window) => {
      const hand = using();
      const plan = planOf({ window, maxGroups: 1 });
      await hand.store.adjust("x", hand.at(plan), 200);
      await hand.store.grant("x", hand.at(plan), 100);
      hand.clock.nowMs += 30 * DAY_MS;
      const before = await hand.figures(hand.at(plan));
      await hand.store.adjust("x", hand.at(plan), 200);
      await hand.store.grant("x", hand.at(plan), 100);
      expect(await hand.figures(hand.at(plan))).toEqual(before);
      expect(await hand.store.adjust("y", hand.at(plan), 7)).toMatchObject({ spent: 7 + (before[0] ?? 0) });
    });
  });
}
