// SPDX-License-Identifier: Apache-2.0
import { billFor } from "./bill.ts";
import { callPasses } from "./call-passes.ts";
import { billingProvider, selectPrice } from "./call-selection.ts";
import type { Selection } from "./call-selection.ts";
import { combinedCost, computedCost, gatherProblems, NO_PROBLEMS, reportedCost } from "./computed-cost.ts";
import type { ComputedCost, Cost, PriceProblem, PriceQuery, UnpricedCost, UnpricedReason } from "./cost.ts";
import type { PriceIndex } from "./price-index.ts";
import { OVERRIDE } from "./price-overrides.ts";
import { canonicalProvider } from "./provider-name.ts";

/** What a call cost: the provider's own figure, else the sum of its passes, else its usage at the listed price. */
export function priceCall(index: PriceIndex, query: PriceQuery): Cost {
  if (query.reportedCostUsd !== undefined) {
    const provider = canonicalProvider(billingProvider(query));
    const reported = reportedCost(query.reportedCostUsd, provider, index.table.version);
    if (reported !== undefined) return reported;
  }
  if (query.iterations === undefined || query.iterations.length === 0) return priceRequest(index, query);
  return pricePasses(index, query);
}

function pricePasses(index: PriceIndex, query: PriceQuery): ComputedCost | UnpricedCost {
  const passes = callPasses(query).map(({ kind, query: own }) => ({ kind, cost: priceRequest(index, own) }));
  const first = passes.find(({ cost }) => cost.status !== "unpriced")?.cost;
  if (first === undefined || first.status === "unpriced") return priceRequest(index, query);
  return combinedCost(first, passes);
}

function priceRequest(index: PriceIndex, query: PriceQuery): ComputedCost | UnpricedCost {
  const { usage } = query;
  if (usage === undefined || query.usageStatus === "missing") return unpriced(index, query, "usage_missing");
  const selection = selectPrice(index, query);
  if (selection === undefined) return unknown(index, query);
  const bill = billFor(selection, usage, query.searchContextSize);
  if (bill === undefined) return unpriced(index, query, "usage_unusable", ["not_a_count"]);
  const problems = problemsOf(index, query, selection, bill.problems);
  if (bill.totalPicoUsd === 0 && problems.length > 0) {
    const reason = reasonForNothing(problems);
    if (reason !== undefined) return unpriced(index, query, reason, problems);
  }
  return computedCost(selection, bill, index.table.version, problems);
}

function problemsOf(
  index: PriceIndex,
  query: PriceQuery,
  selection: Selection,
  found: readonly PriceProblem[] | undefined,
): readonly PriceProblem[] {
  const { entry, card } = selection;
  const own = doubtsOfCall(index, query, selection);
  const none = found === undefined && own === undefined && query.usageProblems === undefined;
  if (none && entry.problems.length === 0 && card.problems.length === 0) return NO_PROBLEMS;
  return gatherProblems(found, own, entry.problems, card.problems, query.usageProblems);
}

function doubtsOfCall(index: PriceIndex, query: PriceQuery, selection: Selection): PriceProblem[] | undefined {
  const { entry, timeProblem } = selection;
  const old = query.startTimeMs >= index.staleFromMs && entry.listed.source.name !== OVERRIDE;
  const partial = query.usageStatus === "partial";
  const reported = query.reportedCostUsd !== undefined;
  if (timeProblem === undefined && !old && !partial && !reported) return undefined;
  const doubts: PriceProblem[] = timeProblem === undefined ? [] : [timeProblem];
  if (old) doubts.push("table_old");
  if (partial) doubts.push("usage_partial");
  if (reported) doubts.push("reported_cost_unusable");
  return doubts;
}

function unknown(index: PriceIndex, query: PriceQuery): UnpricedCost {
  const listed = Object.hasOwn(index.table.providers, canonicalProvider(billingProvider(query)));
  return unpriced(index, query, listed ? "unknown_model" : "unknown_provider");
}

function unpriced(
  index: PriceIndex,
  query: PriceQuery,
  reason: UnpricedReason,
  problems: readonly PriceProblem[] = NO_PROBLEMS,
): UnpricedCost {
  const model = query.responseModel ?? query.requestModel;
  return {
    status: "unpriced",
    reason,
    provider: canonicalProvider(billingProvider(query)),
    ...(model === undefined ? {} : { model }),
    tableVersion: index.table.version,
    problems,
  };
}

/** Why a bill that comes to nothing is no bill: nothing was counted, or nothing that was counted has a rate. */
function reasonForNothing(problems: readonly PriceProblem[]): UnpricedReason | undefined {
  if (problems.includes("not_a_count")) return "usage_unusable";
  if (problems.includes("usage_partial")) return "usage_missing";
  return problems.some((problem) => problem.startsWith("no_rate.")) ? "no_rates" : undefined;
}
