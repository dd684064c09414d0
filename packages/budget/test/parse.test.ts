// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { BudgetDefinition } from "../src/definition.ts";
import { parseBudgets } from "../src/parse.ts";
import { createBudgetTracker } from "../src/tracker.ts";

const good = { name: "b", limit: { usd: 1 }, window: { every: "day" } };

/** Paths and what is used instead, for one budget that differs from a good one in some keys. */
function problemsOf(change: object): readonly string[] {
  return parseBudgets([{ ...good, ...change }]).problems.map(({ path, used }) => `${path.join(".")}: ${used}`);
}

describe("parseBudgets", () => {
  it("reads the snake case of files and the camel case of code alike", () => {
    const file = [
      {
        name: "team-day",
        match: { "deployment.environment.name": "production", n: [1, true] },
        group_by: ["team.id"],
        limit: { usd: "100.00" },
        window: { every: "week", timezone: "Europe/Berlin", starts_on: "sunday" },
        thresholds: [{ at: "80%", alert: "finops" }, { at: 1, alert: ["finops", "oncall"] }, { at: "50 %" }],
        max_groups: 500,
      },
      { name: "run", limit: { calls: 80 }, window: { per: "trace" } },
      { name: "tokens", limit: { tokens: 0 }, window: { rolling: "24h" } },
      { name: "ever", limit: { usd: 0 }, window: "lifetime", thresholds: [] },
    ];
    const { budgets, problems } = parseBudgets(file);
    expect(problems).toEqual([]);
    expect(budgets[0]).toEqual({
      name: "team-day",
      match: { "deployment.environment.name": "production", n: [1, true] },
      groupBy: ["team.id"],
      limit: { usd: "100.00" },
      window: { every: "week", timezone: "Europe/Berlin", startsOn: "sunday" },
      thresholds: [{ at: 0.8, alert: ["finops"] }, { at: 1, alert: ["finops", "oncall"] }, { at: 0.5 }],
      maxGroups: 500,
    });
    expect(parseBudgets(budgets)).toEqual({ budgets, problems: [] });
    expect(() => createBudgetTracker(budgets)).not.toThrow();
  });

  it("names the key, the value, what was expected and what is used", () => {
    expect(parseBudgets([{ ...good, window: { every: "day", timezone: "Berlin" } }]).problems).toEqual([
      {
        path: [0, "window", "timezone"],
        value: "Berlin",
        expected: "an IANA time zone such as Europe/Berlin",
        used: "nothing, the budget is left out",
      },
    ]);
  });

  it("reads forecasts and paces, and leaves out those that the window has nothing to make of", () => {
    const thresholds = [
      { at: "100%", basis: "forecast", alert: "finops" },
      { at: 1, action: "block" },
    ];
    const burn = [
      { consume: "5%", within: "1h", alert: "oncall" },
      { consume: 0.1, within: "3d" },
    ];
    expect(parseBudgets([{ ...good, window: { every: "month" }, thresholds, burn }])).toMatchObject({
      budgets: [
        {
          thresholds: [
            { at: 1, basis: "forecast", alert: ["finops"] },
            { at: 1, action: "block" },
          ],
          burn: [
            { consume: 0.05, within: "1h", alert: ["oncall"] },
            { consume: 0.1, within: "3d" },
          ],
        },
      ],
      problems: [],
    });
    const kept = (window: unknown): unknown[] =>
      parseBudgets([{ ...good, window, thresholds, burn }]).budgets.map((budget) => [
        budget.thresholds?.length,
        budget.burn?.length,
      ]);
    expect(kept({ every: "day" })).toEqual([[2, 1]]);
    expect(kept({ rolling: "3d" })).toEqual([[1, 2]]);
    expect(kept({ rolling: "71h" })).toEqual([[1, 1]]);
    expect(kept("lifetime")).toEqual([[1, 2]]);
    expect(kept({ per: "trace" })).toEqual([[1, 0]]);
  });

  const overrides = [{ match: { "team.id": ["a", "b*"] }, limit: { usd: "4.50" } }];

  it("reads the limits of some groups", () => {
    const budget = { ...good, groupBy: ["team.id"], overrides };
    expect(parseBudgets([budget])).toMatchObject({ budgets: [budget], problems: [] });
  });

  const NO_BUDGET = "nothing, the budget is left out";
  it.each([
    ["that is no list", { overrides: {} }, `overrides: ${NO_BUDGET}`],
    ["without a limit", { overrides: [{ match: { "team.id": "a" } }] }, `overrides.0: ${NO_BUDGET}`],
    ["of no group", { overrides: [{ match: {}, limit: { usd: 1 } }] }, `overrides.0.match: ${NO_BUDGET}`],
    [
      "of what is not counted apart",
      { overrides: [{ match: { "user.id": "a" }, limit: { usd: 1 } }] },
      `overrides.0.match: ${NO_BUDGET}`,
    ],
    [
      "in another unit",
      { overrides: [{ match: { "team.id": "a" }, limit: { tokens: 1 } }] },
      `overrides.0.limit: ${NO_BUDGET}`,
    ],
    [
      "of less than nothing",
      { overrides: [{ match: { "team.id": "a" }, limit: { usd: -1 } }] },
      `overrides.0.limit.usd: ${NO_BUDGET}`,
    ],
  ])("does not run a budget with an override %s", (_, change, problem) => {
    const budget = { groupBy: ["team.id"], ...change };
    expect(problemsOf(budget).map((line) => line.replace(/^0\./, ""))).toEqual([problem]);
    expect(parseBudgets([{ ...good, ...budget }]).budgets).toEqual([]);
  });

  it("reads what a budget counts, and leaves out what cannot be done about a finding", () => {
    const thresholds = [{ at: 0.5 }, { at: 1, action: "block" }];
    const { budgets } = parseBudgets([{ ...good, counts: "cache_breaks", thresholds }]);
    expect(budgets).toMatchObject([{ counts: "cache_breaks", thresholds: [{ at: 0.5 }] }]);
    expect(problemsOf({ counts: "loops", thresholds })).toEqual([
      "0.thresholds: nothing, the thresholds that act are left out",
    ]);
    expect(problemsOf({ counts: "waste" })).toEqual(["0.counts: nothing, the budget is left out"]);
  });

  const NO_RULE = "nothing, the rule is left out";
  it.each([
    [
      "basis that is none",
      { thresholds: [{ at: 1, basis: "guess" }] },
      "thresholds.0.basis: nothing, the threshold is left out",
    ],
    [
      "forecast that acts",
      { thresholds: [{ at: 1, basis: "forecast", action: "block" }] },
      "thresholds.0.basis: nothing, the threshold is left out",
    ],
    [
      "forecast of a trace",
      { window: { per: "trace" }, thresholds: [{ at: 1, basis: "forecast" }] },
      "thresholds: nothing, the forecasts are left out",
    ],
    ["pace without a time", { burn: [{ consume: "5%" }] }, `burn.0: ${NO_RULE}`],
    ["pace above the limit", { burn: [{ consume: "101%", within: "1h" }] }, `burn.0.consume: ${NO_RULE}`],
    ["pace in seconds", { burn: [{ consume: "5%", within: "30s" }] }, `burn.0.within: ${NO_RULE}`],
    [
      "pace longer than the window",
      { burn: [{ consume: "5%", within: "25h" }] },
      "burn: nothing, the rules that do not fit are left out",
    ],
    [
      "pace given twice",
      {
        burn: [
          { consume: "5%", within: "1h" },
          { consume: 0.05, within: "1h" },
        ],
      },
      "burn: the first 1 that differ",
    ],
  ])("leaves out a %s", (_, change, problem) => {
    expect(problemsOf(change).map((line) => line.replace(/^0\./, ""))).toEqual([problem]);
  });

  const LEFT_OUT = "nothing, the budget is left out";
  const IGNORED = "nothing, the key is ignored";
  const NO_THRESHOLD = "nothing, the threshold is left out";
  const cases: readonly (readonly [object, readonly string[]])[] = [
    [{ name: "" }, [`0.name: ${LEFT_OUT}`]],
    [{ name: "n".repeat(129) }, [`0.name: ${LEFT_OUT}`]],
    [
      { name: undefined, limit: undefined, window: undefined },
      ["name", "limit", "window"].map((key) => `0.${key}: ${LEFT_OUT}`),
    ],
    [{ limit: { usd: -1 } }, [`0.limit.usd: ${LEFT_OUT}`]],
    [{ limit: { usd: "1.5 USD" } }, [`0.limit.usd: ${LEFT_OUT}`]],
    [{ limit: { usd: 9_007_200 } }, [`0.limit.usd: ${LEFT_OUT}`]],
    [{ limit: { usd: Number.NaN } }, [`0.limit.usd: ${LEFT_OUT}`]],
    [{ limit: { usd: null } }, [`0.limit.usd: ${LEFT_OUT}`]],
    [{ limit: { tokens: 1.5 } }, [`0.limit.tokens: ${LEFT_OUT}`]],
    [{ limit: { calls: "80" } }, [`0.limit.calls: ${LEFT_OUT}`]],
    [{ limit: { usd: 1, calls: 1 } }, [`0.limit: ${LEFT_OUT}`]],
    [{ limit: {} }, [`0.limit: ${LEFT_OUT}`]],
    [{ limit: 100 }, [`0.limit: ${LEFT_OUT}`]],
    [{ limit: { usd: 1, eur: 1 } }, [`0.limit.eur: ${IGNORED}`]],
    [{ window: "daily" }, [`0.window: ${LEFT_OUT}`]],
    [{ window: { every: "year" } }, [`0.window.every: ${LEFT_OUT}`]],
    [{ window: { every: "day", rolling: "24h" } }, [`0.window: ${LEFT_OUT}`]],
    [{ window: { every: "day", startsOn: "monday" } }, [`0.window.startsOn: ${LEFT_OUT}`]],
    [{ window: { every: "month", starts_on: 28 } }, []],
    [{ window: { every: "month", starts_on: 29 } }, [`0.window.starts_on: ${LEFT_OUT}`]],
    [{ window: { every: "week", startsOn: 1 } }, [`0.window.startsOn: ${LEFT_OUT}`]],
    [{ window: { every: "quarter", startsOn: "feb" } }, [`0.window.startsOn: ${LEFT_OUT}`]],
    [{ window: { rolling: "366d" } }, []],
    [{ window: { rolling: "367d" } }, [`0.window.rolling: ${LEFT_OUT}`]],
    [{ window: { rolling: "0h" } }, [`0.window.rolling: ${LEFT_OUT}`]],
    [{ window: { rolling: 24 } }, [`0.window.rolling: ${LEFT_OUT}`]],
    [{ window: { rolling: "24h", timezone: "UTC" } }, [`0.window.timezone: ${IGNORED}`]],
    [{ window: { per: "user" } }, [`0.window.per: ${LEFT_OUT}`]],
    [{ match: { a: { b: 1 } } }, [`0.match.a: ${LEFT_OUT}`]],
    [{ match: { a: [] } }, [`0.match.a: ${LEFT_OUT}`]],
    [{ match: ["a"] }, [`0.match: ${LEFT_OUT}`]],
    [{ groupBy: ["a", "a"] }, [`0.groupBy: ${LEFT_OUT}`]],
    [{ groupBy: [7] }, [`0.groupBy: ${LEFT_OUT}`]],
    [{ group_by: Array.from({ length: 9 }, (_, index) => `a${index}`) }, [`0.group_by: ${LEFT_OUT}`]],
    [{ group_by: ["a"], groupBy: ["b"] }, ["0.groupBy: the first one"]],
    [{ thresholds: "80%" }, ["0.thresholds: one threshold at 100 %"]],
    [{ thresholds: [{ at: 80 }, { at: "90%" }] }, [`0.thresholds.0.at: ${NO_THRESHOLD}`]],
    [{ thresholds: [{ alert: "x" }] }, [`0.thresholds.0: ${NO_THRESHOLD}`]],
    [{ thresholds: [{ at: 1, alert: 5 }] }, ["0.thresholds.0.alert: no channel but those always told"]],
    [{ thresholds: [{ at: 1 }, { at: "100%" }] }, ["0.thresholds: the first 1 that differ"]],
    [{ thresholds: [{ at: 1, action: "block" }, { at: 1 }] }, []],
    [{ thresholds: [{ at: 1, action: "stop" }] }, ["0.thresholds.0.action: nothing, the threshold is left out"]],
    [{ thresholds: [{ at: 1, action: "reroute" }] }, ["0.thresholds.0: nothing, the threshold is left out"]],
    [{ thresholds: [{ at: 1, action: "block", route: "r" }] }, [`0.thresholds.0.route: ${IGNORED}`]],
    [{ thresholds: [{ at: 1, action: "clamp", min_output_tokens: 0 }] }, ["0.thresholds.0.min_output_tokens: 256"]],
    [
      { thresholds: [{ at: 1, action: "block", finalize: { reserve: "100%" } }] },
      ["0.thresholds.0.finalize.reserve: no reserve"],
    ],
    [
      { thresholds: [{ at: 1, action: "escalate", timeout: "soon" }] },
      ["0.thresholds.0.timeout: no waiting: the call is refused and can be resumed"],
    ],
    [{ require: "yes" }, ["0.require: nothing, the budget is left out"]],
    [{ max_groups: 0 }, ["0.max_groups: 100000"]],
    [{ colour: "red" }, [`0.colour: ${IGNORED}`]],
  ];

  it.each(cases)("%j", (change, expected) => {
    expect(problemsOf(change)).toEqual(expected);
  });

  it("keeps the first of two budgets of one name", () => {
    const { budgets, problems } = parseBudgets([good, { ...good, limit: { usd: 2 } }]);
    expect(budgets).toHaveLength(1);
    expect(budgets[0]?.limit).toEqual({ usd: 1 });
    expect(problems.map(({ path, used }) => [path, used])).toEqual([[[1, "name"], LEFT_OUT]]);
  });

  it.each([undefined, null, 5, "budgets", {}, [null], [[]]])("survives %j", (value) => {
    expect(parseBudgets(value).budgets).toEqual([]);
    expect(parseBudgets(value).problems).toHaveLength(1);
  });

  it("makes of anything at all only what a tracker accepts", () => {
    const keys = fc.constantFrom(
      "name",
      "limit",
      "usd",
      "window",
      "every",
      "thresholds",
      "at",
      "match",
      "group_by",
      "rolling",
    );
    const leaf = fc.oneof(fc.constantFrom("day", "24h", "80%", "b", "lifetime"), fc.anything());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.dictionary(keys, tie("tree")),
        fc.array(tie("tree"), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(tree, fc.record({ name: leaf, limit: tree, window: tree, thresholds: tree }))),
        (value) => {
          const { budgets } = parseBudgets(value);
          createBudgetTracker(budgets).record({ atMs: 0, attributes: {} });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("createBudgetTracker", () => {
  it("throws for a wrong limit, naming everything that is wrong", () => {
    const wrong = [{ name: "b", limit: { usd: "ten" }, window: { every: "day", timezone: "Mars/Olympus" } }];
    expect(() => createBudgetTracker(wrong as unknown as BudgetDefinition[])).toThrow(
      new TypeError(
        [
          'budgets[0]["limit"]["usd"]: expected USD from 0 to 9007199 with at most nine decimals, as a number or a decimal string, got "ten"',
          'budgets[0]["window"]["timezone"]: expected an IANA time zone such as Europe/Berlin, got "Mars/Olympus"',
        ].join("\n"),
      ),
    );
  });
});
