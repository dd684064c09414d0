// SPDX-License-Identifier: Apache-2.0
import type { PriceEntry, PricePeriod, Ratio } from "@outlay/pricing";

/**
 * Rates of a band: of prompts with more tokens than the first number; then pico-USD a token of uncached input, cache reads
 * and output; and, where they say anything, what reasoning costs more than output, and writes to the cache: of an untold
 * lifetime, of 5 minutes, 30 minutes, 1 hour, 12 hours.
 *
 * A negative rate is none of its own: the call is billed at the positive one, in doubt. {@link NO_RATE} bills nothing.
 */
export type RateCard = readonly number[];

/** The rate of what has neither a rate nor a parent with one. */
export const NO_RATE = -1;
/** A price of a row while it is in force. Times are seconds since the epoch. */
export interface RowPeriod {
  readonly from?: number;
  readonly until?: number;
  /** Bands, shortest first, by tier; `batch@eu` where a region has rates of its own. */
  readonly cards: Readonly<Record<string, readonly RateCard[]>>;
  /** Regions that change the price of a whole card. */
  readonly regions?: Readonly<Record<string, number>>;
  /** pico-USD for a web search. */
  readonly search?: number;
  /** What is doubtful about whatever is billed by it, or what of it OTTL cannot say. */
  readonly beyond?: string;
}

/** All that a look-up finds of a model. Short, for the table has thousands. */
export interface PriceRow {
  readonly model: string;
  readonly source: string;
  readonly periods: readonly RowPeriod[];
  /** What was assumed on the way from the name to the row. */
  readonly doubt?: string;
  /** Costs nothing, whatever was used. */
  readonly free?: true;
  /** The name has a region in it whose price this is: what the span says of regions changes nothing. */
  readonly regional?: true;
}

type Terms = NonNullable<ReturnType<PriceEntry["terms"]>>;
type Band = Terms["base"];

const HOUR_MS = 3_600_000;
/** Hours looked at for a moment in which a price with a schedule holds, or does not. */
const HOURS_OF_WEEK = 168;
/** Positions in vectors of the price engine. */
const UNCACHED = 0;
const READ = 1;
const WRITES = [2, 3, 4, 5, 6] as const;
const OUTPUT = 7;
const REASONING = 8;
const STANDARD = "standard";

/**
 * Compiles what the engine found of a model into a row.
 *
 * @param atMs - Moment of the compilation, for prices without a beginning.
 * @returns `undefined` for a model without any price.
 */
export function priceRow(entry: PriceEntry, atMs: number): PriceRow | undefined {
  const { listed, idRegion } = entry;
  const isRegional = idRegion !== "" && entry.regionOf("us-east-1") === idRegion;
  const region = isRegional ? idRegion : "";
  const periods = withEdges(listed.prices.flatMap((price) => rowPeriod(entry, price, region, atMs) ?? []));
  const terms = entry.terms(atMs, "", region);
  if (terms === undefined || periods.length === 0) return undefined;
  const doubt = terms.problems.find((problem) => DOUBTS_OF_NAMES.has(problem));
  return {
    model: listed.model,
    source: terms.source.name,
    periods,
    ...(doubt !== undefined && { doubt }),
    ...(terms.free && { free: true }),
    ...(isRegional && { regional: true }),
  };
}

const DOUBTS_OF_NAMES: ReadonlySet<string> = new Set(["priced_as_other_provider", "variant_dropped"]);

/** A call outside all dates of a row is billed at the nearest price, said to be so. */
function withEdges(periods: readonly RowPeriod[]): readonly RowPeriod[] {
  const oldest = periods.at(-1);
  const latest = periods.toSorted((a, b) => (b.until ?? Infinity) - (a.until ?? Infinity))[0];
  const edges: RowPeriod[] = [];
  if (latest?.until !== undefined) {
    const { until: from, ...price } = latest;
    edges.push({ ...price, from, beyond: latest.beyond ?? "after_last_price" });
  }
  if (oldest?.from !== undefined) {
    const { from: until, ...price } = oldest;
    edges.push({ ...price, until, beyond: oldest.beyond ?? "before_first_price" });
  }
  return [...periods, ...edges];
}

