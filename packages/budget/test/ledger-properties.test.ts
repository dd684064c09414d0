// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { BudgetCall } from "../src/call.ts";
import type { BudgetDefinition } from "../src/definition.ts";
import { createBudgetTracker } from "../src/tracker.ts";
import { windowAt } from "../src/window.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.parse("2026-10-24T20:00:00Z");
const FRACTIONS = [0.25, 0.5, 1] as const;

/** One step of a history: the clock moves on, then a call that started a while ago is reported. */
interface Step {
  readonly waitMs: number;
  readonly ageMs: number;
  readonly user: string;
  readonly costNanoUsd: number | undefined;
}

const step: fc.Arbitrary<Step> = fc.record({
  waitMs: fc.constantFrom(0, 0, 1, 20 * 60_000, HOUR_MS, 7 * HOUR_MS),
  ageMs: fc.constantFrom(0, 0, 5 * 60_000, 2 * HOUR_MS, 30 * HOUR_MS, 80 * HOUR_MS),
  user: fc.constantFrom("a", "b", "c"),
  costNanoUsd: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined, freq: 8 }),
});
const history = fc.array(step, { maxLength: 40 });

const windows: fc.Arbitrary<BudgetDefinition["window"]> = fc.constantFrom(
  { every: "day", timezone: "Europe/Berlin" } as const,
  { every: "week" } as const,
  { rolling: "24h" } as const,
  "lifetime" as const,
);

function definitionWith(window: BudgetDefinition["window"]): BudgetDefinition {
  return {
    name: "b",
    groupBy: ["user.id"],
    limit: { usd: "0.000001" },
    window,
    thresholds: FRACTIONS.map((at) => ({ at })),
  };
}

type Said = readonly [step: number, user: string | undefined, fractions: readonly number[]];

/** What should happen, worked out anew from the whole history at every step. */
function oracle(
  window: BudgetDefinition["window"],
  steps: readonly Step[],
): { said: Said[]; spent: Map<string, number> } {
  const isRolling = typeof window === "object" && "rolling" in window;
  const counted: { user: string; endMs: number; key: string; cost: number }[] = [];
  const firedAtMs = new Map<string, number>();
  const said: Said[] = [];
  let nowMs = START_MS;
  const sum = (user: string, key: string): number => {
    const live = counted.filter(
      (call) => call.user === user && (isRolling ? call.endMs + DAY_MS > nowMs : call.key === key),
    );
    return live.reduce((total, { cost }) => total + cost, 0);
  };
  for (const [index, { waitMs, ageMs, user, costNanoUsd }] of steps.entries()) {
    nowMs += waitMs;
    const { key, endMs } = windowAt(window, nowMs - ageMs);
    if (endMs + DAY_MS <= nowMs) continue;
    counted.push({ user, endMs, key, cost: costNanoUsd ?? 0 });
    const fractions = FRACTIONS.filter((fraction) => {
      const latch = `${user} ${isRolling ? "" : key} ${fraction}`;
      const isLatched = firedAtMs.has(latch) && (!isRolling || (firedAtMs.get(latch) ?? 0) + DAY_MS > nowMs);
      if (isLatched || sum(user, key) < fraction * 1_000) return false;
      firedAtMs.set(latch, nowMs);
      return true;
    });
    if (fractions.length > 0) said.push([index, user, fractions.toReversed()]);
  }
  const current = windowAt(window, nowMs).key;
  return { said, spent: new Map(["a", "b", "c"].map((user) => [user, sum(user, current)])) };
}

