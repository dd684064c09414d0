// SPDX-License-Identifier: Apache-2.0
import type { BudgetDefinition } from "@outlay/budget";
import { METRICS } from "@outlay/semconv";

import { prometheusName } from "./prometheus-names.ts";
import { LOOKBACK } from "./rule.ts";
import type { RecordingRule } from "./rule.ts";

/** Counters that rules read, under the names that recorded series have. */
export const SOURCES = {
  cost: prometheusName(METRICS.COST),
  unpriced_requests: prometheusName(METRICS.UNPRICED_REQUESTS),
  tokens: `${prometheusName(METRICS.TOKEN_USAGE)}_sum`,
  calls: `${prometheusName(METRICS.OPERATION_DURATION)}_count`,
} as const;

/** One of the counters. */
export type Source = keyof typeof SOURCES;

/** Each of them, in the order of their rules. */
export const SOURCE_NAMES: readonly Source[] = ["cost", "unpriced_requests", "tokens", "calls"];

/** Set as long as increases are recorded. */
const RUNNING = "outlay:ledger:running";

/** What came to each series of a counter since the evaluation before. */
export function addedSeries(source: Source): string {
  return `outlay:${source}:added`;
}

/** The counter that a budget adds up. */
export function sourceOf(limit: BudgetDefinition["limit"]): Source {
  if (limit.usd !== undefined) return "cost";
  return limit.tokens === undefined ? "calls" : "tokens";
}

/**
 * Records what came to a counter, without what `increase()` does not see: the first value of a new series, which is the
 * whole first call of a model, and a counter that began anew. Nothing is lost when an evaluation is left out: the next
 * one compares with the last value that was seen.
 */
export function addedRules(source: Source): RecordingRule[] {
  const counter = SOURCES[source];
  const seen = `outlay:${source}:seen`;
  return [
    {
      record: addedSeries(source),
      expr: [
        `(${counter} - last_over_time(${seen}[${LOOKBACK}])) >= 0`,
        `  or (${counter} and on () last_over_time(${RUNNING}[${LOOKBACK}]))`,
        // Where nothing was recorded before, nobody knows when this was spent.
        `  or ${counter} * 0`,
      ].join("\n"),
    },
    { record: seen, expr: counter },
  ];
}

/** The last rule of the ledger: from now on a new series is a new series. */
export const RUNNING_RULE: RecordingRule = { record: RUNNING, expr: "vector(1)" };
