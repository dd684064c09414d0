// SPDX-License-Identifier: Apache-2.0
import type { Operation, UsageProblem } from "@outlay/core";

import type { RateName, SearchContextSize, UnitName } from "./price-table.ts";

/**
 * What has to be known of a call to price it. An `Operation` can be passed as it is.
 *
 * `startTimeMs` selects the price in force; nothing here reads a clock.
 */
export interface PriceQuery
  extends
    Pick<Operation, "provider" | "startTimeMs">,
    Partial<
      Pick<
        Operation,
        | "requestModel"
        | "responseModel"
        | "serverAddress"
        | "usage"
        | "usageStatus"
        | "usageProblems"
        | "iterations"
        | "serviceTier"
        | "region"
        | "reportedCostUsd"
        | "attributes"
      >
    > {
  /** Web context asked of a search model; decides the fee of a call where the provider grades it. */
  readonly searchContextSize?: SearchContextSize;
}

/** A line of the bill. */
export type CostPart = "uncachedInput" | Exclude<RateName, "input"> | "tools" | "media" | "request";

/** Amounts in pico-USD (10^-12 USD), whole numbers that add up to the total; parts of zero are left out. */
export type CostParts = { readonly [part in CostPart]?: number };

/**
 * Why a cost is less than certain. Stable names: they appear on spans and metrics.
 *
 * - `no_rate.<part>`: used, but not published; billed at its parent's rate, or not at all where there is none.
 * - `tier_not_listed`, `region_not_listed`: the standard rate was used.
 * - `cache_write_lifetime_unknown`: billed at the shortest lifetime.
 * - `search_context_assumed_low`: the fee of a call was taken for the smallest search context.
 * - `media_kind_assumed`: the price goes by size and quality, which are unknown or not listed; that of the default was taken.
 * - `before_first_price`, `after_last_price`: the call lies outside the dates of the row; the nearest price was used.
 * - `calendar_ended`: a holiday calendar does not reach the day of the call.
 * - `time_unknown`: the start of the call is no moment; the newest price was used.
 * - `table_old`: the call is long after anybody looked at prices.
 * - `variant_dropped`: a router's `:variant` was ignored.
 * - `priced_as_other_provider`: the list price of the model's maker was used.
 * - `iteration_unpriced`: one model pass of the call has no price and is missing from the total.
 * - `usage_partial`: counts are missing, the amount is a lower bound.
 * - `reported_cost_unusable`: the provider's own figure is no amount and was ignored.
 */
export type PriceProblem =
  | UsageProblem
  | `no_rate.${CostPart | UnitName}`
  | "tier_not_listed"
  | "region_not_listed"
  | "cache_write_lifetime_unknown"
  | "search_context_assumed_low"
  | "media_kind_assumed"
  | "before_first_price"
  | "after_last_price"
  | "calendar_ended"
  | "time_unknown"
  | "table_old"
  | "variant_dropped"
  | "priced_as_other_provider"
  | "iteration_unpriced"
  | "usage_partial"
  | "reported_cost_unusable";

/** Which of a call's model names a price was found for. */
export type MatchedBy = "response" | "request";

interface Amount {
  /**
   * Whole pico-USD, exact up to 2^53 - 1 (9,007 USD a call). Above that the nearest double, and
   * {@link Amount.exactPicoUsd} is there.
   */
  readonly totalPicoUsd: number;
  /** Only where the total does not fit a safe integer. */
  readonly exactPicoUsd?: bigint;
  readonly provider: string;
  readonly tableVersion: string;
  readonly problems: readonly PriceProblem[];
}

/**
 * A cost computed from counts and rates.
 *
 * `priced`: every count had its published rate. `partial`: a used category or a count was missing. `estimated`: a
 * documented assumption was needed. `stale`: the price may no longer be in force. The worst one is the status,
 * `problems` has all of them.
 */
export interface ComputedCost extends Amount {
  readonly status: "priced" | "partial" | "estimated" | "stale";
  readonly parts: CostParts;
  /** Row of the table that was used. */
  readonly modelId: string;
  readonly matchedBy: MatchedBy;
  /** `overlay`, `genai-prices`, `litellm` or `override`. */
  readonly rowSource: string;
  /** ISO date on which the row was last seen at its source. */
  readonly verified: string;
  /** Tier whose card was used: `standard`, `batch`, `flex`, … */
  readonly tier: string;
  /** Region whose price was used, if it changed anything. */
  readonly region?: string;
  /** Lower bound of the context band used: prompts of more tokens than this. 0 is the base band. */
  readonly bandOverTokens: number;
  /** Passes of a call that bills several models; their amounts add up to the total. */
  readonly iterations?: readonly IterationCost[];
}

/** One pass of a call that bills several models. */
export interface IterationCost {
  readonly kind: string;
  readonly cost: ComputedCost | UnpricedCost;
}

/** A cost that the provider or gateway stated itself. It has no parts. */
export interface ReportedCost extends Amount {
  readonly status: "provider_reported";
}

/** Why there is no amount. */
export type UnpricedReason = "unknown_provider" | "unknown_model" | "no_rates" | "usage_missing" | "usage_unusable";

/** No amount at all: never zero. */
export interface UnpricedCost {
  readonly status: "unpriced";
  readonly reason: UnpricedReason;
  readonly provider: string;
  /** Response model, else request model, as the call named it. */
  readonly model?: string;
  readonly tableVersion: string;
  readonly problems: readonly PriceProblem[];
}

/** What a call cost, or that nobody knows. */
export type Cost = ComputedCost | ReportedCost | UnpricedCost;
