// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "@outlay/core";

import { newCounts, splitUsage } from "./token-slots.ts";
import type { CostPart } from "./cost.ts";
import { amountOf, multiplyRatios } from "./money.ts";
import type { Ratio } from "./money.ts";
import type { SearchContextSize, UnitName } from "./price-table.ts";
import { TOKEN_CATEGORIES } from "./rate-vector.ts";
import { bandOf } from "./terms.ts";
import type { Terms } from "./terms.ts";
import { unitCharges } from "./unit-charges.ts";

/** One product of a bill: count × rate × factor. */
export interface BillLine {
  /** Line of the bill that it is added to. */
  readonly part: CostPart;
  /** What was counted: a token category, a unit (times in thousandths of a second), or the request itself. */
  readonly counted: CostPart | UnitName;
  /** Whole number. */
  readonly count: number;
  /** pico-USD for one, before the factor. */
  readonly ratePicoUsd: number;
  /** Region, user's multiplier and published divisor in one fraction. */
  readonly factor?: Ratio;
  /** Rounded half up to whole pico-USD; a BigInt beyond 2^53. */
  readonly amountPicoUsd: number | bigint;
}

function line(part: CostPart, counted: BillLine["counted"], count: number, rate: number, factor?: Ratio): BillLine {
  const amountPicoUsd = amountOf(count, rate, factor);
  return { part, counted, count, ratePicoUsd: rate, ...(factor === undefined ? {} : { factor }), amountPicoUsd };
}

/**
 * Each product of one consistent request. What `billFor` adds up in doubles, spelled out and exact.
 */
export function billLines(terms: Terms, usage: Usage, searchContextSize?: SearchContextSize): readonly BillLine[] {
  const counts = newCounts();
  const used = splitUsage(usage, counts);
  const { vector } = bandOf(terms, usage.inputTokens ?? 0);
  const lines: BillLine[] = [];
  for (const [index, category] of TOKEN_CATEGORIES.entries()) {
    const count = (used & (1 << index)) === 0 ? 0 : (counts[index] ?? 0);
    const billedAs = TOKEN_CATEGORIES[vector.billedAs[index] ?? index] ?? category;
    if (count > 0) lines.push(line(billedAs.part, category.part, count, vector.rates[index] ?? 0, terms.tokenFactor));
  }
  for (const charge of unitCharges(usage, terms.price, searchContextSize)) {
    const factor = multiplyRatios(charge.factor, terms.factor);
    lines.push(line(charge.part, charge.counted, charge.count, charge.rate, factor));
  }
  return lines;
}
