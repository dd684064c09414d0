// SPDX-License-Identifier: Apache-2.0
import type { Bill } from "./bill.ts";
import type { Selection } from "./call-selection.ts";
import { statusFrom } from "./cost-status.ts";
import type { ComputedCost, CostParts, IterationCost, PriceProblem, ReportedCost } from "./cost.ts";
import { PICO_PER_USD, exactPicoUsd } from "./money.ts";

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/** What nearly every cost has. */
export const NO_PROBLEMS: readonly PriceProblem[] = Object.freeze([]);

/** All doubts about a cost, each once. */
export function gatherProblems(...lists: readonly (readonly PriceProblem[] | undefined)[]): readonly PriceProblem[] {
  const all = new Set(lists.flatMap((list) => list ?? []));
  return all.size === 0 ? NO_PROBLEMS : [...all];
}

/** The cost that a bill at a selected price amounts to. */
export function computedCost(
  selection: Selection,
  bill: Bill,
  tableVersion: string,
  problems: readonly PriceProblem[],
): ComputedCost {
  const { entry, card } = selection;
  const cost: Mutable<ComputedCost> = {
    status: problems.length === 0 ? "priced" : statusFrom(problems),
    totalPicoUsd: bill.totalPicoUsd,
    parts: bill.parts,
    provider: entry.listed.provider,
    modelId: entry.listed.model,
    matchedBy: selection.matchedBy,
    rowSource: card.source.name,
    verified: card.source.verified,
    tier: card.tier,
    bandOverTokens: bill.band.overTokens,
    tableVersion,
    problems,
  };
  if (bill.exactPicoUsd !== undefined) cost.exactPicoUsd = bill.exactPicoUsd;
  if (card.region !== undefined) cost.region = card.region;
  return cost;
}

/**
 * The provider's own figure as a cost.
 *
 * @returns `undefined` when the figure is no amount.
 */
export function reportedCost(reportedUsd: number, provider: string, tableVersion: string): ReportedCost | undefined {
  const totalPicoUsd = Math.round(reportedUsd * PICO_PER_USD);
  if (!Number.isFinite(totalPicoUsd) || totalPicoUsd < 0) return undefined;
  const cost: Mutable<ReportedCost> = {
    status: "provider_reported",
    totalPicoUsd,
    provider,
    tableVersion,
    problems: NO_PROBLEMS,
  };
  if (!Number.isSafeInteger(totalPicoUsd)) cost.exactPicoUsd = BigInt(totalPicoUsd);
  return cost;
}

function addParts(sum: Mutable<CostParts>, parts: CostParts): void {
  for (const [part, amount] of Object.entries(parts) as [keyof CostParts, number][]) {
    sum[part] = (sum[part] ?? 0) + amount;
  }
}

/**
 * Adds up the passes of a call that bills several models.
 *
 * @param main - The priced pass that names the model of the whole.
 */
export function combinedCost(main: ComputedCost, iterations: readonly IterationCost[]): ComputedCost {
  const parts: Mutable<CostParts> = {};
  const found: PriceProblem[] = [];
  let exact = 0n;
  for (const { cost } of iterations) {
    found.push(...cost.problems);
    if (cost.status === "unpriced") {
      found.push("iteration_unpriced");
      continue;
    }
    exact += BigInt(exactPicoUsd(cost));
    addParts(parts, cost.parts);
  }
  const problems = gatherProblems(found);
  const combined: Mutable<ComputedCost> = {
    ...main,
    status: statusFrom(problems),
    totalPicoUsd: Number(exact),
    parts,
    problems,
    iterations,
  };
  delete combined.exactPicoUsd;
  if (!Number.isSafeInteger(combined.totalPicoUsd)) combined.exactPicoUsd = exact;
  return combined;
}
