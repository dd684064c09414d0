// SPDX-License-Identifier: Apache-2.0

/** A series that Prometheus works out and keeps. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A condition that Prometheus tells Alertmanager of. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold, such as `10m`. @defaultValue it fires at once */
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly description: string };
}

/** Rules that are evaluated one after another: each sees what those before it recorded at the same moment. */
export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
}

/**
 * How far back a recorded value is looked for. A gap in Prometheus's own running that is longer loses the sums; a longer
 * range would read more samples at each evaluation.
 */
export const LOOKBACK = "1d";

/** Writes a string literal of PromQL. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
