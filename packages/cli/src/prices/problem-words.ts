// SPDX-License-Identifier: Apache-2.0
import type { Cost, PriceProblem, UnpricedReason } from "@outlay/pricing";

type Named = Exclude<PriceProblem, `no_rate.${string}`>;

const PROBLEM_WORDS: Readonly<Record<Named, string>> = {
  not_a_count: "a count is no whole number from 0 up; it was ignored",
  cache_exceeds_input:
    "more tokens were cached than the input has: the input was taken for the part that is not cached, and the cached tokens were added",
  cache_split_exceeds_write: "the cache writes by lifetime exceed all writes; the lifetimes were ignored",
  reasoning_exceeds_output: "there is more reasoning than output; it was added to the output",
  modality_exceeds_total: "a modality exceeds what it is a part of; it was ignored",
  total_exceeds_counts: "the stated total is more than the counts that are told; what is missing is not billed",
  cache_not_told:
    "whoever traced the call drops cache counts; what was cached is billed at the full rate or not at all",
  tier_not_listed: "this tier has no published price for the model; the standard rate was used",
  region_not_listed: "this region has no published price for the model; the standard rate was used",
  cache_write_lifetime_unknown: "how long the cache was kept is unknown; the shortest lifetime was assumed",
  search_context_assumed_low: "the size of the search context is unknown; the smallest was assumed",
  media_kind_assumed:
    "the price goes by size and quality, which are unknown or not listed; that of the provider's default was taken",
  before_first_price: "the call was before the first published price; the oldest one was used",
  after_last_price: "the last published price had ended; it was used all the same",
  calendar_ended: "the calendar of holidays does not reach the day of the call; it was taken for a working day",
  time_unknown: "the time of the call is unknown; the newest price was used",
  table_old: "the call was long after anybody looked at these prices",
  variant_dropped: "the variant after the colon was ignored",
  priced_as_other_provider: "the provider publishes no price; the list price of the model's maker was used",
  iteration_unpriced: "one model pass of the call has no price and is missing from the total",
  usage_partial: "some counts are missing; the amount is a lower bound",
  reported_cost_unusable: "the cost that the provider reported is no amount; it was ignored",
};

/** A doubt about a price, in words. */
export function problemWords(problem: PriceProblem): string {
  if (!problem.startsWith("no_rate.")) return PROBLEM_WORDS[problem as Named];
  const part = problem.slice("no_rate.".length);
  return `${part} was used but has no published rate; it was billed at the rate of what it is a part of, or not at all`;
}

/** What the status of a cost means. */
export const STATUS_WORDS: Readonly<Record<Cost["status"], string>> = {
  priced: "every count had its published rate",
  estimated: "a documented assumption was needed",
  stale: "the price may no longer be in force",
  partial: "something that was used is missing from the amount",
  provider_reported: "the provider stated the amount itself",
  unpriced: "nobody knows what this cost; it is not counted as zero",
};

/** Why there is no amount. */
export const REASON_WORDS: Readonly<Record<UnpricedReason, string>> = {
  unknown_provider: "the provider is not in the price table",
  unknown_model: "the model is not in the provider's price list",
  no_rates: "the model is listed, but nothing that was used has a rate",
  usage_missing: "the call told no token counts",
  usage_unusable: "the token counts are no counts",
};
