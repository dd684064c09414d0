// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { AnalyzedCall } from "../../src/analyzed-call.ts";
import { createWasteAnalyzer } from "../../src/waste/waste-analyzer.ts";
import type { WasteReport } from "../../src/waste/waste-analyzer.ts";
import { callOf, hashOf, promptOf } from "../prompts.ts";
import type { WrittenBlock } from "../prompts.ts";

const USAGE = { inputTokens: 1_000, outputTokens: 100 };
const CALL_PICO_USD = (1_000 * 3 + 100 * 15) * 1e6;
const HEAD: readonly WrittenBlock[] = [
  { section: "system", kind: "instructions", text: "be brief" },
  { text: "fix it", role: "user" },
];

/** One tool call and its answer; ids differ, as they do. */
interface Step {
  readonly tool: string;
  readonly asks: string;
  readonly answers: string;
  readonly fails?: boolean;
}

let nextId = 0;
function blocksOf({ tool, asks, answers, fails = false }: Step): readonly WrittenBlock[] {
  nextId += 1;
  return [
    { kind: "tool_call", role: "assistant", toolName: tool, text: `${nextId} ${asks}`, valueHash: hashOf(asks) },
    {
      kind: "tool_result",
      role: "user",
      toolName: tool,
      text: `${nextId} ${answers}`,
      valueHash: hashOf(answers),
      isError: fails,
    },
  ];
}

type Facts = Parameters<typeof callOf>[1];
const ASKS = { toolCalls: [{ name: "any" }] };

/** The calls of an agent whose tools did this; the last call answers, unless the run was cut off. */
function runOf(steps: readonly Step[], { isCutOff = false, facts = {} }: { isCutOff?: boolean; facts?: Facts } = {}) {
  let blocks = HEAD;
  const calls: AnalyzedCall[] = [];
  for (const [index, step] of [...steps, undefined].entries()) {
    const asks = index < steps.length || isCutOff ? ASKS : {};
    calls.push(callOf(USAGE, { prompt: promptOf(blocks), ...asks, ...facts }));
    if (step !== undefined) blocks = [...blocks, ...blocksOf(step)];
  }
  return calls;
}

function reportOf(calls: readonly AnalyzedCall[]): WasteReport {
  const analyzer = createWasteAnalyzer();
  for (const call of calls) analyzer.add(call);
  return analyzer.report();
}

const grep = { tool: "grep", asks: "TODO", answers: "nothing" };
const test = { tool: "test", asks: "all", answers: "red" };

describe("a conversation that is stuck", () => {
  it.each([
    ["the same call with the same answer", [grep, grep, grep, grep], ["grep"], 3],
    ["two tools that take turns", [grep, test, grep, test, grep, test], ["grep", "test"], 4],
  ])("is found: %s", (_name, steps, tools, rounds) => {
    const { loops, stuck } = reportOf(runOf(steps, { isCutOff: true }));
    expect(loops).toEqual([
      { conversationId: "c1", tools, rounds, calls: rounds, picoUsd: rounds * CALL_PICO_USD, unpricedCalls: 0 },
    ]);
    expect(stuck.picoUsd).toBe(rounds * CALL_PICO_USD);
  });

  it.each([
    [
      "a poll whose answer changes",
      [1, 2, 3, 4].map((index) => ({ tool: "poll", asks: "job", answers: `${index} %` })),
    ],
    [
      "a test run again after each edit",
      [1, 2, 3].flatMap((index) => [test, { tool: "edit", asks: `${index}`, answers: "ok" }]),
    ],
    ["one check more", [grep, grep]],
    ["tools of which nothing is known", [1, 2, 3].map(() => ({ tool: "", asks: "", answers: "" }))],
  ])("is not taken for one: %s", (name, steps) => {
    const calls = runOf(steps, { isCutOff: true });
    const seen = name.includes("nothing is known") ? calls.map((call) => withoutHashes(call)) : calls;
    expect(reportOf(seen).loops).toEqual([]);
  });

  it("tells while it goes on, so that somebody can stop it", () => {
    const analyzer = createWasteAnalyzer();
    const told = runOf([grep, grep, grep, { ...grep, asks: "FIXME" }]).map((call) => analyzer.add(call).loop?.rounds);
    expect(told).toEqual([undefined, undefined, undefined, 2, undefined]);
  });

  it("has wasted what came after its last progress, if it never answered", () => {
    expect(reportOf(runOf([test, grep, grep], { isCutOff: true })).afterLastProgress.calls).toBe(1);
    expect(reportOf(runOf([test, grep, grep])).afterLastProgress.calls).toBe(0);
  });
});

