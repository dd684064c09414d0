// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { isBudgetRefusal, budgetRefusal } from "../../src/index.ts";
import type { BudgetCall, BudgetDefinition, GuardedCall } from "../../src/index.ts";
import { DAY, USD, callOf, decisionOf, ended, guardOf } from "./guarded-calls.ts";

describe("a budget that blocks", () => {
  it("admits to the last nano-dollar, counts what runs, and refuses the next", () => {
    const { admit, standing } = guardOf([DAY]);
    expect(decisionOf(admit(callOf("a", 0.6)))).toBe("admitted");
    expect(decisionOf(admit(callOf("b", 0.4)))).toBe("admitted");
    const refused = admit(callOf("c", 0.000000001));
    expect(refused).toMatchObject({ decision: "refused", budgets: ["day"], refusal: { reason: "budget_exceeded" } });
    expect(refused?.refusal?.violations).toEqual([
      {
        budget: "day",
        group: {},
        unit: "nanoUsd",
        limit: USD,
        spent: 0,
        held: USD,
        requested: 1,
        windowEndMs: Date.UTC(2026, 10, 27),
      },
    ]);
    expect(refused?.refusal?.retryAtMs).toBe(Date.UTC(2026, 10, 27));
    expect(standing()).toMatchObject({ spent: 0, held: USD });
  });

  it("gives back what a call did not cost, and charges what it did", () => {
    const { guard, admit, standing } = guardOf([DAY]);
    admit(callOf("a", 0.9));
    void guard.record(ended("a", 0.2));
    expect(standing()).toMatchObject({ spent: 0.2 * USD, held: 0 });
    expect(decisionOf(admit(callOf("b", 0.8)))).toBe("admitted");
    expect(guard.liveCalls).toBe(1);
  });

  it("blocks everything under a limit of zero", () => {
    const { admit } = guardOf([{ ...DAY, limit: { usd: 0 } }]);
    expect(decisionOf(admit(callOf("a", 0.001)))).toBe("refused");
  });

  it("holds in all budgets or in none", async () => {
    const calls: BudgetDefinition = { ...DAY, name: "calls", limit: { calls: 1 } };
    const { guard, admit } = guardOf([DAY, calls]);
    admit(callOf("a", 0.1));
    expect(admit(callOf("b", 0.1))?.budgets).toEqual(["calls"]);
    expect(await guard.status("day")).toMatchObject([{ held: 0.1 * USD }]);
  });

  it("caps one call by itself", () => {
    const { admit } = guardOf([{ ...DAY, name: "request", limit: { usd: 0.5 }, window: { per: "call" } }]);
    for (const id of ["a", "b", "c"]) expect(decisionOf(admit(callOf(id, 0.5)))).toBe("admitted");
    expect(decisionOf(admit(callOf("d", 0.51)))).toBe("refused");
  });

  it("wants the attributes that it requires", () => {
    const team: BudgetDefinition = { ...DAY, groupBy: ["team.id"], require: true };
    const { admit } = guardOf([team]);
    expect(admit(callOf("a", 0.1))?.refusal).toMatchObject({ reason: "attribute_missing", attribute: "team.id" });
    expect(decisionOf(admit(callOf("b", 0.1, { attributes: { "team.id": "a" } })))).toBe("admitted");
  });

  it("says nothing of calls that no acting budget matches", () => {
    const { admit } = guardOf([
      { ...DAY, match: { feature: "x" } },
      { ...DAY, name: "tells", thresholds: [{ at: 1 }] },
    ]);
    expect(admit(callOf("a", 100))).toBeUndefined();
  });
});

describe("what is charged for a call that was admitted", () => {
  it.each<[string, Partial<BudgetCall>, number | undefined, number]>([
    ["what the provider reported", {}, 0.2, 0.2],
    ["nothing for one that was refused by the provider", { ending: "refused" }, undefined, 0],
    ["its input for one that failed on the way", { ending: "failed" }, undefined, 0.09],
    ["at least its input for a stream that was left", { estimated: true }, 0.01, 0.09],
    ["what was seen of a stream that was left, when it is more", { estimated: true }, 0.5, 0.5],
    ["all that was held for an answer without usage", {}, undefined, 0.9],
    ["nothing for one that was never sent", { ending: "unsent" }, undefined, 0],
  ])("is %s", (_name, more, usd, charged) => {
    const { guard, admit, standing } = guardOf([DAY]);
    admit(callOf("a", 0.9));
    if (more.ending === "unsent") guard.cancel("a");
    void guard.record(ended("a", usd, more));
    expect(standing()).toMatchObject({ spent: Math.round(charged * USD), held: 0 });
  });
});