function rowPeriod(entry: PriceEntry, price: PricePeriod, region: string, atMs: number): RowPeriod | undefined {
  const momentMs = momentOf(entry, price, atMs);
  if (momentMs === undefined) return undefined;
  const at = (tier: string, place: string): Terms | undefined => entry.terms(momentMs, tier, place);
  const search = price.units?.webSearchRequests;
  const beyond = price.schedule === undefined ? beyondOttl(price) : "not_in_collector.schedule";
  return {
    ...(price.from !== undefined && { from: Math.ceil(Date.parse(price.from) / 1000) }),
    ...(price.until !== undefined && { until: Math.ceil(Date.parse(price.until) / 1000) }),
    cards: cardsOf(price, region, at),
    ...regionsOf(price, region),
    ...(search !== undefined && { search: typeof search === "number" ? search : search[0] / search[1] }),
    ...(beyond !== undefined && { beyond }),
  };
}

function beyondOttl({ request }: PricePeriod): string | undefined {
  return request === undefined || request === 0 ? undefined : "not_in_collector.request_fee";
}

/** A moment in which the price is the one that the engine takes; of a price with a schedule, one outside its hours. */
function momentOf(entry: PriceEntry, price: PricePeriod, atMs: number): number | undefined {
  const untilMs = price.until === undefined ? Infinity : Date.parse(price.until);
  const startMs = price.from === undefined ? Math.min(atMs, untilMs - HOUR_MS * HOURS_OF_WEEK) : Date.parse(price.from);
  const moments = Array.from({ length: HOURS_OF_WEEK }, (_, hour) => startMs + hour * HOUR_MS);
  const taken = (momentMs: number): PricePeriod | undefined => entry.terms(momentMs, "", "")?.price;
  const within = moments.filter((momentMs) => momentMs < untilMs);
  if (price.schedule === undefined) return within.find((momentMs) => taken(momentMs) === price) ?? early(entry, price);
  return within.find((momentMs) => taken(momentMs)?.schedule === undefined) ?? within[0];
}

/** Of a first price without a beginning, any moment long ago. */
function early(entry: PriceEntry, price: PricePeriod): number | undefined {
  return [0, Date.UTC(2020, 0)].find((momentMs) => entry.terms(momentMs, "", "")?.price === price);
}

type TermsAt = (tier: string, region: string) => Terms | undefined;

function cardsOf(price: PricePeriod, region: string, at: TermsAt): RowPeriod["cards"] {
  const cards: Record<string, readonly RateCard[]> = {};
  const add = (key: string, terms: Terms | undefined): void => {
    if (terms !== undefined)
      cards[key] = [terms.base, ...terms.longer.toReversed()].map((band) => rateCard(band, terms));
  };
  add(STANDARD, at("", region));
  for (const tier of Object.keys(tiersOf(price, region))) add(tier, at(tier, region));
  if (region !== "") return cards;
  for (const [place, own] of Object.entries(price.regions ?? {})) {
    if ("multiplier" in own) continue;
    add(`${STANDARD}@${place}`, at("", place));
    for (const tier of Object.keys(own.tiers ?? {})) add(`${tier}@${place}`, at(tier, place));
  }
  return cards;
}

function tiersOf(price: PricePeriod, region: string): Readonly<Record<string, unknown>> {
  const own = price.regions?.[region];
  return (own === undefined || "multiplier" in own ? price.tiers : own.tiers) ?? {};
}

/** Factors of regions; 1 where a region has a card of its own. */
function regionsOf({ regions }: PricePeriod, region: string): Pick<RowPeriod, "regions"> {
  if (regions === undefined || region !== "") return {};
  const factors = Object.entries(regions).map(([place, own]) => [place, "multiplier" in own ? own.multiplier : 1]);
  return { regions: Object.fromEntries(factors) as Record<string, number> };
}

function rateCard({ overTokens, vector }: Band, { tokenFactor }: Terms): RateCard {
  const rate = (index: number): number => {
    const value = multiplied(vector.rates[index] ?? 0, tokenFactor);
    if (vector.problems[index] === undefined) return value;
    return value === 0 ? NO_RATE : -value;
  };
  const plain =
    multiplied(vector.rates[REASONING] ?? 0, tokenFactor) - multiplied(vector.rates[OUTPUT] ?? 0, tokenFactor);
  const start = [overTokens, rate(UNCACHED), rate(READ), rate(OUTPUT)];
  const writes = WRITES.map(rate);
  const parent = Math.abs(rate(UNCACHED));
  const saysNothing = plain === 0 && writes.every((one) => one === -parent || one === NO_RATE);
  return saysNothing ? start : [...start, plain, ...writes];
}

function multiplied(rate: number, factor: Ratio | undefined): number {
  return factor === undefined ? rate : (rate * factor.numerator) / factor.denominator;
}
