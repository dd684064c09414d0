// SPDX-License-Identifier: Apache-2.0

/** What an alert is about; dot-delimited, as Standard Webhooks wants event types. */
export type AlertType =
  | "budget.threshold_crossed"
  | "budget.exhausted"
  | "budget.forecast_exceeded"
  | "budget.burn_rate_high"
  | "budget.unpriced_model"
  | "budget.usage_missing"
  | "budget.groups_overflowed"
  | "budget.granted"
  | "budget.adjusted"
  | "budget.approval_requested"
  | "budget.store_degraded"
  | "budget.store_data_loss"
  | "outcome.success_too_dear"
  | "breaker.tripped";

/**
 * How bad it is: `error` when there is no budget left or what was spent is lost, `warning` for everything that comes
 * before, `info` for what nobody has to do anything about.
 */
export type AlertSeverity = "info" | "warning" | "error";

/** The stretch of time a budget adds up over, ISO 8601 in UTC; without a start or end where it has none. */
export interface AlertWindow {
  readonly start?: string;
  readonly end?: string;
  /** IANA zone whose midnights these are. */
  readonly timezone?: string;
}

/**
 * What is sent to the outside, in the names it is sent under. Amounts are exact decimal strings in `unit`. It holds no
 * message content, and with its envelope stays below 20 kB.
 */
export interface AlertData {
  readonly budget: string;
  /** Values of the attributes the counter is kept for. */
  readonly group: Readonly<Record<string, string>>;
  readonly window: AlertWindow;
  readonly unit: "usd" | "tokens" | "calls";
  readonly limit: string;
  /** A lower bound when `unknown_calls` is not zero. */
  readonly spent: string;
  /** Calls in the window whose amount is not known. */
  readonly unknown_calls: number;
  /** Highest threshold reached, as a share of the limit. */
  readonly threshold?: number;
  /** All thresholds reached by the same call, highest first. */
  readonly thresholds_crossed?: readonly number[];
  /** What the threshold was compared with. */
  readonly basis?: "actual" | "forecast";
  /** What the window will have cost by its end, at the pace so far. */
  readonly projected?: string;
  /** When the forecast threshold will be reached, ISO 8601 in UTC. */
  readonly reached_at?: string;
  /** Of a pace: what was spent, as a share of the limit, in how many seconds; and when it is over unless it goes on. */
  readonly burn?: {
    readonly consume: number;
    readonly within_seconds: number;
    readonly spent: string;
    readonly until: string;
  };
  /** Of a grant: by how much, all grants of the window, and the thresholds that are no longer passed. */
  readonly granted?: {
    readonly amount: string;
    readonly total: string;
    readonly lifted: readonly number[];
    /** Who granted, and why, as they say. */
    readonly by?: string;
    readonly reason?: string;
  };
  /** Of an adjustment: by how much, and who said what of it. It is in `spent`. */
  readonly adjusted?: { readonly amount: string; readonly by?: string; readonly reason?: string };
  /** Of a call that waits for a grant: what it could have added, and what running calls hold. */
  readonly approval?: { readonly requested: string; readonly held: string };
  /** Model without a price, or that reported no usage. */
  readonly model?: string;
  readonly max_groups?: number;
  /** Trace of the call that brought it about. */
  readonly trace_id?: string;
}

/** What is sent of a breaker that tripped. */
export interface BreakerAlertData {
  readonly breaker: string;
  /** `max_model_calls`, `repeat`, … */
  readonly rule: string;
  /** Trace, session or run that was stopped. */
  readonly scope: string;
  readonly limit: number;
  readonly observed: number;
  /** Whether the call was stopped, or only told of. */
  readonly action: "block" | "alert";
  /** Tools that take turns, of the rule `repeat`. */
  readonly tools?: readonly string[];
}

/** What is sent of successes that have become too dear. Amounts are US dollars. */
export interface OutcomeAlertData {
  readonly outcome: string;
  readonly group: Readonly<Record<string, string>>;
  readonly window: AlertWindow;
  /** Absent where nothing succeeded. */
  readonly usd_per_success?: number;
  /** Where the true ratio lies in 95 of 100 cases. */
  readonly interval?: readonly [low: number, high: number];
  readonly limit_usd: number;
  readonly outcomes: number;
  readonly successes: number;
  readonly unlabelled_share: number;
  /** Calls whose cost is not known; the ratio is a lower bound when there are any. */
  readonly unknown_calls: number;
}

/** What is sent of the store that budgets are kept in, as one process sees it. */
export interface StoreAlertData {
  readonly store: "budgets";
  /** What becomes of calls meanwhile. */
  readonly policy: string;
}

/** Groups whose alerts came within the same moments and were put into one. */
export interface AlertDigest {
  /** How many others there are. */
  readonly count: number;
  /** Some of them, as `summaryOf` names groups. */
  readonly groups: readonly string[];
}

interface AlertEventBase {
  /** Names the occurrence: equal for repetitions of the same, in every process and after a restart. */
  readonly key: string;
  readonly severity: AlertSeverity;
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Names of the channels to tell, besides those that are always told. */
  readonly channels: readonly string[];
  /** `resolved` when what was told is over: the window has ended, somebody has granted more, the store
   * answers again. @defaultValue `"firing"` */
  readonly state?: "firing" | "resolved";
  readonly digest?: AlertDigest;
}

/** Something about a budget. */
export interface BudgetAlertEvent extends AlertEventBase {
  readonly type: Exclude<Extract<AlertType, `budget.${string}`>, StoreAlertType>;
  readonly data: AlertData;
}

type StoreAlertType = "budget.store_degraded" | "budget.store_data_loss";

/** A store that does not answer, or has lost what was spent. */
export interface StoreAlertEvent extends AlertEventBase {
  readonly type: StoreAlertType;
  readonly data: StoreAlertData;
}

/** A breaker that tripped. */
export interface BreakerAlertEvent extends AlertEventBase {
  readonly type: "breaker.tripped";
  readonly data: BreakerAlertData;
}

/** Successes that have become too dear. */
export interface OutcomeAlertEvent extends AlertEventBase {
  readonly type: "outcome.success_too_dear";
  readonly data: OutcomeAlertData;
}

/** One thing worth telling. Every channel renders this and nothing else. */
export type AlertEvent = BudgetAlertEvent | StoreAlertEvent | BreakerAlertEvent | OutcomeAlertEvent;
