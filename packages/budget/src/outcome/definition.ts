// SPDX-License-Identifier: Apache-2.0
import type { CalendarWindow, MatchValue } from "../definition.ts";

/** What is bought with the money: counts what a success costs. */
export interface OutcomeDefinition {
  /** Unique; appears in alerts and metrics. At most 128 characters. */
  readonly name: string;
  /** Which calls belong to it. @defaultValue all */
  readonly match?: Readonly<Record<string, MatchValue | readonly MatchValue[]>>;
  /** One ratio for each combination of these attributes' values; at most eight. @defaultValue one ratio */
  readonly groupBy?: readonly string[];
  /** What has an outcome: a trace, a session, or a run (`outlay.run.id`, else the trace). @defaultValue `"trace"` */
  readonly per?: "trace" | "session" | "run";
  /** By when it began. @defaultValue `"lifetime"` */
  readonly window?: CalendarWindow | "lifetime";
  /** When a success is too dear. */
  readonly alertAbove?: {
    readonly usdPerSuccess: number;
    /** With fewer outcomes the ratio says little. @defaultValue 30 */
    readonly minOutcomes?: number;
    /** Channels to tell, besides those that are always told. */
    readonly alert?: string | readonly string[];
  };
}

/** How one trace, session or run turned out. */
export interface Outcome {
  /** Its trace id, session id or run id. */
  readonly id: string;
  readonly success: boolean;
  /** What it was worth, in whatever unit: a rating, a revenue. */
  readonly value?: number | undefined;
}
