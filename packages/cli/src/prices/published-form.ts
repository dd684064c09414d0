// SPDX-License-Identifier: Apache-2.0
import type { PricePeriod, RateCard, TieredCard, TokenRates } from "@outlay/pricing";

const PICO_PER_USD = 1e12;
const TOKENS_PER_RATE = 1e6;

/**
 * A price in the form of an override file, which is how providers publish it: USD per million tokens, per unit, per call.
 */
export function publishedForm(price: PricePeriod): Readonly<Record<string, unknown>> {
  const { regions, units, variants, request, from, until, schedule } = price;
  return {
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(schedule !== undefined && { schedule }),
    ...tieredForm(price),
    ...(regions !== undefined && {
      regions: mapValues(regions, (one) => ("multiplier" in one ? one : tieredForm(one))),
    }),
    ...(units !== undefined && { unitUsd: mapValues(units, unitForm) }),
    ...(variants !== undefined && { variantUsd: mapValues(variants, (own) => mapValues(own, unitForm)) }),
    ...(request !== undefined && { requestUsd: typeof request === "number" ? usd(request) : mapValues(request, usd) }),
  };
}

function tieredForm(card: TieredCard): Readonly<Record<string, unknown>> {
  return { ...cardForm(card), ...(card.tiers !== undefined && { tiers: mapValues(card.tiers, cardForm) }) };
}

function cardForm({ rates, context }: RateCard): Readonly<Record<string, unknown>> {
  const bands = context?.map((band) => ({ over: band.over, rates: ratesForm(band.rates) }));
  return { rates: ratesForm(rates), ...(bands !== undefined && { context: bands }) };
}

function ratesForm(rates: TokenRates): Readonly<Record<string, number>> {
  return mapValues(rates, (pico) => (pico * TOKENS_PER_RATE) / PICO_PER_USD);
}

function unitForm(rate: number | readonly [picoUsd: number, per: number]): unknown {
  return typeof rate === "number" ? usd(rate) : { usd: usd(rate[0]), per: rate[1] };
}

function usd(pico: number): number {
  return pico / PICO_PER_USD;
}

function mapValues<From, To>(
  record: { readonly [key: string]: From } | { readonly [key in string]?: From },
  convert: (value: From) => To,
): Record<string, To> {
  const entries = Object.entries(record) as [string, From][];
  return Object.fromEntries(entries.map(([key, value]) => [key, convert(value)]));
}
