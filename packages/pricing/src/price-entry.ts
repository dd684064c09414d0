// SPDX-License-Identifier: Apache-2.0
import type { PriceProblem } from "./cost.ts";
import type { Ratio } from "./money.ts";
import type { HolidayCalendar, PricePeriod, PriceSource, PriceTable } from "./price-table.ts";
import { scheduleHolds } from "./schedule.ts";
import { buildTerms, withProblem } from "./terms.ts";
import type { Terms, TermsSource } from "./terms.ts";

/** One model as found in a table or an override, before anything is known of the call. */
export interface ListedModel {
  readonly provider: string;
  readonly model: string;
  readonly source: PriceSource;
  readonly prices: readonly PricePeriod[];
}

/** Vendors' words are few, but come from outside: a period forgets its terms rather than grow. */
const MAX_TERMS = 64;

/** Beyond this no date exists (ECMA-262, time values). */
const MAX_TIME_MS = 8.64e15;

/** Where a profile of Bedrock can be called from: its name by the names of clouds' regions. */
export const SOURCE_REGIONS: Readonly<Record<string, RegExp>> = {
  us: /^(?:us|ca)-(?!gov-)/,
  "us-gov": /^us-gov-/,
  eu: /^eu-/,
  apac: /^ap-/,
  jp: /^ap-northeast-/,
  au: /^ap-southeast-/,
  ca: /^ca-/,
  global: /^/,
};

/** One price of a model, with its terms built on first use. */
class EntryPeriod {
  readonly price: PricePeriod;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly #from: TermsSource;
  readonly #terms = new Map<string, Map<string, Terms>>();
  #count = 0;
  // The words of the last call: a program's calls of one model nearly always have the same.
  #tierWord = "";
  #region = "";
  #last: Terms | undefined;

  constructor(from: TermsSource) {
    const { price } = from;
    this.price = price;
    this.fromMs = price.from === undefined ? -Infinity : Date.parse(price.from);
    this.untilMs = price.until === undefined ? Infinity : Date.parse(price.until);
    this.#from = from;
  }

  /** The terms of a tier and region in the vendor's words; empty is absent. */
  terms(tierWord: string, region: string): Terms {
    if (this.#last !== undefined && tierWord === this.#tierWord && region === this.#region) return this.#last;
    const terms = this.#terms.get(tierWord)?.get(region) ?? this.#remember(tierWord, region);
    this.#tierWord = tierWord;
    this.#region = region;
    this.#last = terms;
    return terms;
  }

  #remember(tierWord: string, region: string): Terms {
    if (++this.#count > MAX_TERMS) {
      this.#terms.clear();
      this.#count = 1;
    }
    const terms = buildTerms(this.#from, tierWord, region);
    const byRegion = this.#terms.get(tierWord) ?? new Map<string, Terms>();
    this.#terms.set(tierWord, byRegion.set(region, terms));
    return terms;
  }
}

/** What a model name resolved to: kept in the memo, shared by all calls of that name. */
export class PriceEntry {
  readonly listed: ListedModel;
  /** Region that the model id itself named. */
  readonly idRegion: string;
  readonly #periods: readonly EntryPeriod[];
  readonly #calendars: Readonly<Record<string, HolidayCalendar>>;
  /** Whether the region that the id named has a price of its own. */
  readonly #listsIdRegion: boolean;

  constructor(options: {
    readonly listed: ListedModel;
    readonly idRegion: string | undefined;
    /** What was assumed on the way from the name to the row. */
    readonly problem: PriceProblem | undefined;
    /** A user's factor over everything this model costs. */
    readonly factor: Ratio | undefined;
    readonly table: PriceTable;
    readonly calendars: Readonly<Record<string, HolidayCalendar>>;
  }) {
    const { listed, problem, factor, table } = options;
    const { provider, model: modelId, source } = listed;
    const problems = problem === undefined ? [] : [problem];
    this.listed = listed;
    this.idRegion = options.idRegion ?? "";
    this.#calendars = options.calendars;
    this.#listsIdRegion = this.#lists(this.idRegion);
    this.#periods = listed.prices.map(
      (price) => new EntryPeriod({ provider, modelId, price, source, table, factor, problems }),
    );
  }

  /**
   * The region whose price holds: the one that the id names; where that has no price, the one that the call was sent to,
   * since such profiles cost what they cost there.
   *
   * @param told - Region of the call; empty if unknown.
   */
  regionOf(told: string): string {
    const { idRegion } = this;
    if (idRegion === "") return told;
    if (told === "" || this.#listsIdRegion) return idRegion;
    return this.#lists(told) && SOURCE_REGIONS[idRegion]?.test(told) === true ? told : idRegion;
  }

  #lists(region: string): boolean {
    return this.listed.prices.some(({ regions }) => regions !== undefined && Object.hasOwn(regions, region));
  }

  /**
   * The terms of a call: of the first price, newest first, that holds at its start; else of the nearest one, said
   * to be so.
   *
   * @returns `undefined` only for a model without any price.
   */
  terms(startTimeMs: number, tierWord: string, region: string): Terms | undefined {
    if (!(Math.abs(startTimeMs) <= MAX_TIME_MS))
      return this.#doubtful(this.#periods[0], "time_unknown", tierWord, region);
    for (const period of this.#periods) {
      if (startTimeMs < period.fromMs || startTimeMs >= period.untilMs) continue;
      const { schedule } = period.price;
      const answer = schedule === undefined ? "holds" : scheduleHolds(schedule, startTimeMs, this.#calendars);
      if (answer === "holds") return period.terms(tierWord, region);
      if (answer === "unknown_day") return this.#doubtful(period, "calendar_ended", tierWord, region);
    }
    const ended = this.#periods.filter((period) => period.untilMs <= startTimeMs);
    const last = ended.toSorted((a, b) => b.untilMs - a.untilMs)[0];
    if (last !== undefined) return this.#doubtful(last, "after_last_price", tierWord, region);
    return this.#doubtful(this.#periods.at(-1), "before_first_price", tierWord, region);
  }

  #doubtful(period: EntryPeriod | undefined, problem: PriceProblem, tier: string, region: string): Terms | undefined {
    return period === undefined ? undefined : withProblem(period.terms(tier, region), problem);
  }
}