describe("the ledger", () => {
  it("agrees with an oracle that adds up the whole history at every step", () => {
    fc.assert(
      fc.property(windows, history, (window, steps) => {
        let nowMs = START_MS;
        const tracker = createBudgetTracker([definitionWith(window)], { now: () => nowMs });
        const said: Said[] = [];
        for (const [index, { waitMs, ageMs, user, costNanoUsd }] of steps.entries()) {
          nowMs += waitMs;
          const call = { atMs: nowMs - ageMs, attributes: { "user.id": user }, costNanoUsd };
          for (const event of tracker.record(call)) {
            if (event.kind !== "threshold_crossed" && event.kind !== "exhausted") continue;
            said.push([index, event.group["user.id"], event.thresholdsCrossed]);
          }
        }
        const expected = oracle(window, steps);
        expect(said).toEqual(expected.said);
        for (const [user, spent] of expected.spent) {
          expect(tracker.status("b", { "user.id": user })[0]?.spent).toBe(spent);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("conserves: over its groups it counts every call once and every nano-dollar", () => {
    const definitions: readonly BudgetDefinition[] = (
      ["lifetime", { every: "quarter" }, { rolling: "366d" }] as const
    ).map((window, index) => ({ ...definitionWith(window), name: `b${index}`, maxGroups: 2 }));
    fc.assert(
      fc.property(history, (steps) => {
        const tracker = createBudgetTracker(definitions, { now: () => START_MS });
        for (const { user, costNanoUsd } of steps) {
          tracker.record({ atMs: START_MS, attributes: { "user.id": user }, costNanoUsd });
        }
        const total = steps.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0);
        const unknownCalls = steps.filter(({ costNanoUsd }) => costNanoUsd === undefined).length;
        for (const summary of tracker.summary()) {
          expect(summary).toMatchObject({ spent: total, calls: steps.length, unknownCalls });
        }
      }),
    );
  });

  it("says each threshold once, whatever the order of the calls", () => {
    const costs = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 });
    const shuffled = costs.chain((values) =>
      fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
    );
    fc.assert(
      fc.property(shuffled, ([inOrder, inDisorder]) => {
        const crossedBy = (values: readonly number[]): number[] => {
          const tracker = createBudgetTracker([definitionWith({ every: "day" })], { now: () => START_MS });
          const crossed = values.flatMap((costNanoUsd) => {
            const call: BudgetCall = { atMs: START_MS, attributes: {}, costNanoUsd };
            return tracker
              .record(call)
              .flatMap((event) => ("thresholdsCrossed" in event ? event.thresholdsCrossed : []));
          });
          expect(crossed).toHaveLength(new Set(crossed).size);
          return crossed.toSorted((left, right) => left - right);
        };
        const total = inOrder.reduce((sum, value) => sum + value, 0);
        expect(crossedBy(inOrder)).toEqual(FRACTIONS.filter((fraction) => total >= fraction * 1_000));
        expect(crossedBy(inDisorder)).toEqual(crossedBy(inOrder));
      }),
    );
  });
});

describe("memory", () => {
  const MAX_GROUPS = 1_000;
  const CALLS = 60_000;

  it.each([
    ["sessions", { per: "session" }, 2 * MAX_GROUPS],
    ["a day of users", { every: "day" }, MAX_GROUPS + 1],
    ["a rolling day of users", { rolling: "24h" }, 2 * (MAX_GROUPS + 1)],
  ] as const)("is bounded by the groups kept, for %s without end", (_, window, bound) => {
    let nowMs = START_MS;
    const definition = { ...definitionWith(window), groupBy: ["user.id"], maxGroups: MAX_GROUPS };
    const tracker = createBudgetTracker([definition], { now: () => nowMs });
    let most = 0;
    for (let index = 0; index < CALLS; index += 1) {
      nowMs += 5_000;
      tracker.record({
        atMs: nowMs,
        attributes: { "user.id": `u${index}`, "session.id": `s${index}` },
        costNanoUsd: 1,
      });
      if (index % 500 === 0) most = Math.max(most, tracker.summary()[0]?.groups ?? 0);
    }
    expect(most).toBeLessThanOrEqual(bound);
    expect(most).toBeGreaterThanOrEqual(MAX_GROUPS);
  });

  it("keeps the sessions in use when more than fit have passed", () => {
    const definition = { ...definitionWith({ per: "session" }), groupBy: [], maxGroups: MAX_GROUPS };
    const tracker = createBudgetTracker([definition], { now: () => START_MS });
    const record = (session: string): void => {
      tracker.record({ atMs: START_MS, attributes: { "session.id": session }, costNanoUsd: 1 });
    };
    for (let index = 0; index < 20 * MAX_GROUPS; index += 1) {
      record(`passing-${index}`);
      if (index % 900 === 0) record("staying");
    }
    expect(tracker.status("b", { "session.id": "staying" })[0]?.calls).toBe(Math.ceil((20 * MAX_GROUPS) / 900));
    expect(tracker.status("b", { "session.id": "passing-0" })[0]?.calls).toBe(0);
  });

  it("counts a session once when it comes back after others", () => {
    const definition = { ...definitionWith({ per: "session" }), groupBy: [], maxGroups: 2 };
    const tracker = createBudgetTracker([definition], { now: () => START_MS });
    for (const session of ["a", "b", "c", "a"]) {
      tracker.record({ atMs: START_MS, attributes: { "session.id": session }, costNanoUsd: 1 });
    }
    const calls = tracker.status("b").map((status) => [status.group["session.id"], status.calls]);
    expect(Object.fromEntries(calls)).toEqual({ a: 2, b: 1, c: 1 });
    expect(calls).toHaveLength(3);
  });
});