function withoutHashes(call: AnalyzedCall): AnalyzedCall {
  const { prompt } = call.operation;
  if (prompt === undefined) return call;
  const blocks = prompt.blocks.map(({ valueHash: _hash, ...block }) => block);
  return { ...call, operation: { ...call.operation, prompt: { ...prompt, blocks } } };
}

describe("work that is done again", () => {
  it("is a tool asked for again after it failed", () => {
    const failing = { tool: "fetch", asks: "a", answers: "refused", fails: true };
    const report = reportOf(runOf([failing, { ...failing, asks: "b" }, grep]));
    expect(report.retries.tool_error).toEqual({ calls: 1, picoUsd: CALL_PICO_USD, unpricedCalls: 0 });
  });

  it("is a prompt sent word for word again", () => {
    const [call] = runOf([]);
    if (call === undefined) throw new Error("no call");
    expect(reportOf([call, call, call]).retries.resent_prompt.calls).toBe(2);
  });

  it("is not what another model is asked as well", () => {
    const [call] = runOf([]);
    if (call === undefined) throw new Error("no call");
    const other = { ...call, operation: { ...call.operation, requestModel: "claude-opus-4-5" } };
    expect(reportOf([call, other]).retries.resent_prompt.calls).toBe(0);
  });

  it("is an answer sent back because it did not fit its schema, inside one helper call", () => {
    const repaired = (parentSpanId: string, settings: Record<string, string>) => {
      const blocks = [HEAD, [...HEAD, { text: "{", role: "assistant" }, { text: "no JSON", role: "user" }]];
      return reportOf(
        blocks.map((some, index) =>
          callOf(USAGE, {
            prompt: { ...promptOf(some), settings },
            parentSpanId: index === 0 ? "00f067aa0ba902b7" : parentSpanId,
          }),
        ),
      ).retries.schema_repair.calls;
    };
    expect(repaired("00f067aa0ba902b7", { text_format: "1" })).toBe(1);
    expect(repaired("00f067aa0ba902b7", {})).toBe(0);
    expect(repaired("00f067aa0ba902b8", { text_format: "1" })).toBe(0);
  });

  it("is counted where an SDK does it by itself, and where a failed call was billed", () => {
    const report = reportOf([callOf(USAGE, { resendCount: 2 }), callOf(USAGE, { status: "error" })]);
    expect(report).toMatchObject({ resends: 2, failed: { calls: 1, picoUsd: CALL_PICO_USD }, callsWithoutPrompt: 2 });
  });

  it("is nothing that was refused before it was sent", () => {
    expect(reportOf([callOf({}, { sent: false, status: "error" })]).calls.calls).toBe(0);
  });
});

describe("any agent that learns something with each call", () => {
  it("is never said to be stuck", () => {
    const step = fc.record({ tool: fc.constantFrom("a", "b", "__proto__"), asks: fc.string() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const report = reportOf(
          runOf(
            steps.map((one, index) => ({ ...one, answers: `${index}` })),
            { isCutOff: true },
          ),
        );
        expect(report.loops).toEqual([]);
        expect(report.afterLastProgress.calls).toBe(0);
        expect(report.calls.picoUsd).toBe((steps.length + 1) * CALL_PICO_USD);
      }),
      { numRuns: 50 },
    );
  });
});
