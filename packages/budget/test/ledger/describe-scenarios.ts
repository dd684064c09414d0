// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { printFigure } from "../print-figure.ts";
import { DAY_MS, HOUR_MS, LEASE_MS, planOf } from "./hand.ts";
import type { Hand } from "./hand.ts";

const CALLS = 1_000;

/** A shuffle that is the same every time. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  const order = items.map((item, index) => ({ item, place: Math.imul(index + 1, 0x9e37_79b1) >>> 0 }));
  return order.toSorted((left, right) => left.place - right.place).map(({ item }) => item);
}

/** Many calls at once, each with its figure printed. */
export function describeScenarios(using: () => Hand, name: string): void {
  describe("many calls", () => {
    it("scenario 13: in flight at midnight are each charged once to the day they began, and the new day admits at once", async () => {
      const hand = using();
      const plan = planOf({ limit: { tokens: 10 * CALLS }, groupBy: [] });
      const before = hand.at(plan, "");
      for (let call = 0; call < CALLS; call += 1) await hand.reserve(`call-${call}`, 10, [before]);
      expect(await hand.reserve("one more", 1, [before])).toMatchObject({ kind: "denied" });
      await hand.store.extend(
        Array.from({ length: CALLS }, (_, call) => `call-${call}`),
        2 * HOUR_MS,
      );
      hand.clock.nowMs = Math.floor(hand.clock.nowMs / DAY_MS) * DAY_MS + DAY_MS;
      const after = hand.at(plan, "");
      expect(await hand.reserve("first", 10 * CALLS, [after])).toMatchObject({ kind: "held" });
      for (const call of shuffled([...Array.from({ length: CALLS }).keys()]))
        await hand.settle(`call-${call}`, 7, [before]);
      expect(await hand.figures(before)).toEqual([7 * CALLS, 0, 0, CALLS, 0]);
      expect(await hand.figures(after)).toEqual([0, 10 * CALLS, 0, 0, 0]);
      printFigure("13", `${name}: ${CALLS} calls over midnight, each in its day, the new day began with 0`);
    });

    it("scenario 6: told twice, in any order, some before they were admitted, add up to what they were", async () => {
      const hand = using();
      const counters = [
        hand.at(planOf({ limit: { tokens: 1e9 } })),
        hand.at(planOf({ name: "c", limit: { tokens: 1e9 }, window: { rolling: "24h" } })),
      ];
      const steps = Array.from({ length: 300 }).flatMap((_, call) => {
        const id = `call-${call}`;
        const reserve = (): Promise<unknown> => hand.reserve(id, 100, counters);
        const settle = (): Promise<unknown> => hand.settle(id, call, counters);
        return call % 3 === 0 ? [reserve, settle, settle, reserve] : [reserve, settle];
      });
      for (const step of shuffled(steps)) await step();
      const actual = (300 * 299) / 2;
      // Those that were admitted after they had been settled hold nothing; all others have been settled.
      for (const counter of counters) expect(await hand.figures(counter)).toEqual([actual, 0, 0, 300, 0]);
      printFigure("6", `${name}: 300 calls, a third told twice, out of order: ledger minus actual 0`);
    });

    it("scenario 4: that nobody settles hold nothing after their lease, however many they are", async () => {
      const hand = using();
      const counter = hand.at(planOf({ limit: { tokens: CALLS }, window: "lifetime" }), "u");
      for (let call = 0; call < CALLS; call += 1) await hand.reserve(`call-${call}`, 1, [counter], 0);
      hand.clock.nowMs += LEASE_MS;
      expect(await hand.reserve("next", CALLS, [counter])).toMatchObject({ kind: "held", states: [{ held: CALLS }] });
      printFigure("4", `${name}: ${CALLS} dead leases gone within one admission`);
    });
  });
}
