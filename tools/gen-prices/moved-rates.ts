// SPDX-License-Identifier: Apache-2.0
import type { PriceTable, TokenRates } from "../../packages/pricing/src/price-table.ts";
import type { SourceRow } from "./source-row.ts";

/** A rate that moves further between two tables is a typing error until somebody says otherwise. */
const MAX_FACTOR = 3;

function newestRates(table: PriceTable, row: number | undefined): TokenRates | undefined {
  const [, prices] = table.rows[row ?? -1] ?? [];
  return prices === undefined ? undefined : table.prices[prices]?.[0]?.rates;
}

function moves(before: TokenRates, after: TokenRates): readonly string[] {
  return (["input", "output", "cacheRead"] as const).flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (!old || !now || (now / old <= MAX_FACTOR && old / now <= MAX_FACTOR)) return [];
    return [`${name} ${old / 1e6} to ${now / 1e6}`];
  });
}

/** Models whose newest rates moved more than three times, without a reason in the overlay. */
export function movedRates(previous: PriceTable, next: PriceTable, overlay: readonly SourceRow[]): readonly string[] {
  const explained = new Set(
    overlay.filter((row) => row.moved !== undefined).flatMap((row) => row.ids.map((id) => `${row.provider}/${id}`)),
  );
  return Object.entries(next.providers).flatMap(([provider, ids]) =>
    Object.entries(ids).flatMap(([id, row]) => {
      const before = newestRates(previous, previous.providers?.[provider]?.[id]);
      const after = newestRates(next, row);
      if (before === undefined || after === undefined || explained.has(`${provider}/${id}`)) return [];
      return moves(before, after).map((move) => `${provider}/${id}: ${move} (USD per million tokens)`);
    }),
  );
}
