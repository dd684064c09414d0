// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { BudgetDefinition } from "../src/definition.ts";
import { dimensionsOf, groupFromKey, groupKeyOf } from "../src/group.ts";
import { compileMatch } from "../src/match.ts";
import { planBudget } from "../src/plan.ts";
import { touchedCounters } from "../src/touch.ts";

const AT_MS = Date.parse("2026-11-23T12:00:00Z");
const base = { name: "b", limit: { usd: 1 }, window: { every: "day" } } as const satisfies BudgetDefinition;

describe("match", () => {
  const cases: readonly (readonly [BudgetDefinition["match"], Record<string, unknown>, boolean])[] = [
    [undefined, {}, true],
    [{}, {}, true],
    [{ a: "x" }, { a: "x" }, true],
    [{ a: "x" }, { a: "X" }, false],
    [{ a: "x" }, {}, false],
    [{ a: "*" }, { a: "x" }, true],
    [{ a: "*" }, {}, false],
    [{ a: "*" }, { a: "" }, false],
    [{ a: ["x", "y"] }, { a: "y" }, true],
    [{ a: ["x", "y"] }, { a: "z" }, false],
    [{ a: "x", b: "y" }, { a: "x", b: "y" }, true],
    [{ a: "x", b: "y" }, { a: "x" }, false],
    [{ a: "claude-*" }, { a: "claude-opus-4-5" }, true],
    [{ a: "claude-*" }, { a: "anthropic.claude-opus" }, false],
    [{ a: "*opus*" }, { a: "claude-opus-4-5" }, true],
    [{ a: "*-mini" }, { a: "gpt-5-mini" }, true],
    [{ a: "*-mini" }, { a: "gpt-5-mini-2026" }, false],
    [{ a: "ab*ba" }, { a: "aba" }, false],
    [{ a: "ab*ba" }, { a: "abba" }, true],
    [{ a: "a*b*c" }, { a: "a1c2b3c" }, true],
    [{ a: "a.c" }, { a: "abc" }, false],
    [{ a: 3 }, { a: "3" }, true],
    [{ a: "3" }, { a: 3 }, true],
    [{ a: true }, { a: true }, true],
    [{ a: "x" }, { a: ["w", "x"] }, true],
    [{ a: "x" }, { a: [] }, false],
    [{ a: "*" }, { a: { b: 1 } }, false],
    [{ constructor: "*" }, {}, false],
  ];

  it.each(cases)("%j against %j is %s", (match, attributes, fits) => {
    expect(compileMatch(match)(attributes)).toBe(fits);
  });

  it("is as quick on a value made to backtrack as on any other", () => {
    const matches = compileMatch({ a: `${"a*".repeat(30)}b` });
    const startMs = performance.now();
    expect(matches({ a: "a".repeat(100_000) })).toBe(false);
    expect(performance.now() - startMs).toBeLessThan(100);
  });
});

describe("groups", () => {
  const two = dimensionsOf({ ...base, groupBy: ["team.id", "feature"] });
  const one = dimensionsOf({ ...base, groupBy: ["user.id"] });

  it("are told apart whatever their values contain", () => {
    const value = fc.string({
      minLength: 1,
      maxLength: 12,
      unit: fc.constantFrom("a", "1", ":", "|", "\u0000", "}", "😀"),
    });
    fc.assert(
      fc.property(value, value, value, value, (a, b, c, d) => {
        const left = groupKeyOf(two, { attributes: { "team.id": a, feature: b } });
        const right = groupKeyOf(two, { attributes: { "team.id": c, feature: d } });
        expect(left === right).toBe(a === c && b === d);
      }),
    );
  });

  it("can be read back from their key", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 128 }), fc.string({ minLength: 1, maxLength: 128 }), (a, b) => {
        const attributes = { "team.id": a, feature: b };
        expect(groupFromKey(two, groupKeyOf(two, { attributes }) ?? "")).toEqual(attributes);
      }),
    );
  });

  it("are (none) without the attribute, or with one that has no text", () => {
    for (const value of [undefined, null, "", {}, []]) {
      const key = groupKeyOf(one, { attributes: { "user.id": value } }) ?? "";
      expect(groupFromKey(one, key)).toEqual({ "user.id": "(none)" });
    }
  });

  it("keep long values apart in keys of bounded length", () => {
    const long = "x".repeat(10_000);
    const keys = [long, `${long}y`, `y${long}`, `${long.slice(1)}z`].map((id) => {
      return groupKeyOf(one, { attributes: { "user.id": id } }) ?? "";
    });
    expect(new Set(keys).size).toBe(4);
    for (const key of keys) expect(key.length).toBeLessThanOrEqual(128);
  });

  it("are not mistaken for what objects inherit", () => {
    const names = ["__proto__", "constructor", "toString"];
    const inherited = dimensionsOf({ ...base, groupBy: names });
    expect(Object.values(groupFromKey(inherited, groupKeyOf(inherited, { attributes: {} }) ?? ""))).toEqual(
      names.map(() => "(none)"),
    );
  });
});

describe("the counters a call touches", () => {
  const plans = [
    planBudget(base),
    planBudget({ ...base, match: { "team.id": "a" }, groupBy: ["user.id"], window: { every: "month" } }),
    planBudget({ ...base, window: { per: "session" } }),
    planBudget({ ...base, window: { per: "trace" }, groupBy: ["gen_ai.agent.name"] }),
    planBudget({ ...base, window: { per: "run" } }),
  ];

  it("are one in each budget that matches, in the window the call started in", () => {
    const attributes = { "team.id": "a", "user.id": "u", "session.id": "s", "gen_ai.agent.name": "planner" };
    const touched = touchedCounters(plans, { atMs: AT_MS, attributes, traceId: "t" });
    expect(touched.map(({ index, window, key }) => [index, window.key, key])).toEqual([
      [0, "day/2026-11-23", ""],
      [1, "month/2026-11-01", "u"],
      [2, "per/session", "s"],
      [3, "per/trace", "1:t7:planner"],
      [4, "per/run", "t"],
    ]);
  });

  it("have no key where the call is in no trace, session or run", () => {
    const touched = touchedCounters(plans, { atMs: AT_MS, attributes: {} });
    expect(touched.map(({ index, key }) => [index, key])).toEqual([
      [0, ""],
      [2, undefined],
      [3, undefined],
      [4, undefined],
    ]);
  });

  it("take a conversation for a session, and a run's own id before its trace", () => {
    const attributes = { "gen_ai.conversation.id": "c", "outlay.run.id": "r" };
    const keys = touchedCounters(plans, { atMs: AT_MS, attributes, traceId: "t" }).map(({ key }) => key);
    expect(keys).toEqual(["", "c", "1:t6:(none)", "r"]);
  });

  it("are the same each time they are asked for", () => {
    const call = { atMs: AT_MS, attributes: { "team.id": "a" }, traceId: "t" };
    const first = touchedCounters(plans, call);
    touchedCounters(plans, { ...call, atMs: AT_MS - 40 * 86_400_000 });
    touchedCounters(plans, { ...call, atMs: AT_MS + 40 * 86_400_000 });
    expect(touchedCounters(plans, call)).toEqual(first);
  });
});
