// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import type { BudgetDefinition } from "../../src/definition.ts";
import { printFigure } from "../print-figure.ts";
import { LIMIT, planOf } from "./hand.ts";
import type { Hand } from "./hand.ts";

/** What becomes of what was spent and held when a budget's definition changes under it. */
export function describeChanges(using: () => Hand, name: string): void {
  describe("a definition that changes in the middle of a window", () => {
    it.each<[what: string, change: Partial<BudgetDefinition>, admitted: number]>([
      ["raised", { limit: { tokens: 2 * LIMIT } }, 2 * LIMIT - 900],
      ["lowered, and not yet reached", { limit: { tokens: 950 } }, 50],
      ["lowered below what is spent", { limit: { tokens: 500 } }, 0],
      ["told of at other shares", { thresholds: [{ at: 0.1 }] }, 100],
      ["matched by other calls", { match: { feature: "f" } }, 100],
      [
        "another for this group",
        { overrides: [{ match: { "user.id": "u" }, limit: { tokens: 3 * LIMIT } }] },
        3 * LIMIT - 900,
      ],
    ])("scenario 15: goes on with what was spent and held when its limit is %s", async (_, change, admitted) => {
      const hand = using();
      const before = hand.at(planOf());
      await hand.settle("spent", 600, [before]);
      await hand.reserve("running", 300, [before]);
      const changed = planOf(change);
      const after = hand.at(changed.planOf("u"));
      expect(await hand.figures(after)).toEqual([600, 300, 0, 1, 0]);
      expect(await hand.reserve("over", admitted + 1, [after])).toMatchObject({ kind: "denied" });
      if (admitted > 0) expect(await hand.reserve("fits", admitted, [after])).toMatchObject({ kind: "held" });
      // What runs was admitted: it is settled by whoever knows it, under either definition, and never refused.
      await hand.settle("running", 250, [before]);
      await hand.settle("running", 250, [after]);
      expect(await hand.figures(after)).toEqual([850, admitted, 0, 2, 0]);
    });

    it.each<[what: string, change: Partial<BudgetDefinition>]>([
      ["another name", { name: "renamed" }],
      ["another window", { window: { every: "month" } }],
      ["another time zone", { window: { every: "day", timezone: "Asia/Tokyo" } }],
      ["another unit", { limit: { calls: 10 } }],
      ["other groups", { groupBy: ["team.id"] }],
    ])("scenario 15: begins at zero under %s, and what ran is settled where it began", async (_, change) => {
      const hand = using();
      const before = hand.at(planOf());
      await hand.reserve("running", 300, [before]);
      const after = hand.at(planOf(change));
      expect(await hand.figures(after)).toEqual([0, 0, 0, 0, 0]);
      await hand.settle("running", 250, [before]);
      expect(await hand.figures(before)).toEqual([250, 0, 0, 1, 0]);
      expect(await hand.figures(after)).toEqual([0, 0, 0, 0, 0]);
    });

    it("scenario 15: arms its alerts once more under another limit, and denies no call in flight", async () => {
      const hand = using();
      const [before, lowered] = [planOf(), planOf({ limit: { tokens: 500 } })].map((plan) => hand.at(plan));
      if (before === undefined || lowered === undefined) throw new Error("unreachable");
      for (let call = 0; call < 10; call += 1) await hand.reserve(`call-${call}`, 100, [before]);
      let settled = 0;
      for (let call = 0; call < 10; call += 1) {
        settled += (await hand.settle(`call-${call}`, 100, [lowered])).kind === "settled" ? 1 : 0;
      }
      await hand.settle("one more", 1, [lowered]);
      expect(settled).toBe(10);
      expect(await hand.figures(lowered)).toEqual([LIMIT + 1, 0, 0, 11, 0]);
      expect(await hand.fired()).toEqual([[1]]);
      printFigure("15", `${name}: limit halved under 10 running calls: ${settled} settled, 0 denied, alert armed once`);
    });
  });
}
