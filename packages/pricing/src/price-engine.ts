// SPDX-License-Identifier: Apache-2.0
import type { Iteration, Usage } from "@outlay/core";

import { billLines } from "./bill-lines.ts";
import type { BillLine } from "./bill-lines.ts";
import { billFor } from "./bill.ts";
import { newCounts, splitUsage } from "./billable-counts.ts";
import { billingProvider, selectPrice } from "./call-selection.ts";
import type { Selection } from "./call-selection.ts";
import { NO_PROBLEMS, combinedCost, computedCost, gatherProblems, reportedCost } from "./computed-cost.ts";
import type { ComputedCost, Cost, PriceProblem, PriceQuery, UnpricedCost, UnpricedReason } from "./cost.ts";
import { compiledTable } from "./compiled-table.ts";
import type { PriceEntry } from "./price-entry.ts";
import { PriceIndex } from "./price-index.ts";
import { NO_OVERRIDES } from "./price-overrides.ts";
import type { DisplayCurrency, PriceOverrides } from "./price-overrides.ts";
import type { PricePeriod, PriceTable } from "./price-table.ts";
import { canonicalProvider } from "./provider-name.ts";
import { repairUsage } from "./usage-repair.ts";

/** How {@link createPriceEngine} is set up. */
export interface PriceEngineOptions {
  /** @defaultValue the table compiled into this package */
  readonly table?: PriceTable;
  /** A user's own prices, as `parsePriceOverrides` returns them. */
  readonly overrides?: PriceOverrides;
  /**
   * Days after the table's date from which costs are `stale`.
   * @defaultValue 120
   */
  readonly staleAfterDays?: number;
}

/** How one request of a call was priced, for people. */
export interface PriceExplanation {
  readonly cost: Cost;
  /** Price that was in force; absent when unpriced or reported by the provider. */
  readonly price?: PricePeriod;
  /** Each product of count × rate × factor; they add up to the total. */
  readonly lines: readonly BillLine[];
  /** The passes of a call that bills several models, each with its own lines. */
  readonly iterations?: readonly { readonly kind: string; readonly explanation: PriceExplanation }[];
}

/** Prices calls. Holds no state but what it remembers of names, and never throws. */
export interface PriceEngine {
  readonly tableVersion: string;
  /** Currency that the user wants to see beside USD. */
  readonly currency: DisplayCurrency | undefined;
  /** What a call cost, or that nobody knows. Reads no clock: `startTimeMs` selects the price. */
  price(query: PriceQuery): Cost;
  /** The same, with every product of the bill. */
  explain(query: PriceQuery): PriceExplanation;
  /** The listed price of a model, found as {@link PriceEngine.price} finds it. */
  find(provider: string, model: string): PriceEntry | undefined;
  /** Takes other overrides from the next call on. */
  replaceOverrides(overrides: PriceOverrides): void;
  /** Takes another table from the next call on. */
  replaceTable(table: PriceTable): void;
}

const MS_PER_DAY = 86_400_000;
const DEFAULT_STALE_AFTER_DAYS = 120;
const OVERRIDE = "override";

/** Tool counts of the whole call, which no pass repeats. */
const UNITS_OF_CALL = "units";

/** A price engine over the compiled table, or over another one. */
export function createPriceEngine(options: PriceEngineOptions = {}): PriceEngine {
  return new TablePriceEngine(options);
}

class TablePriceEngine implements PriceEngine {
  readonly #staleAfterMs: number;
  #index: PriceIndex;
  #staleFromMs = Infinity;

  constructor(options: PriceEngineOptions) {
    this.#staleAfterMs = (options.staleAfterDays ?? DEFAULT_STALE_AFTER_DAYS) * MS_PER_DAY;
    this.#index = this.#newIndex(options.table ?? compiledTable(), options.overrides ?? NO_OVERRIDES);
  }

  get tableVersion(): string {
    return this.#index.table.version;
  }

  get currency(): DisplayCurrency | undefined {
    return this.#index.overrides.currency;
  }

  replaceOverrides(overrides: PriceOverrides): void {
    this.#index = this.#newIndex(this.#index.table, overrides);
  }

  replaceTable(table: PriceTable): void {
    this.#index = this.#newIndex(table, this.#index.overrides);
  }

  find(provider: string, model: string): PriceEntry | undefined {
    return this.#index.find(provider, model);
  }

  price(query: PriceQuery): Cost {
    const reported = this.#reported(query);
    if (reported !== undefined) return reported;
    if (query.iterations !== undefined && query.iterations.length > 0) return this.#priceIterations(query);
    return this.#priceRequest(query);
  }

  explain(query: PriceQuery): PriceExplanation {
    const cost = this.price(query);
    if (cost.status === "unpriced" || cost.status === "provider_reported") return { cost, lines: [] };
    if (cost.iterations === undefined) return this.#explainRequest(query, cost);
    const iterations = iterationQueries(query).map(({ kind, query: own }) => ({
      kind,
      explanation: this.explain(own),
    }));
    return { cost, lines: iterations.flatMap(({ explanation }) => explanation.lines), iterations };
  }

