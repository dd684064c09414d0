// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createContextAnalyzer } from "../../src/context/context-analyzer.ts";
import type { ContextReport } from "../../src/context/context-analyzer.ts";
import type { AnalyzedCall } from "../../src/analyzed-call.ts";
import { callOf, hashOf, price, promptOf } from "../prompts.ts";
import type { WrittenBlock } from "../prompts.ts";

const BYTES_PER_TOKEN = 4;
const text = (name: string, tokens: number): string => name.padEnd(tokens * BYTES_PER_TOKEN, ".");
const TOOLS: readonly WrittenBlock[] = ["read_file", "deploy"].map((toolName) => ({
  section: "tools",
  kind: "tool_definition",
  toolName,
  text: text(toolName, 500),
}));
const SYSTEM: WrittenBlock = { section: "system", kind: "instructions", text: text("be brief", 1_000) };

function toolRound(index: number, path = `f${index}`): readonly WrittenBlock[] {
  return [
    { kind: "tool_call", toolName: "read_file", text: text(`call ${index}`, 50), valueHash: hashOf(path) },
    { kind: "tool_result", toolName: "read_file", text: text(`result ${index}`, 1_000) },
  ];
}

/** A call whose prompt was read from the cache as far as the one before had sent it, and written for the rest. */
function agentCall(blocks: readonly WrittenBlock[], readBlocks: number, facts: Parameters<typeof callOf>[1] = {}) {
  const tokens = (some: readonly WrittenBlock[]): number =>
    some.reduce((sum, one) => sum + one.text.length / BYTES_PER_TOKEN, 0);
  const inputTokens = tokens(blocks);
  const cacheReadTokens = tokens(blocks.slice(0, readBlocks));
  const usage = { inputTokens, cacheReadTokens, cacheWriteTokens: inputTokens - cacheReadTokens, outputTokens: 100 };
  return callOf(usage, { prompt: promptOf(blocks), ...facts });
}

/** An agent that reads a file with each call and forgets nothing. */
function agentRun(calls: number, facts: Parameters<typeof callOf>[1] = {}): readonly AnalyzedCall[] {
  let blocks: readonly WrittenBlock[] = [...TOOLS, SYSTEM, { text: text("fix the build", 100) }];
  const run: AnalyzedCall[] = [];
  let sent = 0;
  for (let index = 0; index < calls; index += 1) {
    run.push(agentCall(blocks, sent, facts));
    sent = blocks.length;
    blocks = [...blocks, ...toolRound(index)];
  }
  return run;
}

function reportOf(calls: readonly AnalyzedCall[]): ContextReport {
  const analyzer = createContextAnalyzer(price);
  for (const call of calls) analyzer.add(call);
  return analyzer.report();
}

describe("the context of an agent that forgets nothing", () => {
  const report = reportOf(agentRun(10));
  const of = (kind: string) => report.carried.find((one) => one.kind === kind);

  it("is sent again with every call", () => {
    // 2,100 tokens to begin with, 1,050 more with each of nine calls; each call sends again all that the last one sent.
    const inputTokens = 10 * 2_100 + (1_050 * 9 * 10) / 2;
    expect(report.inputTokens).toBe(inputTokens);
    expect(report.resentTokens).toBe(inputTokens - (2_100 + 9 * 1_050));
    expect(report.dearest[0]?.growthTokensPerCall).toBeCloseTo(1_050, 6);
  });

  it("costs what its parts cost to carry, to the last pico-USD", () => {
    const carried = report.carried.reduce((sum, { picoUsd = 0 }) => sum + picoUsd, 0);
    expect(carried).toBe(report.inputPicoUsd);
  });

  it("says what the results of one tool cost to write once and to read from then on", () => {
    // $3.75 a million to write, $0.30 to read; the first of nine results is read by eight calls, the last by none.
    const expected = 9 * 1_000 * 3.75 + 1_000 * 0.3 * ((8 * 9) / 2);
    expect(of("tool_result")).toMatchObject({ section: "messages", toolName: "read_file", picoUsd: expected * 1e6 });
  });

  it("says what the definition of a tool cost that was never called", () => {
    expect(report.unusedTools).toEqual([
      { toolName: "deploy", conversations: 1, tokens: 5_000, picoUsd: (500 * 3.75 + 9 * 500 * 0.3) * 1e6 },
    ]);
  });
});

