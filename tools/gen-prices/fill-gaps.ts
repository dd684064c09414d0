// SPDX-License-Identifier: Apache-2.0
import type { PricePeriod, PriceSource, RateCard, TokenRates } from "../../packages/pricing/src/price-table.ts";
import type { SourceRow } from "./source-row.ts";

/** A card adopted from a lower source than its row's; the table stores the origin as an index. */
export type AdoptedCard = RateCard & { readonly origin: PriceSource };

const COMPARED = ["input", "output", "cacheRead", "cacheWrite", "cacheWrite5m", "cacheWrite1h"] as const;

/** Rates that both cards give, differently. */
export function differingRates(a: TokenRates, b: TokenRates): readonly (typeof COMPARED)[number][] {
  return COMPARED.filter((name) => a[name] !== undefined && b[name] !== undefined && a[name] !== b[name]);
}

/** The price of a row in force on a day, schedules aside. */
export function periodOn(prices: readonly PricePeriod[], day: string): PricePeriod | undefined {
  const covers = ({ from, until }: PricePeriod): boolean =>
    (from === undefined || from <= day) && (until === undefined || until > day);
  return prices.find(covers) ?? prices.at(-1);
}

function agree(a: PricePeriod, b: PricePeriod): boolean {
  if (a.schedule !== undefined || b.schedule !== undefined) return false;
  return a.rates.input === b.rates.input && differingRates(a.rates, b.rates).length === 0;
}

/** Tiers that only the lower source has, if it knows as much of context bands as the row does. */
function adoptedTiers(
  own: PricePeriod,
  lower: PricePeriod,
  origin: PriceSource,
): Readonly<Record<string, AdoptedCard>> {
  const banded = own.context !== undefined;
  const adopted = Object.entries(lower.tiers ?? {})
    .filter(([tier, card]) => own.tiers?.[tier] === undefined && (card.context !== undefined) === banded)
    .map(([tier, card]) => [tier, { ...card, origin }] as const);
  return Object.fromEntries(adopted);
}

function filledPeriod(own: PricePeriod, lower: PricePeriod, row: SourceRow, origin: PriceSource): PricePeriod {
  // A hand-checked card is complete as it stands: what it leaves out is not published.
  const handChecked = row.source.name === "overlay";
  const { context, request, regions } = lower;
  const tiers = { ...own.tiers, ...adoptedTiers(own, lower, origin) };
  const units = { ...lower.units, ...own.units };
  return {
    ...(handChecked || context === undefined ? {} : { context }),
    ...(handChecked || request === undefined ? {} : { request }),
    ...(regions === undefined ? {} : { regions }),
    ...own,
    rates: handChecked ? own.rates : { ...lower.rates, ...own.rates },
    ...(Object.keys(tiers).length === 0 ? {} : { tiers }),
    ...(Object.keys(units).length === 0 ? {} : { units }),
  };
}

/**
 * Takes from a lower source what a row says nothing about, for the price in force when that source was copied, and
 * only where both agree on the base rates.
 */
export function fillGaps(row: SourceRow, lower: SourceRow): SourceRow {
  const own = periodOn(row.prices, lower.source.verified);
  const other = periodOn(lower.prices, lower.source.verified);
  if (own === undefined || other === undefined || !agree(own, other)) return row;
  const filled = filledPeriod(own, other, row, lower.source);
  return { ...row, prices: row.prices.map((price) => (price === own ? filled : price)) };
}