  #newIndex(table: PriceTable, overrides: PriceOverrides): PriceIndex {
    this.#staleFromMs = Date.parse(table.date) + this.#staleAfterMs;
    return new PriceIndex(table, overrides);
  }

  #reported(query: PriceQuery): Cost | undefined {
    if (query.reportedCostUsd === undefined) return undefined;
    return reportedCost(query.reportedCostUsd, canonicalProvider(billingProvider(query)), this.tableVersion);
  }

  #priceRequest(query: PriceQuery): ComputedCost | UnpricedCost {
    const { usage } = query;
    if (usage === undefined || query.usageStatus === "missing") return this.#unpriced(query, "usage_missing");
    const selection = selectPrice(this.#index, query);
    if (selection === undefined) return this.#unknown(query);
    const bill = billFor(selection, usage, query.searchContextSize);
    if (bill === undefined) return this.#unpriced(query, "usage_unusable", ["not_a_count"]);
    const problems = this.#problems(query, selection, bill.problems);
    if (bill.totalPicoUsd === 0 && problems.length > 0) {
      const reason = reasonForNothing(problems);
      if (reason !== undefined) return this.#unpriced(query, reason, problems);
    }
    return computedCost(selection, bill, this.tableVersion, problems);
  }

  #problems(
    query: PriceQuery,
    selection: Selection,
    found: readonly PriceProblem[] | undefined,
  ): readonly PriceProblem[] {
    const { entry, card } = selection;
    const own = this.#doubtsOfCall(query, selection);
    const none = found === undefined && own === undefined && query.usageProblems === undefined;
    if (none && entry.problems.length === 0 && card.problems.length === 0) return NO_PROBLEMS;
    return gatherProblems(found, own, entry.problems, card.problems, query.usageProblems);
  }

  #doubtsOfCall(query: PriceQuery, selection: Selection): PriceProblem[] | undefined {
    const { entry, timeProblem } = selection;
    const old = query.startTimeMs >= this.#staleFromMs && entry.listed.source.name !== OVERRIDE;
    const partial = query.usageStatus === "partial";
    const reported = query.reportedCostUsd !== undefined;
    if (timeProblem === undefined && !old && !partial && !reported) return undefined;
    const doubts: PriceProblem[] = timeProblem === undefined ? [] : [timeProblem];
    if (old) doubts.push("table_old");
    if (partial) doubts.push("usage_partial");
    if (reported) doubts.push("reported_cost_unusable");
    return doubts;
  }

  #priceIterations(query: PriceQuery): ComputedCost | UnpricedCost {
    const iterations = iterationQueries(query).map(({ kind, query: own }) => ({ kind, cost: this.#priceRequest(own) }));
    const first = iterations.find(({ cost }) => cost.status !== "unpriced")?.cost;
    if (first === undefined || first.status === "unpriced") return this.#priceRequest(query);
    return combinedCost(first, iterations);
  }

  #explainRequest(query: PriceQuery, cost: ComputedCost): PriceExplanation {
    const selection = selectPrice(this.#index, query);
    if (selection === undefined || query.usage === undefined) return { cost, lines: [] };
    const usage = splitUsage(query.usage, newCounts()) >= 0 ? query.usage : repairUsage(query.usage).usage;
    const lines = billLines(selection, usage, query.searchContextSize);
    return { cost, price: selection.price, lines };
  }

  #unknown(query: PriceQuery): UnpricedCost {
    const provider = canonicalProvider(billingProvider(query));
    const listed = Object.hasOwn(this.#index.table.providers, provider);
    return this.#unpriced(query, listed ? "unknown_model" : "unknown_provider");
  }

  #unpriced(query: PriceQuery, reason: UnpricedReason, problems: readonly PriceProblem[] = []): UnpricedCost {
    const model = query.responseModel ?? query.requestModel;
    return {
      status: "unpriced",
      reason,
      provider: canonicalProvider(billingProvider(query)),
      ...(model === undefined ? {} : { model }),
      tableVersion: this.tableVersion,
      problems,
    };
  }
}

/** Why a bill that comes to nothing is no bill: nothing was counted, or nothing that was counted has a rate. */
function reasonForNothing(problems: readonly PriceProblem[]): UnpricedReason | undefined {
  if (problems.includes("not_a_count")) return "usage_unusable";
  if (problems.includes("usage_partial")) return "usage_missing";
  return problems.some((problem) => problem.startsWith("no_rate.")) ? "no_rates" : undefined;
}

/**
 * The passes of a call as queries of their own. The sums at the top leave some passes out (compaction) and are not
 * priced; tool counts are only there, so they make a last pass.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/compaction (`usage.iterations`)
 */
function iterationQueries(query: PriceQuery): readonly { kind: string; query: PriceQuery }[] {
  const { iterations = [], usage, reportedCostUsd: _reported, ...call } = query;
  const passes = iterations.map((iteration) => ({ kind: iteration.kind, query: passQuery(call, iteration) }));
  if (usage?.units === undefined || iterations.some((iteration) => iteration.usage.units !== undefined)) return passes;
  const units: Usage = { inputTokens: 0, outputTokens: 0, units: usage.units };
  return [...passes, { kind: UNITS_OF_CALL, query: { ...call, usage: units } }];
}

function passQuery(call: PriceQuery, iteration: Iteration): PriceQuery {
  if (iteration.model === undefined) return { ...call, usage: iteration.usage };
  const { requestModel: _asked, ...rest } = call;
  return { ...rest, responseModel: iteration.model, usage: iteration.usage };
}
