// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "@outlay/core";
import type { CostParts } from "@outlay/pricing";

import type { AnalyzedCall } from "../analyzed-call.ts";
import { COST_KINDS, costKindOf } from "./cost-kinds.ts";
import type { CostKind } from "./cost-kinds.ts";
import { MoneySum } from "./money-sum.ts";

/** How sure an amount is, as bills tell it apart; a stale price is an estimate. */
export type Certainty = "priced" | "provider_reported" | "estimated" | "partial" | "unpriced";

/** What a set of calls cost and used. Sums hold what is known; the counts of calls say how much that is. */
export class Spend {
  /** Billed calls; a record that stands for several counts as so many. */
  calls = 0;
  /** Calls by how sure their amount is. An unpriced call is in no amount. */
  readonly callsBy: Record<Certainty, number> = {
    priced: 0,
    provider_reported: 0,
    estimated: 0,
    partial: 0,
    unpriced: 0,
  };
  /** All amounts there are. */
  readonly cost: MoneySum = new MoneySum();
  /** The part of {@link cost} that is estimated or partial. */
  readonly uncertainCost: MoneySum = new MoneySum();
  /** The parts of {@link cost} that have a kind: what a provider stated itself has none. */
  readonly costBy: Record<CostKind, MoneySum> = {
    uncachedInput: new MoneySum(),
    cacheRead: new MoneySum(),
    cacheWrite: new MoneySum(),
    output: new MoneySum(),
    units: new MoneySum(),
  };
  inputTokens = 0;
  /** Parts of {@link inputTokens}. */
  cacheReadTokens = 0;
  cacheWriteTokens = 0;
  outputTokens = 0;
  /** Part of {@link outputTokens}. */
  reasoningTokens = 0;
  /** Calls that say nothing of what they used. */
  callsWithoutUsage = 0;
  /** Calls that ended in an error. */
  failedCalls = 0;

  /** Input neither read from nor written to a cache. */
  get uncachedInputTokens(): number {
    return this.inputTokens - this.cacheReadTokens - this.cacheWriteTokens;
  }

  /** Adds a call, by what {@link factsOfCall} found of it. */
  add(facts: CallFacts): void {
    const { calls, usage, certainty, amount, kinds } = facts;
    this.calls += calls;
    this.callsBy[certainty] += calls;
    if (facts.isFailed) this.failedCalls += calls;
    if (usage === undefined) this.callsWithoutUsage += calls;
    else {
      this.inputTokens += usage.inputTokens ?? 0;
      this.cacheReadTokens += usage.cacheReadTokens ?? 0;
      this.cacheWriteTokens += usage.cacheWriteTokens ?? 0;
      this.outputTokens += usage.outputTokens ?? 0;
      this.reasoningTokens += usage.reasoningTokens ?? 0;
    }
    if (amount === undefined) return;
    this.cost.add(amount);
    if (certainty === "estimated" || certainty === "partial") this.uncertainCost.add(amount);
    for (const { kind, picoUsd } of kinds) this.costBy[kind].add(picoUsd);
  }

  /** Adds another set of calls. */
  addSpend(other: Spend): void {
    for (const count of COUNTS) this[count] += other[count];
    for (const certainty of CERTAINTIES) this.callsBy[certainty] += other.callsBy[certainty];
    for (const kind of COST_KINDS) this.costBy[kind].addSum(other.costBy[kind]);
    this.cost.addSum(other.cost);
    this.uncertainCost.addSum(other.uncertainCost);
  }
}

/** What one call adds to each of the sums it is in; found once. */
export interface CallFacts {
  readonly calls: number;
  readonly isFailed: boolean;
  /** `undefined` where the call says nothing of it. */
  readonly usage: Usage | undefined;
  readonly certainty: Certainty;
  /** pico-USD; `undefined` where nobody knows. */
  readonly amount: number | bigint | undefined;
  readonly kinds: readonly { readonly kind: CostKind; readonly picoUsd: number }[];
}

/** Reads a call once for all sums. */
export function factsOfCall({ operation, cost }: AnalyzedCall): CallFacts {
  const { callCount = 1, usage, usageStatus, status } = operation;
  return {
    calls: callCount,
    isFailed: status === "error",
    usage: usageStatus === "missing" ? undefined : usage,
    certainty: cost.status === "stale" ? "estimated" : cost.status,
    amount: cost.status === "unpriced" ? undefined : (cost.exactPicoUsd ?? cost.totalPicoUsd),
    kinds: "parts" in cost ? kindsOf(cost.parts) : [],
  };
}

function kindsOf(parts: CostParts): CallFacts["kinds"] {
  const kinds: { kind: CostKind; picoUsd: number }[] = [];
  for (const part in parts) {
    const name = part as keyof CostParts;
    kinds.push({ kind: costKindOf(name), picoUsd: parts[name] ?? 0 });
  }
  return kinds;
}

const COUNTS = [
  "calls",
  "inputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "outputTokens",
  "reasoningTokens",
  "callsWithoutUsage",
  "failedCalls",
] as const;

const CERTAINTIES: readonly Certainty[] = ["priced", "provider_reported", "estimated", "partial", "unpriced"];
