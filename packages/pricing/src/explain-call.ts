// SPDX-License-Identifier: Apache-2.0
import { billLines } from "./bill-lines.ts";
import type { BillLine } from "./bill-lines.ts";
import { newCounts, splitUsage } from "./token-slots.ts";
import { callPasses } from "./call-passes.ts";
import { callTerms, findPrice } from "./call-terms.ts";
import type { Cost, PriceQuery } from "./cost.ts";
import { priceCall } from "./price-call.ts";
import type { PriceIndex } from "./price-index.ts";
import type { PricePeriod } from "./price-table.ts";
import { repairUsage } from "./usage-repair.ts";

/** How a call was priced, for people. */
export interface PriceExplanation {
  readonly cost: Cost;
  /** Price that was in force; absent when unpriced, reported by the provider, or made of several passes. */
  readonly price?: PricePeriod;
  /** Each product of count × rate × factor; they add up to the total. */
  readonly lines: readonly BillLine[];
  /** The passes of a call that bills several models, each with its own lines. */
  readonly iterations?: readonly { readonly kind: string; readonly explanation: PriceExplanation }[];
}

/** Prices a call and shows each product of the bill. */
export function explainCall(index: PriceIndex, query: PriceQuery): PriceExplanation {
  const cost = priceCall(index, query);
  if (cost.status === "unpriced" || cost.status === "provider_reported") return { cost, lines: [] };
  if (cost.iterations !== undefined) {
    const iterations = callPasses(query).map(({ kind, query: own }) => ({
      kind,
      explanation: explainCall(index, own),
    }));
    return { cost, lines: iterations.flatMap(({ explanation }) => explanation.lines), iterations };
  }
  const entry = findPrice(index, query, cost.matchedBy);
  const terms = entry === undefined ? undefined : callTerms(index, query, entry);
  if (terms === undefined || query.usage === undefined) return { cost, lines: [] };
  const consistent = splitUsage(query.usage, newCounts()) >= 0;
  const usage = consistent ? query.usage : repairUsage(query.usage).usage;
  return { cost, price: terms.price, lines: billLines(terms, usage, query.searchContextSize) };
}
