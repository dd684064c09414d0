// SPDX-License-Identifier: Apache-2.0
import { compactionPayback } from "@outlay/analysis";
import type { CompactionPlan, PriceCall } from "@outlay/analysis";
import type { Operation } from "@outlay/core";
import { usdFromPico } from "@outlay/pricing";

import { BEGINNING_MS } from "./agent-session.ts";
import { quantity, usd } from "./benchmark.ts";
import type { Benchmark, BenchmarkWorld, FigureTable } from "./benchmark.ts";
import { costUsd } from "./send-script.ts";

const HISTORY_TOKENS = 50_000;
const KEPT_SHARES = [0.4, 0.5, 0.6, 0.1];
/** A result that was cut and is wanted again: the call that asks for it, and what comes back. */
const REFETCHED = { resultTokens: 1_000, outputTokens: 150 };
const LATER_CALLS = 100;

/** B9: how many calls it takes until a shorter history has paid. */
export const compaction: Benchmark = {
  id: "B9",
  name: "compaction",
  shows: "When making a history of 50,000 cached tokens shorter pays",
  run: (world) => ({
    tables: [payback(world), cleared(world), refetching(world)],
    notes: [
      'The article aims at 40 to 60 % compression "because more raises total cost". What it cites (Factory, 2025) compared three compressors that all remove about 99 %, measured what they retain, and says nothing of 40 to 60 %. By prices alone it is the other way round: the less is kept, the sooner it pays.',
      "The 26 to 54 % that the article gives to hierarchical context are ACON's (2025): peak tokens, not cost, and no hot, warm and cold.",
      "Assumed: one tokenizer, no thinking, all of the history in the cache, all later calls use what is kept. Orders of magnitude.",
    ],
  }),
};

function payback({ price }: BenchmarkWorld): FigureTable {
  const calls = (plan: Omit<CompactionPlan, "historyTokens">) =>
    quantity("calls", compactionPayback({ ...plan, historyTokens: HISTORY_TOKENS }, price)?.calls ?? Infinity, 1);
  return {
    title: "Later calls until a summary has paid",
    columns: ["Sonnet 4.5, reads 0.1×", "Opus 5.5, reads 0.05×", "Opus 5.5, Haiku 5.5 summarises"],
    rows: KEPT_SHARES.map((keptShare) => ({
      what: `${keptShare * 100} % kept`,
      figures: [
        calls({ operation: callOf("claude-sonnet-4-5"), keptShare, summarizer: {} }),
        calls({ operation: callOf("claude-opus-5-5"), keptShare, summarizer: {} }),
        calls({ operation: callOf("claude-opus-5-5"), keptShare, summarizer: { model: "claude-haiku-5-5" } }),
      ],
    })),
  };
}

function cleared({ price }: BenchmarkWorld): FigureTable {
  const calls = (model: string, keptShare: number) => {
    const plan = { operation: callOf(model), historyTokens: HISTORY_TOKENS, keptShare };
    return quantity("calls", compactionPayback(plan, price)?.calls ?? Infinity, 1);
  };
  return {
    title: "Later calls until leaving out old tool results has paid, without a summary",
    columns: ["Sonnet 4.5, reads 0.1×", "Opus 5.5, reads 0.05×"],
    rows: KEPT_SHARES.map((keptShare) => ({
      what: `${keptShare * 100} % kept`,
      figures: [calls("claude-sonnet-4-5", keptShare), calls("claude-opus-5-5", keptShare)],
    })),
  };
}

/** What was saved after all, when some of what was cut has to be fetched again. */
function refetching({ price }: BenchmarkWorld): FigureTable {
  const keptShare = 0.5;
  const operation = callOf("claude-sonnet-4-5");
  const plan = compactionPayback({ operation, historyTokens: HISTORY_TOKENS, keptShare, summarizer: {} }, price);
  const refetchUsd = costOfRefetching(HISTORY_TOKENS * keptShare, price);
  const [spent, saved] = [usdFromPico(plan?.spentPicoUsd ?? 0), usdFromPico(plan?.savedPerCallPicoUsd ?? 0)];
  return {
    title: `Sonnet 4.5, half kept, ${LATER_CALLS} later calls`,
    columns: ["saved on reads", "spent on the summary", "spent on fetching again", "saved after all"],
    rows: [0, 0.1, 0.2, 0.3].map((rate) => {
      const [reads, again] = [LATER_CALLS * saved, LATER_CALLS * rate * refetchUsd];
      const figures = [reads, spent, again, reads - spent - again].map((value) => usd(value));
      return { what: `${rate * 100} % of calls fetch again`, figures };
    }),
  };
}

function costOfRefetching(promptTokens: number, price: PriceCall): number {
  const { resultTokens, outputTokens } = REFETCHED;
  const usage = {
    inputTokens: promptTokens + resultTokens,
    cacheReadTokens: promptTokens,
    cacheWriteTokens: resultTokens,
    outputTokens,
  };
  return costUsd([{ ...callOf("claude-sonnet-4-5"), usage }], price);
}

function callOf(model: string): Operation {
  return {
    provider: "anthropic",
    operationName: "chat",
    requestModel: model,
    startTimeMs: BEGINNING_MS,
    endTimeMs: BEGINNING_MS + 1_000,
    stream: false,
    usageStatus: "reported",
    status: "ok",
    attributes: {},
    source: { kind: "manual", scope: "simulation", dialect: "outlay" },
  };
}
