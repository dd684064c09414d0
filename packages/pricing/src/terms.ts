// SPDX-License-Identifier: Apache-2.0
import type { PriceProblem } from "./cost.ts";
import { multiplyRatios, ratioFromDecimal } from "./money.ts";
import type { Ratio } from "./money.ts";
import type {
  PricePeriod,
  PriceSource,
  PriceTable,
  RateCard,
  RegionPrice,
  TieredCard,
  TokenRates,
} from "./price-table.ts";
import { rateVector } from "./rate-vector.ts";
import type { RateVector } from "./rate-vector.ts";
import { chooseRegion, tierFromWord } from "./tier-region.ts";

/** A context band ready to multiply with. */
export interface Band {
  readonly overTokens: number;
  readonly vector: RateVector;
}

/** Everything that the table and the user say about a kind of call: one model, period, tier and region. */
export interface Terms {
  readonly provider: string;
  readonly modelId: string;
  readonly tableVersion: string;
  readonly price: PricePeriod;
  readonly source: PriceSource;
  readonly tier: string;
  readonly region: string | undefined;
  /** A user's factor over everything: of the model, and of the tenant. */
  readonly factor: Ratio | undefined;
  /** The same with the region's on top, over tokens only. */
  readonly tokenFactor: Ratio | undefined;
  readonly base: Band;
  /** Longest first. */
  readonly longer: readonly Band[];
  /** Whether such a call costs nothing, whatever it used: then its usage need not be known. */
  readonly free: boolean;
  /** What is doubtful whatever the call used. */
  readonly problems: readonly PriceProblem[];
}

/** What terms are built from. */
export interface TermsSource {
  readonly provider: string;
  readonly modelId: string;
  readonly price: PricePeriod;
  readonly source: PriceSource;
  /** A card of the row may come from another one of the table's sources. */
  readonly table: PriceTable;
  readonly factor: Ratio | undefined;
  readonly problems: readonly PriceProblem[];
}

const STANDARD = "standard";

/** The band whose lower bound a prompt exceeds. */
export function bandOf(terms: Terms, promptTokens: number): Band {
  for (const band of terms.longer) if (promptTokens > band.overTokens) return band;
  return terms.base;
}

function bandFrom(overTokens: number, rates: TokenRates): Band {
  return { overTokens, vector: rateVector(rates) };
}

function factorOf(regional: RegionPrice | undefined): Ratio | undefined {
  return regional !== undefined && "multiplier" in regional ? ratioFromDecimal(regional.multiplier) : undefined;
}

function tieredCard(price: PricePeriod, regional: RegionPrice | undefined): TieredCard {
  return regional === undefined || "multiplier" in regional ? price : regional;
}

function ownCard(tiers: TieredCard["tiers"], tier: string): RateCard | undefined {
  return tiers !== undefined && Object.hasOwn(tiers, tier) ? tiers[tier] : undefined;
}

function isFree({ units, variants, request }: PricePeriod, rates: TokenRates, context: readonly unknown[]): boolean {
  const nothingBeside = units === undefined && variants === undefined && (request ?? 0) === 0 && context.length === 0;
  return nothingBeside && rates.input === 0 && Object.values(rates).every((rate) => rate === 0);
}

/** The terms of a tier and region in the vendor's words; empty is absent. */
export function buildTerms(from: TermsSource, tierWord: string, regionWord: string): Terms {
  const { price, factor } = from;
  const region = chooseRegion(regionWord, price.regions);
  const regional = region.key === undefined ? undefined : price.regions?.[region.key];
  const cards = tieredCard(price, regional);
  const tier = tierFromWord(tierWord, cards.tiers);
  const listed = ownCard(cards.tiers, tier);
  const { rates, context = [], source }: RateCard = listed ?? cards;
  const problems: PriceProblem[] = [...from.problems];
  if (region.unlisted) problems.push("region_not_listed");
  if (listed === undefined && tier !== STANDARD) problems.push("tier_not_listed");
  return {
    provider: from.provider,
    modelId: from.modelId,
    tableVersion: from.table.version,
    price,
    source: (source === undefined ? undefined : from.table.sources[source]) ?? from.source,
    tier: listed === undefined ? STANDARD : tier,
    region: region.key,
    factor,
    tokenFactor: multiplyRatios(factor, factorOf(regional)),
    base: bandFrom(0, rates),
    longer: context.map((band) => bandFrom(band.over, band.rates)).toReversed(),
    free: isFree(price, rates, context),
    problems,
  };
}

/** Terms with one more factor over everything. */
export function withFactor(terms: Terms, factor: Ratio): Terms {
  const { factor: own, tokenFactor } = terms;
  return { ...terms, factor: multiplyRatios(own, factor), tokenFactor: multiplyRatios(tokenFactor, factor) };
}

/** Terms with one more doubt. */
export function withProblem(terms: Terms, problem: PriceProblem): Terms {
  return { ...terms, problems: [...terms.problems, problem] };
}
