// SPDX-License-Identifier: Apache-2.0
import { NO_PROBLEMS, statusFrom } from "./cost-status.ts";
import type { ComputedCost, CostParts, IterationCost, PriceProblem, ReportedCost } from "./cost.ts";
import { PICO_PER_USD, exactPicoUsd } from "./money.ts";

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

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
  const problems = found.length === 0 ? NO_PROBLEMS : [...new Set(found)];
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
