// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { DAY_MS, LEASE_MS, LIMIT, MINUTE_MS, planOf } from "./hand.ts";
import type { Hand } from "./hand.ts";

type Using = () => Hand;

/** When alerts fire, and how they are handed out. */
export function describeThresholds(using: Using): void {
  describe("thresholds", () => {
    const thresholds = [{ at: 0.25 }, { at: 0.5, alert: "finops" }, { at: 1, alert: "oncall" }];

    it("scenario 22: that one settlement jumps over are one event, in the answer and in the outbox, once", async () => {
      const hand = using();
      const counter = hand.at(planOf({ thresholds }));
      const { events } = await hand.settle("a", 600, [counter]);
      expect(events).toMatchObject([
        { kind: "threshold_crossed", thresholdsCrossed: [0.5, 0.25], spent: 600, limit: LIMIT, traceId: "t" },
      ]);
      expect(events[0]).toMatchObject({
        group: { "user.id": "u" },
        channels: ["finops"],
        unit: "tokens",
        timezone: "UTC",
      });
      expect((await hand.settle("a", 600, [counter])).events).toEqual([]);
      expect((await hand.settle("b", 1, [counter])).events).toEqual([]);
      const claimed = await hand.store.claimEvents(10, MINUTE_MS);
      expect(claimed.map(({ event }) => event)).toEqual(events);
    });

    it("fire by what is charged for a call that was never heard of again", async () => {
      const hand = using();
      await hand.reserve("a", 1_000, [hand.at(planOf({ thresholds }))]);
      hand.clock.nowMs += LEASE_MS;
      expect(await hand.fired()).toEqual([[1, 0.5, 0.25]]);
    });

    it("scenario 15: re-arm under another limit and in another window, and not when the first limit comes back", async () => {
      const hand = using();
      const first = planOf({ thresholds: [{ at: 0.5 }] });
      const raised = planOf({ thresholds: [{ at: 0.5 }], limit: { tokens: 1_100 } });
      await hand.settle("a", 600, [hand.at(first)]);
      await hand.settle("b", 1, [hand.at(raised)]);
      await hand.settle("c", 1, [hand.at(first)]);
      await hand.settle("d", 1, [hand.at(raised)]);
      expect(await hand.fired()).toHaveLength(2);
      hand.clock.nowMs += DAY_MS;
      await hand.settle("e", 600, [hand.at(first)]);
      expect(await hand.fired()).toHaveLength(1);
    });

    it("are shares of the limit that a group has", async () => {
      const hand = using();
      const overrides = [{ match: { "user.id": "v" }, limit: { tokens: 5_000 } }];
      const plan = planOf({ thresholds: [{ at: 0.5 }], overrides });
      for (const user of ["u", "v"]) await hand.settle(user, 600, [hand.at(plan.planOf(user), user)]);
      const claimed = await hand.store.claimEvents(10, MINUTE_MS);
      expect(claimed).toMatchObject([{ event: { group: { "user.id": "u" }, limit: LIMIT } }]);
      await hand.settle("w", 1_900, [hand.at(plan.planOf("v"), "v")]);
      expect(await hand.store.claimEvents(10, MINUTE_MS)).toMatchObject([
        { event: { group: { "user.id": "v" }, limit: 5_000, spent: 2_500 } },
      ]);
    });

    it("scenario 22: wait in the outbox for whoever claims them, and again for others when that one is silent", async () => {
      const hand = using();
      const plan = planOf({ thresholds: [{ at: 0.5 }] });
      for (const user of ["u", "v", "w"]) await hand.settle(user, 500, [hand.at(plan, user)]);
      const first = await hand.store.claimEvents(2, MINUTE_MS);
      expect(first.map(({ event }) => event.group["user.id"])).toEqual(["u", "v"]);
      expect(await hand.store.claimEvents(10, MINUTE_MS)).toMatchObject([{ event: { group: { "user.id": "w" } } }]);
      await hand.store.acknowledgeEvents(first.slice(0, 1).map(({ id }) => id));
      expect(await hand.store.claimEvents(10, MINUTE_MS)).toEqual([]);
      hand.clock.nowMs += MINUTE_MS;
      const again = await hand.store.claimEvents(10, MINUTE_MS);
      expect(again.map(({ event }) => event.group["user.id"])).toEqual(["v", "w"]);
      expect(again[0]).toEqual(first[1]);
    });

    it("are left to whoever claimed them for as long as that one says that it is at it", async () => {
      const hand = using();
      await hand.settle("a", 500, [hand.at(planOf({ thresholds: [{ at: 0.5 }] }))]);
      const ids = (await hand.store.claimEvents(10, MINUTE_MS)).map(({ id }) => id);
      for (let minute = 0; minute < 3; minute += 1) {
        await hand.store.extendEvents(ids, 2 * MINUTE_MS);
        hand.clock.nowMs += MINUTE_MS;
        expect(await hand.store.claimEvents(10, MINUTE_MS)).toEqual([]);
      }
      hand.clock.nowMs += MINUTE_MS;
      expect(await hand.store.claimEvents(10, MINUTE_MS)).toMatchObject([{ id: ids[0] }]);
      await hand.store.acknowledgeEvents(ids);
      await hand.store.extendEvents(ids, 0);
      expect(await hand.store.claimEvents(10, MINUTE_MS)).toEqual([]);
    });
  });
}

