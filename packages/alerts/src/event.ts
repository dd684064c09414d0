// SPDX-License-Identifier: Apache-2.0

/** What an alert is about; dot-delimited, as Standard Webhooks wants event types. */
export type AlertType =
  | "budget.threshold_crossed"
  | "budget.exhausted"
  | "budget.unpriced_model"
  | "budget.usage_missing"
  | "budget.groups_overflowed";

/** How bad it is: `error` when there is no budget left, `warning` for everything that comes before. */
export type AlertSeverity = "warning" | "error";

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
  readonly basis?: "actual";
  /** Model without a price, or that reported no usage. */
  readonly model?: string;
  readonly max_groups?: number;
  /** Trace of the call that brought it about. */
  readonly trace_id?: string;
}

/** One thing worth telling. Every channel renders this and nothing else. */
export interface AlertEvent {
  /** Names the occurrence: equal for repetitions of the same, in every process and after a restart. */
  readonly key: string;
  readonly type: AlertType;
  readonly severity: AlertSeverity;
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Names of the channels to tell, besides those that are always told. */
  readonly channels: readonly string[];
  readonly data: AlertData;
}
