// SPDX-License-Identifier: Apache-2.0
import type { PricePeriod, RateCard, TieredCard, TokenRates } from "@outlay/pricing";

import { formatCount, formatFactor } from "../view/numbers.ts";

/** Rates that hold under a condition: a tier, a band, a region. */
export interface PriceRow {
  readonly condition: string;
  readonly rates: TokenRates;
  /** Index of the source of a card that was adopted from elsewhere. */
  readonly source?: number;
}

/** Every set of rates of a price, each with its condition in words. */
export function priceRows(price: PricePeriod): readonly PriceRow[] {
  return [...tieredRows(price, ""), ...regionRows(price)];
}

/** Regions with cards of their own, a row each, and those with a factor, a row for each factor. */
function regionRows({ rates, regions = {} }: PricePeriod): readonly PriceRow[] {
  const byFactor = new Map<number, string[]>();
  const own = Object.entries(regions).flatMap(([name, region]): readonly PriceRow[] => {
    if (!("multiplier" in region)) return tieredRows(region, `region ${name}`);
    byFactor.set(region.multiplier, [...(byFactor.get(region.multiplier) ?? []), name]);
    return [];
  });
  const multiplied = [...byFactor].map(([factor, names]): PriceRow => {
    const where = `${names.length === 1 ? "region" : "regions"} ${names.join(", ")}`;
    if (factor === 1) return { condition: `${where}, as standard`, rates };
    return { condition: `${where}, all × ${formatFactor(factor)}`, rates: scaled(rates, factor) };
  });
  return [...own, ...multiplied];
}

function tieredRows(card: TieredCard, prefix: string): readonly PriceRow[] {
  const tiers = Object.entries(card.tiers ?? {});
  return [
    ...cardRows(card, prefix === "" ? "standard" : prefix),
    ...tiers.flatMap(([tier, own]) => cardRows(own, prefix === "" ? tier : `${prefix}, ${tier}`)),
  ];
}

function cardRows({ rates, context = [], source }: RateCard, condition: string): readonly PriceRow[] {
  const from = source === undefined ? {} : { source };
  const bands = context.map((band) => ({
    condition: `${condition}, over ${formatCount(band.over)}`,
    rates: band.rates,
    ...from,
  }));
  return [{ condition, rates, ...from }, ...bands];
}

function scaled(rates: TokenRates, factor: number): TokenRates {
  return Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rate * factor]));
}
