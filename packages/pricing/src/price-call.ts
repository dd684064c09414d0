// SPDX-License-Identifier: Apache-2.0
import { billCall } from "./bill.ts";
import type { MeteredCall } from "./bill.ts";
import { callPasses } from "./call-passes.ts";
import { billingProvider, callTerms, findPrice } from "./call-terms.ts";
import { NO_PROBLEMS } from "./cost-status.ts";
import { combinedCost, reportedCost } from "./cost-sums.ts";
import type { ComputedCost, Cost, MatchedBy, PriceProblem, PriceQuery, UnpricedCost, UnpricedReason } from "./cost.ts";
import type { PriceIndex } from "./price-index.ts";
import { OVERRIDE } from "./price-overrides.ts";
import { canonicalProvider } from "./provider-name.ts";
import type { Terms } from "./terms.ts";

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
  const metered = isMetered(query);
  const served = findPrice(index, query, "response");
  const entry = served ?? findPrice(index, query, "request");
  const terms = entry === undefined ? undefined : callTerms(index, query, entry);
  if (terms === undefined) return metered ? unknown(index, query) : unpriced(index, query, "usage_missing");
  if (metered) return priceMetered(index, query, terms, served === undefined ? "request" : "response");
  if (!terms.free) return unpriced(index, query, "usage_missing");
  return priceMetered(index, { ...query, usage: {} }, terms, served === undefined ? "request" : "response");
}

function isMetered(query: PriceQuery): query is MeteredCall {
  return query.usage !== undefined && query.usageStatus !== "missing";
}

function priceMetered(index: PriceIndex, call: MeteredCall, terms: Terms, by: MatchedBy): ComputedCost | UnpricedCost {
  const cost = billCall(terms, call, by, doubtsOf(index, call, terms));
  if (cost === undefined) return unpriced(index, call, "usage_unusable", ["not_a_count"]);
  const reason = cost.totalPicoUsd > 0 || cost.status === "priced" ? undefined : reasonForNothing(cost.problems);
  return reason === undefined ? cost : unpriced(index, call, reason, cost.problems);
}

/** What is doubtful about a call before anything is counted; `undefined` for nearly every one. */
function doubtsOf(index: PriceIndex, query: PriceQuery, terms: Terms): PriceProblem[] | undefined {
  const old = query.startTimeMs >= index.staleFromMs && terms.source.name !== OVERRIDE;
  const asTold = query.usageProblems === undefined && query.reportedCostUsd === undefined;
  if (!old && asTold && query.usageStatus !== "partial" && terms.problems.length === 0) return undefined;
  return gatherDoubts(query, terms, old);
}

function gatherDoubts(query: PriceQuery, terms: Terms, old: boolean): PriceProblem[] | undefined {
  const doubts = new Set<PriceProblem>([...terms.problems, ...(query.usageProblems ?? [])]);
  if (old) doubts.add("table_old");
  if (query.usageStatus === "partial") doubts.add("usage_partial");
  if (query.reportedCostUsd !== undefined) doubts.add("reported_cost_unusable");
  return doubts.size === 0 ? undefined : [...doubts];
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
