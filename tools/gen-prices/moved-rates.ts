// SPDX-License-Identifier: Apache-2.0
import { diffPriceTables } from "../../packages/pricing/src/diff-tables.ts";
import type { RateChange } from "../../packages/pricing/src/diff-tables.ts";
import type { PriceTable } from "../../packages/pricing/src/price-table.ts";
import type { SourceRow } from "./source-row.ts";

/** A rate that moves further between two tables is a typing error until somebody says otherwise. */
const MAX_FACTOR = 3;

function moved({ before = 0, after = 0 }: RateChange): boolean {
  return before > 0 && after > 0 && (after / before > MAX_FACTOR || before / after > MAX_FACTOR);
}

/** Models whose newest rates moved more than three times, without a reason in the overlay. */
export function movedRates(previous: PriceTable, next: PriceTable, overlay: readonly SourceRow[]): readonly string[] {
  const reasoned = overlay.filter((row) => row.moved !== undefined);
  const explained = new Set(reasoned.flatMap((row) => row.ids.map((id) => `${row.provider}/${id}`)));
  return diffPriceTables(previous, next).flatMap(({ provider, id, rates }) => {
    if (explained.has(`${provider}/${id}`)) return [];
    return rates.filter(moved).map(({ rate, before = 0, after = 0 }) => {
      return `${provider}/${id}: ${rate} ${before / 1e6} to ${after / 1e6} (USD per million tokens)`;
    });
  });
}
