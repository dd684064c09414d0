// SPDX-License-Identifier: Apache-2.0
import type { PricePeriod, PriceTable, TokenRates } from "./price-table.ts";

/** A standard rate that two tables give differently, in pico-USD per token; absent where one does not list it. */
export interface RateChange {
  readonly rate: keyof TokenRates;
  readonly before?: number;
  readonly after?: number;
}

/** What became of one id between two tables. */
export interface PriceChange {
  readonly provider: string;
  readonly id: string;
  /** `conditions`: the standard rates are the same, something else (tier, band, region, date, unit) is not. */
  readonly kind: "added" | "removed" | "rates" | "conditions";
  readonly rates: readonly RateChange[];
}

/** Prices of an id, newest first; `undefined` if the table does not list it. */
export function pricesOf(table: PriceTable, provider: string, id: string): readonly PricePeriod[] | undefined {
  const ids = Object.hasOwn(table.providers, provider) ? table.providers[provider] : undefined;
  const [, prices] = (ids !== undefined && Object.hasOwn(ids, id) ? table.rows[ids[id] ?? -1] : undefined) ?? [];
  return prices === undefined ? undefined : table.prices[prices];
}

function rateChanges(before: TokenRates, after: TokenRates): readonly RateChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof TokenRates>;
  return [...names].flatMap((rate): readonly RateChange[] => {
    const [old, now] = [before[rate], after[rate]];
    if (old === now) return [];
    return [{ rate, ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) }];
  });
}

/** Sources are numbered anew in every table; where a card was adopted from says nothing about its price. */
function comparable(prices: readonly PricePeriod[]): string {
  return JSON.stringify(prices, (key, value: unknown) => (key === "source" ? undefined : value));
}

function changeOf(
  before: readonly PricePeriod[],
  after: readonly PricePeriod[],
): Pick<PriceChange, "kind" | "rates"> | undefined {
  const rates = rateChanges(before[0]?.rates ?? {}, after[0]?.rates ?? {});
  if (rates.length > 0) return { kind: "rates", rates };
  return comparable(before) === comparable(after) ? undefined : { kind: "conditions", rates };
}

/**
 * Compares two price tables, id by id, by the newest price of each.
 *
 * @returns Changes sorted by provider and id; empty when nobody would pay anything else.
 */
export function diffPriceTables(before: PriceTable, after: PriceTable): readonly PriceChange[] {
  const providers = [...new Set([...Object.keys(before.providers), ...Object.keys(after.providers)])].toSorted();
  return providers.flatMap((provider) => {
    const ids = new Set([
      ...Object.keys(before.providers[provider] ?? {}),
      ...Object.keys(after.providers[provider] ?? {}),
    ]);
    return [...ids].toSorted().flatMap((id): readonly PriceChange[] => {
      const [old, now] = [pricesOf(before, provider, id), pricesOf(after, provider, id)];
      if (old === undefined || now === undefined) {
        return [{ provider, id, kind: old === undefined ? "added" : "removed", rates: [] }];
      }
      const change = changeOf(old, now);
      return change === undefined ? [] : [{ provider, id, ...change }];
    });
  });
}
