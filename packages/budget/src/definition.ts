// SPDX-License-Identifier: Apache-2.0

/** A value an attribute is compared with, as text. `*` stands for any run of characters; `"*"` alone means "present". */
export type MatchValue = string | number | boolean;

/**
 * How much is allowed in one window and group: exactly one unit, so that "80 %" and "exhausted" have one meaning.
 * Two limits on the same calls are two budgets.
 */
export type BudgetLimit =
  | { readonly usd: number | string; readonly tokens?: never; readonly calls?: never }
  | { readonly tokens: number; readonly usd?: never; readonly calls?: never }
  | { readonly calls: number; readonly usd?: never; readonly tokens?: never };

/**
 * What is found out about a call once it has ended: that it read less from the prompt cache than was there, that its
 * conversation goes round in circles, that it tries again, that it sends once more what was sent before.
 */
export const FINDING_KINDS = ["cache_breaks", "loops", "retries", "resent_context"] as const;

/** One of {@link FINDING_KINDS}. */
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Another limit for some groups of a budget. */
export interface LimitOverride {
  /** Which groups: attributes of `groupBy`, each with one of its values. */
  readonly match: Readonly<Record<string, MatchValue | readonly MatchValue[]>>;
  /** In the unit of the budget's own limit. */
  readonly limit: BudgetLimit;
}

/** Weekdays in the order of ISO 8601. */
export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Months of the Gregorian calendar. */
export const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
] as const;

/** A weekday by its English name, lower case. */
export type Weekday = (typeof WEEKDAYS)[number];

/** A month by its English name, lower case. */
export type Month = (typeof MONTHS)[number];

interface Zoned {
  /** IANA time zone whose midnight ends the window. @defaultValue `"UTC"` */
  readonly timezone?: string;
}

/** A calendar day, local midnight to local midnight: 23, 24 or 25 hours. */
export interface DayWindow extends Zoned {
  readonly every: "day";
}

/** Seven calendar days. */
export interface WeekWindow extends Zoned {
  readonly every: "week";
  /** @defaultValue `"monday"` */
  readonly startsOn?: Weekday;
}

/** A calendar month, or an invoice month that begins on another day. */
export interface MonthWindow extends Zoned {
  readonly every: "month";
  /** Day of the month, 1 to 28 (every month has these). @defaultValue `1` */
  readonly startsOn?: number;
}

/** Three calendar months. */
export interface QuarterWindow extends Zoned {
  readonly every: "quarter";
  /** First month of the fiscal year. @defaultValue `"january"` */
  readonly startsOn?: Month;
}

/** A window with a start and an end on the calendar. */
export type CalendarWindow = DayWindow | WeekWindow | MonthWindow | QuarterWindow;

/** The last stretch of time up to now, such as `"24h"`, `"90m"` or `"7d"`; see `ROLLING_TILES` for how it is cut. */
export interface RollingWindow {
  readonly rolling: string;
}

/** As long as one trace, session, agent run or single call lasts. */
export interface ScopeWindow {
  readonly per: "trace" | "session" | "run" | "call";
}

/** Over what time a budget adds up. `lifetime` is as long as the ledger lives. */
export type WindowDefinition = CalendarWindow | RollingWindow | ScopeWindow | "lifetime";

/**
 * What happens to a call that would pass a threshold: it is only told of, refused, sent to a cheaper model, given a
 * lower output cap, or waits for somebody to grant more. All but `alert` take a guard, and act in mode `enforce`.
 */
export type ThresholdAction = "alert" | "block" | "reroute" | "clamp" | "escalate";

/** The part of a limit that is kept for bringing a run to its end. */
export interface FinalizeDefinition {
  /** Share of the limit that ordinary calls cannot use: `"5%"` or `0.05`. */
  readonly reserve: string | number;
  /** Calls that may use it after the first refusal; calls with the attribute `outlay.call.final` always may. @defaultValue 1 */
  readonly calls?: number;
}

/** A share of the limit, and what happens there. */
export interface ThresholdDefinition {
  /** Share of the limit: `"80%"` or `0.8`. Above 100 % is allowed, up to 1000 %. */
  readonly at: string | number;
  /** Names of the alert channels to tell, besides those that are always told. */
  readonly alert?: string | readonly string[];
  /**
   * What is compared: what was spent, or what the window will have cost by its end at the pace so far. A forecast only
   * alerts, and takes a window of the calendar. @defaultValue `"actual"`
   */
  readonly basis?: "actual" | "forecast";
  /** @defaultValue `"alert"` */
  readonly action?: ThresholdAction;
  /** Of `reroute`: name of the route to take. */
  readonly route?: string;
  /** Of `clamp`: below this many output tokens the call is refused instead. @defaultValue 256 */
  readonly minOutputTokens?: number;
  /** Of `block`: a soft landing. */
  readonly finalize?: FinalizeDefinition;
  /** Of `escalate`: how long a call waits for an answer, such as `"15m"`; without it the call is refused and can be resumed. */
  readonly timeout?: string;
}

/** A pace worth an alert: so much of the limit in so short a time, and still going on. */
export interface BurnDefinition {
  /** Share of the limit: `"5%"` or `0.05`. */
  readonly consume: string | number;
  /** In this time, such as `"1h"`; no longer than the window. */
  readonly within: string;
  /** Names of the alert channels to tell, besides those that are always told. */
  readonly alert?: string | readonly string[];
}

/** Models that may take the place of others of the same provider, by name or `*` pattern; the first that fits is taken. */
export type RouteDefinition = Readonly<Record<string, string>>;

/**
 * One budget, as written in code. In a configuration file the keys are the same in snake case.
 *
 * A call counts in every budget whose `match` fits it.
 */
export interface BudgetDefinition {
  /** Unique; appears in alerts and attributes. At most 128 characters. */
  readonly name: string;
  /** Which calls count: every listed attribute must have one of its values. @defaultValue all calls */
  readonly match?: Readonly<Record<string, MatchValue | readonly MatchValue[]>>;
  /**
   * Counts what was found of this kind instead of calls, at what it cost: an alert that names a finding. It is known
   * afterwards, so that thresholds can only alert. @defaultValue calls
   */
  readonly counts?: FindingKind;
  /** One counter for each combination of these attributes' values; at most eight. @defaultValue one counter */
  readonly groupBy?: readonly string[];
  /** Refuses calls without one of the `groupBy` attributes, which otherwise count in the group `(none)`. @defaultValue false */
  readonly require?: boolean;
  readonly limit: BudgetLimit;
  /** Other limits for some of the groups; the first that fits holds, thresholds are shares of it. At most 256. */
  readonly overrides?: readonly LimitOverride[];
  readonly window: WindowDefinition;
  /** @defaultValue one threshold at 100 % */
  readonly thresholds?: readonly ThresholdDefinition[];
  /** Paces that are told of; at most eight, and not for windows that last as long as a trace, session, run or call. */
  readonly burn?: readonly BurnDefinition[];
  /** Counters kept for one window; further groups share the group `(other)`. @defaultValue `100_000` */
  readonly maxGroups?: number;
}
