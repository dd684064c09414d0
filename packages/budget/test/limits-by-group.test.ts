// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { createBudgetTracker, createMemoryStore } from "../src/index.ts";
import type { BudgetDefinition } from "../src/index.ts";
import { callOf, decisionOf, guardOf, NOON, USD } from "./guard/guarded-calls.ts";

const TEAMS: BudgetDefinition = {
  name: "team-day",
  groupBy: ["team.id"],
  limit: { usd: 1 },
  overrides: [
    { match: { "team.id": "research" }, limit: { usd: 4 } },
    { match: { "team.id": ["re*", "intern"] }, limit: { usd: 0 } },
  ],
  window: { every: "day" },
  thresholds: [{ at: "50%" }, { at: "100%", action: "block" }],
};

function trackerOf(definition: BudgetDefinition): ReturnType<typeof createBudgetTracker> {
  return createBudgetTracker([definition], { now: () => NOON });
}

function spend(tracker: ReturnType<typeof createBudgetTracker>, attributes: object, usd: number): readonly unknown[] {
  const call = { atMs: NOON, attributes: { ...attributes }, costNanoUsd: usd * USD };
  return tracker
    .record(call)
    .map((event) => ("threshold" in event ? [event.threshold, event.limit / USD] : event.kind));
}

describe("a group with a limit of its own", () => {
  it.each([
    ["research", 4],
    ["reception", 0],
    ["intern", 0],
    ["support", 1],
    ["(none)", 1],
  ])("%s has that of the first override that fits", (team, usd) => {
    const tracker = trackerOf(TEAMS);
    expect(tracker.status("team-day", { "team.id": team })[0]?.limit).toBe(usd * USD);
  });

  it("is told of shares of that limit", () => {
    const tracker = trackerOf(TEAMS);
    expect(spend(tracker, { "team.id": "research" }, 1)).toEqual([]);
    expect(spend(tracker, { "team.id": "support" }, 0.5)).toEqual([[0.5, 1]]);
    expect(spend(tracker, { "team.id": "research" }, 1)).toEqual([[0.5, 4]]);
  });

  it("does not take one that has no value, whatever the override fits", () => {
    const tracker = trackerOf({ ...TEAMS, overrides: [{ match: { "team.id": "*" }, limit: { usd: 4 } }] });
    expect(spend(tracker, {}, 0.5)).toEqual([[0.5, 1]]);
    expect(tracker.status("team-day", { "team.id": "a" })[0]?.limit).toBe(4 * USD);
  });

  it("is held to that limit", () => {
    const { admit, guard } = guardOf([TEAMS]);
    const ask = (id: string, team: string, usd: number): string | undefined =>
      decisionOf(admit(callOf(id, usd, { attributes: { "team.id": team } })));
    expect(ask("a", "support", 2)).toBe("refused");
    expect(ask("b", "research", 3)).toBe("admitted");
    expect(ask("c", "research", 2)).toBe("refused");
    expect(ask("d", "intern", 0.1)).toBe("refused");
    expect(guard.status("team-day", { "team.id": "research" })).toMatchObject([{ limit: 4 * USD, held: 3 * USD }]);
  });

  it("keeps what is granted to it beside its own limit", async () => {
    const { admit, guard } = guardOf([TEAMS]);
    await guard.grant("team-day", { "team.id": "intern" }, USD, "once");
    const verdict = admit(callOf("a", 2, { attributes: { "team.id": "intern" } }));
    expect(verdict?.refusal?.violations).toMatchObject([{ limit: USD, requested: 2 * USD }]);
  });

  it("counts by its own share in the largest of all groups", () => {
    const tracker = trackerOf({ ...TEAMS, overrides: [{ match: { "team.id": "research" }, limit: { usd: 4 } }] });
    spend(tracker, { "team.id": "research" }, 2);
    spend(tracker, { "team.id": "support" }, 0.75);
    expect(tracker.summary()[0]).toMatchObject({ highestFraction: 0.75, limit: USD });
  });

  it("scenario 15: does not begin anew when its limit changes", async () => {
    const store = createMemoryStore({ now: () => NOON });
    const before = guardOf([TEAMS], { store });
    await before.guard.admit(callOf("a", 0.75, { attributes: { "team.id": "research" } }));
    const { overrides: _, ...plain } = TEAMS;
    const after = guardOf([plain], { store });
    expect(await after.guard.status()).toMatchObject([{ held: 0.75 * USD, limit: USD }]);
  });
});
