// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createOutcomeLedger, parseOutcomes } from "../../src/index.ts";
import type { BudgetCall, OutcomeDefinition, OutcomeLedger } from "../../src/index.ts";

const NOON = Date.UTC(2026, 10, 26, 12);
const DAY_MS = 86_400_000;

function ledgerOf(definition: Partial<OutcomeDefinition> = {}, maxUnits?: number) {
  const clock = { nowMs: NOON };
  const ledger = createOutcomeLedger([{ name: "resolved", ...definition }], {
    now: () => clock.nowMs,
    ...(maxUnits !== undefined && { maxUnits }),
  });
  const spend = (traceId: string, usd: number | undefined, more: Partial<BudgetCall> = {}) =>
    ledger.record({
      atMs: clock.nowMs,
      attributes: {},
      traceId,
      ...(usd !== undefined && { costNanoUsd: Math.round(usd * 1e9) }),
      ...more,
    });
  return { ledger, clock, spend };
}

const only = (ledger: OutcomeLedger) => ledger.status()[0];

describe("what a success costs", () => {
  it("is all that was spent over what succeeded: failures are part of it", () => {
    const { ledger, spend } = ledgerOf();
    for (const [id, usd, success] of [
      ["a", 1, true],
      ["b", 2, false],
      ["c", 3, true],
    ] as const) {
      spend(id, usd);
      ledger.recordOutcome({ id, success, value: 10 });
    }
    expect(only(ledger)).toMatchObject({ outcomes: 3, successes: 2, usdPerSuccess: 3, value: 30, unlabelledShare: 0 });
  });

  it("has no number at zero successes", () => {
    const { ledger, spend } = ledgerOf();
    spend("a", 1);
    ledger.recordOutcome({ id: "a", success: false });
    expect(only(ledger)).toMatchObject({ outcomes: 1, usdPerSuccess: undefined, interval: undefined });
  });

  it("shows what nobody has labelled, beside the ratio and not in it", () => {
    const { ledger, spend } = ledgerOf();
    for (const id of ["a", "b", "c", "d"]) spend(id, 1);
    ledger.recordOutcome({ id: "a", success: true });
    expect(only(ledger)).toMatchObject({ usdPerSuccess: 1, unlabelledShare: 0.75, unlabelledUsd: 3 });
  });

  it("is restated by late costs and late words, in the window where the unit began", () => {
    const { ledger, spend, clock } = ledgerOf({ window: { every: "day" } });
    spend("a", 1);
    clock.nowMs += DAY_MS;
    spend("a", 1);
    ledger.recordOutcome({ id: "a", success: false });
    ledger.recordOutcome({ id: "a", success: true });
    expect(ledger.status()).toHaveLength(1);
    expect(only(ledger)).toMatchObject({ windowEndMs: Date.UTC(2026, 10, 27), usdPerSuccess: 2, outcomes: 1 });
  });

  it("says how many calls have no cost that is known", () => {
    const { ledger, spend } = ledgerOf();
    spend("a", undefined);
    ledger.recordOutcome({ id: "a", success: true });
    expect(only(ledger)).toMatchObject({ usdPerSuccess: 0, unknownCalls: 1 });
  });

  it("is kept by group, by session, and only for calls that match", () => {
    const { ledger, spend } = ledgerOf({ per: "session", groupBy: ["feature"], match: { feature: "*" } });
    spend("t1", 1, { attributes: { feature: "triage", "session.id": "s" } });
    spend("t2", 1, { attributes: { feature: "triage", "session.id": "s" } });
    spend("t3", 1);
    ledger.recordOutcome({ id: "s", success: true });
    expect(ledger.status()).toMatchObject([{ group: { feature: "triage" }, usdPerSuccess: 2 }]);
  });

  it("keeps its sums when units are forgotten", () => {
    const { ledger, spend } = ledgerOf({}, 2);
    for (const id of ["a", "b", "c"]) {
      spend(id, 1);
      ledger.recordOutcome({ id, success: true });
    }
    ledger.recordOutcome({ id: "a", success: false });
    expect(only(ledger)).toMatchObject({ outcomes: 3, successes: 3, usdPerSuccess: 1 });
  });
});