describe("a history that was made shorter", () => {
  const before = agentRun(6);
  const head: readonly WrittenBlock[] = [...TOOLS, SYSTEM, { text: text("summary", 400) }];
  const after = (rounds: number, path?: string) =>
    Array.from({ length: rounds + 1 }, (_, index) => {
      const done = Array.from({ length: index }, (_, round) => toolRound(20 + round, path)).flat();
      return agentCall([...head, ...done], index === 0 ? 3 : head.length + (index - 1) * 2);
    });

  it("has paid when what is read less has made up for what was written", () => {
    const [compaction] = reportOf([...before, ...after(4)]).compactions;
    const beforeTokens = 2_100 + 5 * 1_050;
    const spent = 2_000 * 0.3 + 400 * 3.75 - beforeTokens * 0.3;
    expect(compaction).toMatchObject({ beforeTokens, afterTokens: 2_400, callsSince: 4 });
    expect(compaction?.spentPicoUsd).toBe(Math.max(0, Math.round(spent * 1e6)));
    expect(compaction?.savedPicoUsd).toBe(Math.round(4 * (beforeTokens - 2_400) * 0.3 * 1e6));
  });

  it("is told from another agent's prompt when the long one goes on", () => {
    const run = agentRun(8);
    const report = reportOf([...run.slice(0, 6), ...after(1), ...run.slice(6)]);
    expect(report.compactions).toEqual([]);
  });

  it("counts tool calls that fetch again what was thrown away", () => {
    const again = reportOf([...before, ...after(3, "f2")]).compactions[0];
    expect(again).toMatchObject({ toolCallsSince: 3, refetches: 3 });
    const other = reportOf([...before, ...after(3, "new")]).compactions[0];
    expect(other).toMatchObject({ toolCallsSince: 3, refetches: 0 });
  });
});

describe("what is not known", () => {
  it("is no price of zero", () => {
    const report = reportOf(agentRun(3, { requestModel: "nobody-knows-1" }));
    expect(report).toMatchObject({ unpricedCalls: 3, inputPicoUsd: 0 });
    expect(report.carried.map(({ picoUsd }) => picoUsd)).toEqual(report.carried.map(() => undefined));
  });

  it("is said of prompts without a fingerprint: what the cache was read for is the least that was sent again", () => {
    const usage = { inputTokens: 1_000, cacheReadTokens: 800, outputTokens: 1 };
    expect(reportOf([callOf(usage), callOf(usage)])).toMatchObject({ callsWithoutPrompt: 2, resentTokens: 800 });
  });

  it("is not made up for calls without usage", () => {
    const { usage: _usage, ...operation } = callOf({}).operation;
    expect(reportOf([{ operation, cost: price(operation) }])).toMatchObject({ calls: 0, inputTokens: 0 });
  });
});

describe("many conversations", () => {
  const runs = Array.from({ length: 6 }, (_, index) =>
    agentRun(40, { attributes: { "gen_ai.conversation.id": `__proto__${index}` } }),
  );

  it("are summed up the same whatever is remembered of them", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 40 }), (order) => {
        const next = runs.map(() => 0);
        const wide = createContextAnalyzer(price);
        const narrow = createContextAnalyzer(price, { maxConversations: 2 });
        for (const index of order) {
          const call = runs[index]?.[next[index] ?? 0];
          next[index] = (next[index] ?? 0) + 1;
          if (call === undefined) continue;
          wide.add(call);
          narrow.add(call);
        }
        const [all, some] = [wide.report(), narrow.report()];
        expect(some.inputTokens).toBe(all.inputTokens);
        expect(some.inputPicoUsd).toBe(all.inputPicoUsd);
        expect(some.resentTokens).toBeLessThanOrEqual(all.resentTokens);
        const carried = some.carried.reduce((sum, { picoUsd = 0 }) => sum + picoUsd, 0);
        expect(carried).toBe(some.inputPicoUsd);
      }),
      { numRuns: 20 },
    );
  });
});
