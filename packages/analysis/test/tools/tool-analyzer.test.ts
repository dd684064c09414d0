// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { isDerivable } from "../../src/tools/derivable.ts";
import { createToolAnalyzer } from "../../src/tools/tool-analyzer.ts";
import type { ToolReport } from "../../src/tools/tool-analyzer.ts";
import type { ToolRun } from "../../src/tools/tool-run.ts";
import { START_MS, callOf } from "../prompts.ts";

const USAGE = { inputTokens: 1_000, outputTokens: 100 };
const CALL_PICO_USD = (1_000 * 3 + 100 * 15) * 1e6;

interface Task {
  readonly tools: readonly string[];
  readonly success?: boolean;
}

function runOf(traceId: string, name: string, facts: Partial<ToolRun> = {}): ToolRun {
  return { traceId, name, isError: false, startTimeMs: START_MS, endTimeMs: START_MS + 200, ...facts };
}

function reportOf(tasks: readonly Task[]): ToolReport {
  const analyzer = createToolAnalyzer();
  for (const [index, { tools, success }] of tasks.entries()) {
    const traceId = `t${index}`;
    analyzer.addCall(callOf(USAGE, { traceId }));
    for (const name of tools) analyzer.addRun(runOf(traceId, name));
    if (success !== undefined) analyzer.addOutcome(traceId, success);
  }
  return analyzer.report();
}

describe("the next tool", () => {
  it("is known once an agent does what it did before", () => {
    const { nextTool } = reportOf([{ tools: ["a", "b", "c"] }, { tools: ["a", "b", "c"] }, { tools: ["a", "b", "c"] }]);
    // The first time nothing was learnt yet.
    expect(nextTool).toEqual({ predictions: 3, hitAt1: 2 / 3, hitAt3: 2 / 3 });
  });

  it("is among three guesses more often than the first", () => {
    const tools = ["c", "c", "d", "d", "d", "c"].map((last) => ({ tools: ["a", "b", last] }));
    const { nextTool } = reportOf(tools);
    expect(nextTool.hitAt3).toBeGreaterThan(nextTool.hitAt1 ?? 1);
  });

  it("is not predicted where nothing came before: no share, rather than none", () => {
    expect(reportOf([{ tools: ["a"] }]).nextTool).toEqual({ predictions: 0, hitAt1: undefined, hitAt3: undefined });
  });
});

describe("arguments", () => {
  it.each([
    ['{"id":"ticket-77"}', ["found ticket-77 and 2 more"], true],
    ['{"id":"ticket-77","team":"search"}', ["ticket-77"], false],
    ['{"deep":[{"n":12345}]}', ["12345", "x"], true],
    ['{"n":7}', ["7"], undefined],
    ["no JSON", ["no JSON"], undefined],
    ["{}", [], undefined],
  ])("of %s after %j could have been known: %s", (text, answers, expected) => {
    expect(isDerivable(text, answers)).toBe(expected);
  });

  it("are judged only where content is captured", () => {
    const analyzer = createToolAnalyzer();
    analyzer.addRun(runOf("t", "a"));
    expect(analyzer.report().derivableShare).toBeUndefined();
    analyzer.addRun(runOf("t", "search", { arguments: '{"q":"broken build"}', result: "see job-1881" }));
    analyzer.addRun(runOf("t", "read", { arguments: '{"job":"job-1881"}', result: "" }));
    expect(analyzer.report().derivableShare).toBe(0.5);
  });
});

describe("a plan", () => {
  it("could have been kept where the same tools ran in the same order, however often each", () => {
    const { plans } = reportOf([
      { tools: ["a", "b"] },
      { tools: ["a", "a", "b"] },
      { tools: ["b", "a"] },
      { tools: [] },
    ]);
    expect(plans.tasks).toMatchObject({ tasks: 4, picoUsd: 4 * CALL_PICO_USD });
    expect(plans.repeated).toEqual({ tasks: 1, calls: 1, picoUsd: CALL_PICO_USD, unpricedCalls: 0 });
  });

  it("is worth keeping only after somebody said that it worked", () => {
    const of = (success?: boolean) => {
      const first = success === undefined ? { tools: ["a"] } : { tools: ["a"], success };
      return reportOf([first, { tools: ["a"] }]).plans.succeededBefore.tasks;
    };
    expect([of(true), of(false), of()]).toEqual([1, 0, 0]);
  });
});

it("counts what each tool took", () => {
  const analyzer = createToolAnalyzer();
  analyzer.addRun(runOf("t", "slow", { endTimeMs: START_MS + 900, isError: true }));
  analyzer.addRun(runOf("t", "fast"));
  analyzer.addRun(runOf("t", "slow", { endTimeMs: START_MS - 5 }));
  const { tools, waitedMs } = analyzer.report();
  expect(tools).toEqual([
    { name: "slow", runs: 2, errors: 1, totalMs: 900 },
    { name: "fast", runs: 1, errors: 0, totalMs: 200 },
  ]);
  expect(waitedMs).toBe(1_100);
});