describe("a model without a price under a cap in USD", () => {
  const unpriced = (id: string): GuardedCall =>
    callOf(id, 1, { bound: () => ({ tokens: 1_000, inputTokens: 100, isUpperBound: true }) });

  it("is refused", () => {
    expect(guardOf([DAY]).admit(unpriced("a"))?.refusal).toMatchObject({ reason: "unpriced_model", model: "dear" });
  });

  it("counts as unknown, and never as nothing, when the user wants it so", async () => {
    const { guard, admit } = guardOf([DAY], { unpriced: "count" });
    expect(decisionOf(admit(unpriced("a")))).toBe("admitted");
    void guard.record(ended("a", undefined));
    expect(await guard.status()).toMatchObject([{ spent: 0, calls: 1, unknownCalls: 1 }]);
  });

  it("is held and charged at a price that the user assumes", () => {
    const { guard, admit, standing } = guardOf([DAY], { unpriced: { assumeUsdPerMillionTokens: 900 } });
    expect(decisionOf(admit(unpriced("a")))).toBe("admitted");
    expect(decisionOf(admit(unpriced("b")))).toBe("refused");
    void guard.record(ended("a", undefined));
    expect(standing()).toMatchObject({ spent: 0.9 * USD, held: 0 });
  });
});

describe("any history of calls", () => {
  const step = fc.record({
    bound: fc.integer({ min: 1, max: 400 }),
    actual: fc.integer({ min: 0, max: 100 }),
    keeps: fc.integer({ min: 0, max: 3 }),
  });

  it("never spends past the cap when bounds are bounds, and leaves nothing held at rest", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { guard, admit, standing } = guardOf([DAY]);
        const open: [string, number][] = [];
        for (const [index, { bound, actual, keeps }] of steps.entries()) {
          const id = String(index);
          if (decisionOf(admit(callOf(id, bound / 1_000))) === "admitted") open.push([id, (bound * actual) / 100_000]);
          while (open.length > keeps) {
            const [done, usd] = open.shift() ?? ["", 0];
            void guard.record(ended(done, Math.floor(usd * USD) / USD));
          }
          const { spent, held } = standing() as unknown as { spent: number; held: number };
          expect(spent + held).toBeLessThanOrEqual(USD);
        }
        for (const [id, usd] of open) void guard.record(ended(id, Math.floor(usd * USD) / USD));
        expect(standing()?.held ?? 0).toBe(0);
        expect(guard.liveCalls).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a budget of findings", () => {
  const breaks: BudgetDefinition = {
    ...DAY,
    name: "breaks",
    counts: "cache_breaks",
    groupBy: ["why"],
    thresholds: [{ at: 1 }],
  };

  it("says nothing before the call, and adds up what was found in it, admitted or not", () => {
    const { guard, admit } = guardOf([DAY, breaks]);
    const findings = { cache_breaks: { costNanoUsd: 0.6 * USD, tokens: 5 } };
    admit(callOf("a", 0.5));
    expect(guard.record(ended("a", 0.4, { findings, attributes: { why: "tools_changed" } }))).toEqual([]);
    expect(guard.record(ended("b", 0.4, { findings, attributes: { why: "tools_changed" } }))).toMatchObject([
      { kind: "exhausted", budget: "breaks", spent: 1.2 * USD, group: { why: "tools_changed" } },
    ]);
    void guard.record(ended("c", 0.1));
    expect(guard.status()).toMatchObject([
      { budget: "day", spent: 0.9 * USD, calls: 3 },
      { budget: "breaks", spent: 1.2 * USD, calls: 2, held: 0 },
    ]);
  });

  it("counts what is not known of a finding as unknown", () => {
    const { guard } = guardOf([breaks]);
    void guard.record(ended("a", 0.4, { findings: { cache_breaks: { tokens: 5 } } }));
    expect(guard.status()).toMatchObject([{ spent: 0, calls: 1, unknownCalls: 1 }]);
  });
});

describe("the error of a refused call", () => {
  it("names budget, group, figures and when it frees, and is known by its brand", () => {
    const { admit } = guardOf([{ ...DAY, groupBy: ["team.id"] }]);
    const refusal = admit(callOf("a", 1.5, { attributes: { "team.id": "search" } }))?.refusal;
    const { message, fields } = refusal === undefined ? { message: "", fields: {} } : budgetRefusal(refusal);
    expect(message).toBe(
      'Outlay budget "day" (team.id=search) would be exceeded: $0.00 spent, $0.00 held, up to $1.50 asked for, limit $1.00. Frees at 2026-11-27T00:00:00.000Z. This limit is your own, not the provider\'s; the call was not sent.',
    );
    const error = Object.assign(new Error(message), fields);
    expect(isBudgetRefusal(error)).toBe(true);
    expect(isBudgetRefusal(new Error("other"))).toBe(false);
    expect(error).toMatchObject({ status: 402, retryable: false, code: "budget_exceeded" });
  });
});
