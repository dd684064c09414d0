// SPDX-License-Identifier: Apache-2.0
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { describe, expect, it } from "vitest";

import { createBudgetTracker } from "../src/index.ts";
import { printFigure } from "./print-figure.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
setFlagsFromString("--no-expose-gc");

const USERS = 1_000_000;
const MAX_GROUPS = 100_000;
const NOON = Date.UTC(2026, 10, 26, 12);
/** What `npm run bench` measures at a million groups is 240; here less is kept, and hash tables are less full. */
const MAX_BYTES = 320;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe("a million users", () => {
  it("scenario 17: take memory for as many groups as are kept, all others share one, and none is lost", () => {
    const before = heapBytes();
    const tracker = createBudgetTracker(
      [{ name: "user", groupBy: ["user.id"], limit: { usd: 1e6 }, window: { every: "day" }, maxGroups: MAX_GROUPS }],
      { now: () => NOON },
    );
    for (let user = 0; user < USERS; user += 1) {
      const id = `user-${user}-${Math.imul(user, 0x9e37_79b1) >>> 0}`;
      tracker.record({ atMs: NOON, attributes: { "user.id": id }, costNanoUsd: 3, tokens: 1 });
    }
    const bytes = (heapBytes() - before) / MAX_GROUPS;
    const standings = tracker.status("user");
    const spent = standings.reduce((sum, standing) => sum + standing.spent, 0);
    const other = standings.find(({ group }) => group["user.id"] === "(other)");
    expect([standings.length, spent, other?.calls]).toEqual([MAX_GROUPS + 1, 3 * USERS, USERS - MAX_GROUPS]);
    expect(bytes).toBeLessThan(MAX_BYTES);
    printFigure(
      "17",
      `${USERS} users: ${bytes.toFixed(0)} bytes for each of ${MAX_GROUPS} groups, the others in one, 0 calls lost`,
    );
  });
});
