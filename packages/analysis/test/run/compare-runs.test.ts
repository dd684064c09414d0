// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { compareRuns } from "../../src/run/compare-runs.ts";
import type { RunRule, RunTolerances } from "../../src/run/compare-runs.ts";
import { RunFigures } from "../../src/run/run-figures.ts";
import type { TaskFigures } from "../../src/run/run-figures.ts";
import { callOf } from "../prompts.ts";

const BASELINE: TaskFigures = {
  task: "triage",
  tasks: 10,
  calls: 50,
  unpricedCalls: 0,
  picoUsd: 2e12,
  inputTokens: 1_000,
  cacheReadTokens: 800,
  brokenPrefixes: 0,
};
const TOLERANCES: RunTolerances = {
  costPerTask: 0.1,
  callsPerTask: 0.1,
  cacheHitRatio: 0.05,
  brokenPrefixesPerTask: 0,
  unpricedCalls: 0,
};

function failedRules(change: Partial<TaskFigures>): readonly RunRule[] {
  const verdicts = compareRuns([BASELINE], [{ ...BASELINE, ...change }], TOLERANCES);
  return verdicts.filter(({ outcome }) => outcome === "failed").map(({ rule }) => rule);
}

describe("a run held against its baseline", () => {
  it.each<[string, Partial<TaskFigures>, readonly RunRule[]]>([
    ["the same", {}, []],
    ["10 % dearer, as allowed", { picoUsd: 2.2e12 }, []],
    ["11 % dearer", { picoUsd: 2.22e12 }, ["cost_per_task"]],
    ["as dear for each of twice the tasks", { tasks: 20, calls: 100, picoUsd: 4e12 }, []],
    ["with more calls for a task", { calls: 60 }, ["calls_per_task"]],
    ["with the cache 5 points worse, as allowed", { cacheReadTokens: 750 }, []],
    ["with the cache 6 points worse", { cacheReadTokens: 740 }, ["cache_hit_ratio"]],
    ["with a better cache", { cacheReadTokens: 990 }, []],
    ["with a prefix broken", { brokenPrefixes: 1 }, ["broken_prefixes"]],
    ["with a call nobody can price: its cost is not compared", { unpricedCalls: 1, picoUsd: 9e12 }, ["unpriced_calls"]],
  ])("%s", (_name, change, failed) => {
    expect(failedRules(change)).toEqual(failed);
  });

  it("fails nothing of which one of both does not tell, and says so", () => {
    const { brokenPrefixes: _broken, ...rest } = BASELINE;
    const verdicts = compareRuns([{ ...rest, brokenPrefixes: undefined }], [BASELINE], TOLERANCES);
    expect(verdicts.find(({ rule }) => rule === "broken_prefixes")?.outcome).toBe("unknown");
  });

  it("has no baseline for a new task, which must have prices all the same", () => {
    const outcomes = (unpricedCalls: number) =>
      compareRuns([], [{ ...BASELINE, unpricedCalls }], TOLERANCES).map(({ outcome }) => outcome);
    expect(outcomes(0)).toEqual(["unknown", "unknown", "unknown", "unknown", "passed"]);
    expect(outcomes(1)).toEqual(["unknown", "unknown", "unknown", "unknown", "failed"]);
  });
});

describe("figures of a run", () => {
  it("are sums by feature, workflow or agent", () => {
    const figures = new RunFigures();
    const usage = { inputTokens: 1_000, cacheReadTokens: 600, outputTokens: 0 };
    for (const [traceId, attributes] of [
      ["a", { feature: "triage", "gen_ai.agent.name": "x" }],
      ["a", { feature: "triage" }],
      ["b", { feature: "triage" }],
      ["b", { "gen_ai.agent.name": "x" }],
      ["b", {}],
    ] as const) {
      figures.add(callOf(usage, { traceId, attributes }), undefined);
    }
    figures.add(callOf(usage, { traceId: "b", attributes: {}, requestModel: "nobody-knows-1" }), true);
    const picoUsd = (400 * 3 + 600 * 0.3) * 1e6;
    const sums = { unpricedCalls: 0, brokenPrefixes: undefined };
    expect(figures.figures()).toEqual([
      {
        task: "(all)",
        tasks: 1,
        calls: 2,
        picoUsd,
        inputTokens: 2_000,
        cacheReadTokens: 1_200,
        unpricedCalls: 1,
        brokenPrefixes: 1,
      },
      { task: "triage", tasks: 2, calls: 3, picoUsd: 3 * picoUsd, inputTokens: 3_000, cacheReadTokens: 1_800, ...sums },
      { task: "x", tasks: 1, calls: 1, picoUsd, inputTokens: 1_000, cacheReadTokens: 600, ...sums },
    ]);
  });
});