describe("the interval around it", () => {
  it("is the textbook's", () => {
    const { ledger, spend } = ledgerOf();
    const units = [
      [1, 1],
      [2, 1],
      [3, 0],
      [4, 1],
      [2, 0],
      [1, 1],
    ] as const;
    for (const [index, [usd, success]] of units.entries()) {
      spend(String(index), usd);
      ledger.recordOutcome({ id: String(index), success: success === 1 });
    }
    const ratio = 13 / 4;
    const variance = units.reduce((sum, [usd, success]) => sum + (usd - ratio * success) ** 2, 0) / 5;
    const spread = (1.959963984540054 * Math.sqrt(variance / 6)) / (4 / 6);
    const [low = 0, high = 0] = only(ledger)?.interval ?? [];
    expect([low, high]).toEqual([expect.closeTo(ratio - spread, 9), expect.closeTo(ratio + spread, 9)]);
  });
});

describe("an alert about it", () => {
  it("is given once for a group and window, and not before there are enough outcomes", () => {
    const { ledger, spend } = ledgerOf({ alertAbove: { usdPerSuccess: 0.4, minOutcomes: 3, alert: "finops" } });
    const told = ["a", "b", "c", "d"].flatMap((id) => [
      ...spend(id, 1),
      ...ledger.recordOutcome({ id, success: true }),
    ]);
    expect(told).toMatchObject([
      { kind: "success_too_dear", limitUsd: 0.4, channels: ["finops"], status: { outcomes: 3 } },
    ]);
  });

  it("is given where everything fails", () => {
    const { ledger, spend } = ledgerOf({ alertAbove: { usdPerSuccess: 5, minOutcomes: 1 } });
    spend("a", 0.1);
    expect(ledger.recordOutcome({ id: "a", success: false })).toHaveLength(1);
  });
});

describe("any history", () => {
  const step = fc.oneof(
    fc.record({ id: fc.integer({ min: 0, max: 9 }), usd: fc.integer({ min: 0, max: 1_000 }) }),
    fc.record({ id: fc.integer({ min: 0, max: 9 }), success: fc.boolean() }),
  );

  it("shows what a count from the beginning shows, in whatever order it happened", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { ledger, spend } = ledgerOf();
        const costs = new Map<number, number>();
        const labels = new Map<number, boolean>();
        for (const one of steps) {
          if ("usd" in one) {
            spend(String(one.id), one.usd);
            costs.set(one.id, (costs.get(one.id) ?? 0) + one.usd);
          } else if (costs.has(one.id)) {
            ledger.recordOutcome({ id: String(one.id), success: one.success });
            labels.set(one.id, one.success);
          }
        }
        const successes = [...labels.values()].filter(Boolean).length;
        const cost = [...labels.keys()].reduce((sum, id) => sum + (costs.get(id) ?? 0), 0);
        const status = only(ledger);
        expect(status?.successes ?? 0).toBe(successes);
        if (successes > 0) expect(status?.usdPerSuccess).toBeCloseTo(cost / successes, 6);
      }),
    );
  });
});

describe("parseOutcomes", () => {
  it.each([
    [{}, ["0.name"]],
    [{ name: "a", per: "call" }, ["0.per"]],
    [{ name: "a", window: { rolling: "24h" } }, ["0.window"]],
    [{ name: "a", alert_above: { usd_per_success: 0 } }, ["0.alert_above.usd_per_success"]],
    [{ name: "a", group_by: [""] }, ["0.group_by"]],
    [{ name: "a", colour: 1 }, ["0.colour"]],
  ])("names what is wrong in %j", (value, paths) => {
    expect(parseOutcomes([value]).problems.map(({ path }) => path.join("."))).toEqual(paths);
  });
});
