// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { createPriceEngine } from "@outlay/pricing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { BEGINNING_MS, scriptOf } from "../../../packages/cli/src/simulate/agent-session.ts";
import type { FigureTable } from "../../../packages/cli/src/simulate/benchmark.ts";
import { compaction } from "../../../packages/cli/src/simulate/compaction.ts";
import { quadratic, QUADRATIC_SESSION } from "../../../packages/cli/src/simulate/quadratic.ts";
import type { ScriptedCall, ScriptedMessage } from "../../../packages/cli/src/simulate/scripted-call.ts";
import { sendOnTheWire } from "./send-on-the-wire.ts";
import { openWireWorld } from "./wire-world.ts";
import type { WireWorld } from "./wire-world.ts";

const READ_USD = "outlay.cost.cache_read_usd";
const COST_USD = "gen_ai.usage.cost";
const engine = createPriceEngine();
const simulated = {
  price: (operation: Parameters<typeof engine.price>[0]) => engine.price(operation),
  seed: undefined,
};

let world: WireWorld;
beforeEach(async () => {
  world = await openWireWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

describe("B7: a conversation of 265 calls, sent through the SDK", () => {
  it.each([
    ["claude-opus-5", 1],
    ["claude-opus-5-5", 3],
  ])("is read again and again for the share that the simulation says: %s", async (model, column) => {
    const script = scriptOf({ ...QUADRATIC_SESSION, model }, "s0");
    const spans = await sendOnTheWire(world, script);
    for (const { figures } of tableOf(quadratic.run(simulated).tables, "Share of cache reads").rows) {
      const [calls, share, usd] = [figures[0], figures[column], figures[column + 1]].map(valueOf);
      const spent = spans.slice(0, calls);
      expect(sumOf(spent, COST_USD)).toBeCloseTo(usd ?? Number.NaN, 9);
      expect(sumOf(spent, READ_USD) / sumOf(spent, COST_USD)).toBeCloseTo(share ?? Number.NaN, 9);
    }
  });
});

const HISTORY_TOKENS = 50_000;
const KEPT = [0.4, 0.5, 0.6, 0.1];
const COLUMNS: readonly [model: string, summarizer: string | undefined][] = [
  ["claude-sonnet-4-5", undefined],
  ["claude-opus-5-5", undefined],
  ["claude-opus-5-5", "claude-haiku-5-5"],
];

describe("B9: a history of 50,000 tokens made shorter, sent through the SDK", () => {
  it.each(
    COLUMNS.flatMap(([model, summarizer], column) =>
      KEPT.map((kept, row) => ({ model, summarizer, by: summarizer ?? "itself", kept, column, row })),
    ),
  )("has paid after the calls that the simulation says: $model, $kept kept, summarised by $by", async (one) => {
    const { model, summarizer, kept, column, row } = one;
    const { spentUsd, savedUsd } = await compact(model, kept, summarizer);
    const said = valueOf(tableOf(compaction.run(simulated).tables, "summary has paid").rows[row]?.figures[column]);
    expect(spentUsd / savedUsd).toBeCloseTo(said ?? Number.NaN, 6);
  });

  it("has not paid after 100 calls when three of ten fetch again what was cut", async () => {
    const model = "claude-sonnet-4-5";
    const { spentUsd, savedUsd } = await compact(model, 0.5);
    const kept = saidOf("kept", HISTORY_TOKENS / 2);
    const fetching = { ...callOf(model, [kept, saidOf("fetched", 1_000)]), outputTokens: 150 };
    const [, again] = await send(callOf(model, [kept]), fetching);
    const fetchedUsd = sumOf([again ?? {}], COST_USD);
    const { rows } = tableOf(compaction.run(simulated).tables, "100 later calls");
    const saved = [0, 0.1, 0.2, 0.3].map((rate) => 100 * savedUsd - spentUsd - 100 * rate * fetchedUsd);
    for (const [row, usd] of saved.entries()) expect(usd).toBeCloseTo(valueOf(rows[row]?.figures[3]) ?? Number.NaN, 9);
    expect(saved.map(Math.sign)).toEqual([1, 1, -1, -1]);
  });
});

/** What the spans say of a history, the call that makes it shorter, and calls with what is left. */
async function compact(
  model: string,
  kept: number,
  summarizer?: string,
): Promise<{ readonly spentUsd: number; readonly savedUsd: number }> {
  const keptTokens = HISTORY_TOKENS * kept;
  const long = callOf(model, [saidOf("history", HISTORY_TOKENS)]);
  const short = callOf(model, [saidOf("kept", keptTokens)]);
  const unmarked = [{ ...saidOf("history", HISTORY_TOKENS), breakpoint: undefined }];
  const asked = summarizer === undefined ? long : callOf(summarizer, unmarked);
  const [, later, summary, first, next] = await send(long, long, { ...asked, outputTokens: keptTokens }, short, short);
  const usdOf = (span: Attributes | undefined) => sumOf([span ?? {}], COST_USD);
  const answerUsd = usdOf(next) - sumOf([next ?? {}], READ_USD);
  return {
    spentUsd: usdOf(summary) + usdOf(first) - answerUsd,
    savedUsd: usdOf(later) - usdOf(next),
  };
}

function send(...script: readonly ScriptedCall[]): Promise<readonly Attributes[]> {
  return sendOnTheWire(
    world,
    script.map((call, index) => ({ ...call, atMs: BEGINNING_MS + index * 10_000 })),
  );
}

function callOf(model: string, messages: readonly ScriptedMessage[]): ScriptedCall {
  const place = { provider: "anthropic" as const, conversation: "s", atMs: BEGINNING_MS, tools: [], system: [] };
  return { ...place, model, messages, outputTokens: 10 };
}

function saidOf(name: string, tokens: number): ScriptedMessage {
  return { role: "user", name, tokens, breakpoint: "5m" };
}

function tableOf(tables: readonly FigureTable[], words: string): FigureTable {
  const table = tables.find(({ title }) => title.includes(words));
  if (table === undefined) throw new Error(`no table of ${words}`);
  return table;
}

function valueOf(figure: FigureTable["rows"][number]["figures"][number]): number | undefined {
  return typeof figure === "object" ? figure.value : undefined;
}

function sumOf(spans: readonly Attributes[], name: string): number {
  return spans.reduce((sum, attributes) => sum + Number(attributes[name] ?? 0), 0);
}
