// SPDX-License-Identifier: Apache-2.0
import type { PriceProblem } from "./cost.ts";
import { ratioFromDecimal } from "./money.ts";
import type { Ratio } from "./money.ts";
import type {
  HolidayCalendar,
  PricePeriod,
  PriceSource,
  RateCard,
  RegionPrice,
  TieredCard,
  TokenRates,
} from "./price-table.ts";
import { rateVector } from "./rate-vector.ts";
import type { RateVector } from "./rate-vector.ts";
import { scheduleHolds } from "./schedule.ts";
import { chooseRegion, tierFromWord } from "./tier-region.ts";

/** One model as found in a table or an override, before anything is known of the call. */
export interface ListedModel {
  readonly provider: string;
  readonly model: string;
  readonly source: PriceSource;
  readonly prices: readonly PricePeriod[];
}

/** A context band ready to multiply with. */
export interface Band {
  readonly overTokens: number;
  readonly rates: TokenRates;
  readonly vector: RateVector;
}

/** The card of one tier and region. */
export interface CardChoice {
  readonly tier: string;
  readonly region: string | undefined;
  /** Factor over token amounts. */
  readonly factor: Ratio | undefined;
  readonly base: Band;
  /** Longest first. */
  readonly longer: readonly Band[];
  readonly source: PriceSource;
  readonly problems: readonly PriceProblem[];
}

const STANDARD = "standard";

/** Vendors' words are few, but come from outside: a period forgets its choices rather than grow. */
const MAX_CHOICES = 64;

/** The band whose lower bound a prompt exceeds. */
export function bandOf(choice: CardChoice, promptTokens: number): Band {
  for (const band of choice.longer) if (promptTokens > band.overTokens) return band;
  return choice.base;
}

function bandFrom(overTokens: number, rates: TokenRates): Band {
  return { overTokens, rates, vector: rateVector(rates) };
}

/** One price of a model with its cards built on first use. */
export class EntryPeriod {
  readonly price: PricePeriod;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly undoubted: PeriodChoice = { period: this };
  readonly #listed: ListedModel;
  readonly #sources: readonly PriceSource[];
  readonly #choices = new Map<string, Map<string, CardChoice>>();
  #choiceCount = 0;
  #standard: CardChoice | undefined;

  constructor(price: PricePeriod, listed: ListedModel, sources: readonly PriceSource[]) {
    this.price = price;
    this.fromMs = price.from === undefined ? -Infinity : Date.parse(price.from);
    this.untilMs = price.until === undefined ? Infinity : Date.parse(price.until);
    this.#listed = listed;
    this.#sources = sources;
  }

  /** The card of neither tier nor region: what nearly every call uses. */
  get standard(): CardChoice {
    this.#standard ??= this.#build("", "");
    return this.#standard;
  }

  /** The card of a tier and region in the vendor's words; empty is absent. */
  choose(tierWord: string, region: string): CardChoice {
    const known = this.#choices.get(tierWord)?.get(region);
    if (known !== undefined) return known;
    if (++this.#choiceCount > MAX_CHOICES) {
      this.#choices.clear();
      this.#choiceCount = 1;
    }
    const choice = this.#build(tierWord, region);
    const byRegion = this.#choices.get(tierWord) ?? new Map<string, CardChoice>();
    this.#choices.set(tierWord, byRegion.set(region, choice));
    return choice;
  }

  #build(tierWord: string, regionWord: string): CardChoice {
    const region = chooseRegion(regionWord, this.price.regions);
    const regional = region.key === undefined ? undefined : this.price.regions?.[region.key];
    const cards = tieredCard(this.price, regional);
    const tier = tierFromWord(tierWord, cards.tiers);
    const listed = cards.tiers !== undefined && Object.hasOwn(cards.tiers, tier) ? cards.tiers[tier] : undefined;
    const card: RateCard = listed ?? cards;
    const problems: PriceProblem[] = region.unlisted ? ["region_not_listed"] : [];
    if (listed === undefined && tier !== STANDARD) problems.push("tier_not_listed");
    return {
      tier: listed === undefined ? STANDARD : tier,
      region: region.key,
      factor: factorOf(regional),
      base: bandFrom(0, card.rates),
      longer: bandsFrom(card.context),
      source: this.#sourceOf(card),
      problems,
    };
  }

  #sourceOf(card: RateCard): PriceSource {
    const own = card.source === undefined ? undefined : this.#sources[card.source];
    return own ?? this.#listed.source;
  }
}

function factorOf(regional: RegionPrice | undefined): Ratio | undefined {
  return regional !== undefined && "multiplier" in regional ? ratioFromDecimal(regional.multiplier) : undefined;
}

function bandsFrom(context: RateCard["context"] = []): readonly Band[] {
  return context.map((band) => bandFrom(band.over, band.rates)).toReversed();
}

function tieredCard(price: PricePeriod, regional: RegionPrice | undefined): TieredCard {
  return regional === undefined || "multiplier" in regional ? price : regional;
}

/** The price that holds at a moment, and what is doubtful about it. */
export interface PeriodChoice {
  readonly period: EntryPeriod;
  readonly problem?: PriceProblem;
}

/** What a model name resolved to: kept in the memo, shared by all calls of that name. */
export class PriceEntry {
  readonly listed: ListedModel;
  /** Region that the model id itself named. */
  readonly idRegion: string;
  /** What was assumed on the way from the name to the row. */
  readonly problems: readonly PriceProblem[];
  /** A user's factor over everything this model costs. */
  readonly factor: Ratio | undefined;
  readonly #periods: readonly EntryPeriod[];
  readonly #calendars: Readonly<Record<string, HolidayCalendar>>;

  constructor(options: {
    readonly listed: ListedModel;
    readonly idRegion?: string | undefined;
    readonly problem?: PriceProblem | undefined;
    readonly factor?: Ratio | undefined;
    readonly sources: readonly PriceSource[];
    readonly calendars: Readonly<Record<string, HolidayCalendar>>;
  }) {
    this.listed = options.listed;
    this.idRegion = options.idRegion ?? "";
    this.problems = options.problem === undefined ? [] : [options.problem];
    this.factor = options.factor;
    this.#calendars = options.calendars;
    this.#periods = options.listed.prices.map((price) => new EntryPeriod(price, options.listed, options.sources));
  }

  /** The first price, newest first, that holds at a moment; else the nearest one, said to be so. */
  periodAt(timeMs: number): PeriodChoice | undefined {
    for (const period of this.#periods) {
      if (timeMs < period.fromMs || timeMs >= period.untilMs) continue;
      const { schedule } = period.price;
      const answer = schedule === undefined ? "holds" : scheduleHolds(schedule, timeMs, this.#calendars);
      if (answer === "holds") return period.undoubted;
      if (answer === "unknown_day") return { period, problem: "calendar_ended" };
    }
    return this.#nearest(timeMs);
  }

  #nearest(timeMs: number): PeriodChoice | undefined {
    const ended = this.#periods.filter((period) => period.untilMs <= timeMs);
    const last = ended.toSorted((a, b) => b.untilMs - a.untilMs)[0];
    if (last !== undefined) return { period: last, problem: "after_last_price" };
    const first = this.#periods.at(-1);
    return first === undefined ? undefined : { period: first, problem: "before_first_price" };
  }
}