/** Group keys that would collide or break out where keys are glued together or looked up in objects. */
export const HOSTILE_KEYS: readonly string[] = [
  "a:b",
  "a|b",
  "{a}",
  "}{",
  "a b",
  "a\nb",
  "a\0b",
  "__proto__",
  "constructor",
  "toString",
  "💸",
  "e\u0301",
  "\u00e9",
  "*",
  "KEYS[1]",
  "' OR 1=1 --",
  "x".repeat(10_000),
  `${"x".repeat(10_000)}y`,
];

/** Which calls share a counter. */
export function describeGroups(using: Using): void {
  describe("groups", () => {
    it("scenario 17: of any spelling are counted apart and listed as they are", async () => {
      const hand = using();
      const plan = planOf();
      for (const [index, key] of HOSTILE_KEYS.entries())
        await hand.settle(`id ${key}`, index + 1, [hand.at(plan, key)]);
      const states = await hand.store.read(HOSTILE_KEYS.map((key) => hand.at(plan, key)));
      expect(states.map(({ spent }) => spent)).toEqual(HOSTILE_KEYS.map((_, index) => index + 1));
      const listed = await hand.store.groups(plan, plan.windowAt(hand.clock.nowMs));
      expect([...listed].toSorted()).toEqual([...HOSTILE_KEYS].toSorted());
    });

    it("scenario 17: past the most that are kept share one, held and settled there, and say so once", async () => {
      const hand = using();
      const plan = planOf({ maxGroups: 2, thresholds: [] });
      for (const user of ["u", "v", "w", "x"]) await hand.reserve(user, 300, [hand.at(plan, user)]);
      expect(await hand.figures(hand.at(plan, "y"))).toEqual([0, 600, 0, 0, 0]);
      expect(await hand.reserve("y", 401, [hand.at(plan, "y")])).toMatchObject({
        kind: "denied",
        states: [{ held: 600 }],
      });
      for (const user of ["u", "v", "w", "x"]) await hand.settle(user, 10, [hand.at(plan, user)]);
      expect(await hand.figures(hand.at(plan, "y"))).toEqual([20, 0, 0, 2, 0]);
      expect(await hand.figures(hand.at(plan, "u"))).toEqual([10, 0, 0, 1, 0]);
      expect(await hand.fired()).toEqual(["groups_overflowed"]);
    });

    it("that were only refused take no place", async () => {
      const hand = using();
      const plan = planOf({ maxGroups: 1 });
      await hand.reserve("a", 2_000, [hand.at(plan, "u")]);
      await hand.reserve("b", 10, [hand.at(plan, "v")]);
      expect(await hand.store.groups(plan, plan.windowAt(hand.clock.nowMs))).toEqual(["v"]);
    });

    it("per session are each their own", async () => {
      const hand = using();
      const plan = planOf({ window: { per: "session" }, groupBy: [] });
      await hand.reserve("a", 1_000, [hand.at(plan, "s1")]);
      expect(await hand.reserve("b", 1_000, [hand.at(plan, "s2")])).toMatchObject({ kind: "held" });
      expect(await hand.reserve("c", 1, [hand.at(plan, "s1")])).toMatchObject({ kind: "denied" });
    });
  });
}
