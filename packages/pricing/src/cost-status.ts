// SPDX-License-Identifier: Apache-2.0
import type { ComputedCost, PriceProblem } from "./cost.ts";

/** What nearly every cost has: one list, shared. */
export const NO_PROBLEMS: readonly PriceProblem[] = Object.freeze([]);

type ComputedStatus = ComputedCost["status"];

const SEVERITY: Readonly<Record<ComputedStatus, number>> = { priced: 0, stale: 1, estimated: 2, partial: 3 };

/** What a problem makes of a cost; any other makes it an estimate, a missing rate makes it partial. */
export const STATUS_OF: Readonly<Partial<Record<PriceProblem, ComputedStatus>>> = {
  usage_partial: "partial",
  not_a_count: "partial",
  iteration_unpriced: "partial",
  after_last_price: "stale",
  table_old: "stale",
  reported_cost_unusable: "priced",
};

function statusOf(problem: PriceProblem): ComputedStatus {
  return STATUS_OF[problem] ?? (problem.startsWith("no_rate.") ? "partial" : "estimated");
}

/** The worst status that any of the problems means. */
export function statusFrom(problems: readonly PriceProblem[]): ComputedStatus {
  let worst: ComputedStatus = "priced";
  for (const problem of problems) {
    const status = statusOf(problem);
    if (SEVERITY[status] > SEVERITY[worst]) worst = status;
  }
  return worst;
}
