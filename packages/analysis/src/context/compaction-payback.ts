// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

import type { PriceCall } from "../analyzed-call.ts";

/** A history that might be made shorter. */
export interface CompactionPlan {
  /** The call whose model, tier and date the prices are taken for. */
  readonly operation: Operation;
  /** Tokens of the history, all of them in the cache. */
  readonly historyTokens: number;
  /** Share of it that is left. */
  readonly keptShare: number;
  /** Who writes the summary. Absent: nobody, parts of the history are only left out. */
  readonly summarizer?: {
    /** Absent: the model of the conversation, which reads the history from its cache. */
    readonly model?: string;
  };
}

/** Whether a shorter history pays. */
export interface CompactionPayback {
  /** What the summary and writing it to the cache cost, in pico-USD. */
  readonly spentPicoUsd: number;
  /** What each later call reads less, in pico-USD. */
  readonly savedPerCallPicoUsd: number;
  /** Calls until it has paid, not rounded. */
  readonly calls: number;
}

/**
 * When making a history shorter pays, by prices alone. The summary is billed as output, then written to the cache as
 * input; what is saved is reading the rest with every call.
 *
 * @returns `undefined` where a price is not known, or nothing is saved.
 */
export function compactionPayback(plan: CompactionPlan, price: PriceCall): CompactionPayback | undefined {
  const { operation, historyTokens, keptShare, summarizer } = plan;
  const keptTokens = historyTokens * keptShare;
  const costOf = (usage: Operation["usage"], model?: string): number | undefined => {
    const { requestModel, responseModel, iterations: _iterations, reportedCostUsd: _reported, ...asked } = operation;
    const models = model === undefined ? { requestModel, responseModel } : { requestModel: model };
    const cost = price({
      ...asked,
      ...defined(models),
      ...(usage === undefined ? {} : { usage }),
      usageStatus: "reported",
    });
    return cost.status === "unpriced" ? undefined : cost.totalPicoUsd;
  };
  const written = costOf({ inputTokens: keptTokens, cacheWriteTokens: keptTokens, outputTokens: 0 });
  const summary =
    summarizer === undefined ? 0 : costOf(summaryUsage(summarizer.model, historyTokens, keptTokens), summarizer.model);
  const dropped = historyTokens - keptTokens;
  const saved = costOf({ inputTokens: dropped, cacheReadTokens: dropped, outputTokens: 0 });
  if (written === undefined || summary === undefined || saved === undefined || saved <= 0) return undefined;
  return { spentPicoUsd: written + summary, savedPerCallPicoUsd: saved, calls: (written + summary) / saved };
}

/** Another model has not cached the history. */
function summaryUsage(model: string | undefined, historyTokens: number, keptTokens: number): Operation["usage"] {
  const cacheReadTokens = model === undefined ? historyTokens : 0;
  return { inputTokens: historyTokens, cacheReadTokens, outputTokens: keptTokens };
}

function defined<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
