// SPDX-License-Identifier: Apache-2.0
import type { UnitCount } from "@outlay/core";

/** Token categories that may have a rate of their own. */
export type RateName =
  | "input"
  | "cacheRead"
  | "cacheWrite"
  | "cacheWrite5m"
  | "cacheWrite30m"
  | "cacheWrite1h"
  | "cacheWrite12h"
  | "output"
  | "reasoning"
  | "inputAudio"
  | "inputImage"
  | "inputVideo"
  | "cacheReadAudio"
  | "cacheReadImage"
  | "outputAudio"
  | "outputImage";

/** pico-USD for one token, whole numbers. Absent is not published; 0 is free. */
export type TokenRates = { readonly [name in RateName]?: number };

/** Things billed by piece or time. */
export type UnitName = UnitCount;

/** pico-USD for one unit; or `[pico-USD, units]` where one unit is no whole number, as $0.04 an hour for seconds. */
export type UnitRates = { readonly [name in UnitName]?: number | readonly [picoUsd: number, per: number] };

/** How much web context a search model was asked to read; some providers charge each call by it. */
export type SearchContextSize = "low" | "medium" | "high";

/** Rates of a whole request whose prompt has more than `over` tokens, cached ones included. */
export interface ContextBand {
  readonly over: number;
  readonly rates: TokenRates;
}

/** A complete set of rates: nothing in it is derived from another card. */
export interface RateCard {
  readonly rates: TokenRates;
  /** Ascending by `over`. */
  readonly context?: readonly ContextBand[];
  /** Index into {@link PriceTable.sources} when it came from elsewhere than its row. */
  readonly source?: number;
}

/** A card with the cards of its service tiers. */
export interface TieredCard extends RateCard {
  readonly tiers?: Readonly<Record<string, RateCard>>;
}

/** What a region changes: a factor over every token rate (decimal as published), or cards of its own. */
export type RegionPrice = { readonly multiplier: number } | TieredCard;

/** Hours at a fixed offset from UTC in which a price holds. An interval ending before it starts runs past midnight. */
export interface PriceSchedule {
  readonly utcOffsetMinutes: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekdays?: readonly number[];
  /** `["09:00", "12:00"]`, end exclusive. */
  readonly hours?: readonly (readonly [string, string])[];
  /** Key of {@link PriceTable.calendars}; the price does not hold on those local dates. */
  readonly exceptCalendar?: string;
}

/** One price of a model; of a list, newest first, the first that holds at the start of the call is used. */
export interface PricePeriod extends TieredCard {
  /** First moment covered, ISO 8601 UTC. */
  readonly from?: string;
  /** First moment no longer covered, ISO 8601 UTC. */
  readonly until?: string;
  readonly schedule?: PriceSchedule;
  readonly regions?: Readonly<Record<string, RegionPrice>>;
  readonly units?: UnitRates;
  /**
   * Units at another price than that in `units`, which is that of the provider's default, by quality and size in
   * lower case: `hd 1024x1792`, `1024x1792` at the default quality, `hd` at the default size.
   */
  readonly variants?: Readonly<Record<string, UnitRates>>;
  /** pico-USD for each call. */
  readonly request?: number | Readonly<Record<SearchContextSize, number>>;
}

/** Days that a schedule leaves out, known from `from` until `until`; ISO dates, ranges inclusive. */
export interface HolidayCalendar {
  readonly from: string;
  readonly until: string;
  readonly ranges: readonly (readonly [string, string])[];
}

/** Where the figures of a row were read. */
export interface PriceSource {
  /** `overlay`, `genai-prices`, `litellm`, or `override` for a user's own. */
  readonly name: string;
  /** ISO date on which the figures were last seen there. */
  readonly verified: string;
  readonly url?: string;
}

/** Model, index into `prices`, index into `sources`. */
export type PriceRow = readonly [model: string, prices: number, source: number];

/** The compiled price table. Built by `tools/gen-prices`; equal price lists are stored once. */
export interface PriceTable {
  readonly formatVersion: 1;
  /** Newest date of its sources and a digest of its content: `2026-11-23.1a2b3c4d`. */
  readonly version: string;
  /** ISO date up to which somebody looked at prices. */
  readonly date: string;
  /**
   * Moment at which a publisher issued the table, ISO 8601 UTC to the second. Orders tables of one date: a correction
   * comes after what it corrects. Absent is the beginning of {@link PriceTable.date}.
   */
  readonly issued?: string;
  readonly calendars: Readonly<Record<string, HolidayCalendar>>;
  readonly sources: readonly PriceSource[];
  readonly prices: readonly (readonly PricePeriod[])[];
  readonly rows: readonly PriceRow[];
  /** Provider, lower-case id, index into `rows`. */
  readonly providers: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
