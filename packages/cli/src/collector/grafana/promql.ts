// SPDX-License-Identifier: Apache-2.0
import { GEN_AI, OUTLAY } from "@outlay/semconv";

import { addedSeries } from "../rules/ledger-rules.ts";
import type { Source } from "../rules/ledger-rules.ts";
import { labelName } from "../rules/prometheus-names.ts";

/** Labels that panels are grouped by. */
export const LABELS = {
  model: labelName(GEN_AI.RESPONSE_MODEL),
  provider: labelName(GEN_AI.PROVIDER_NAME),
  tokenType: labelName(GEN_AI.TOKEN_TYPE),
  kind: labelName(OUTLAY.COST_KIND),
  reason: labelName(OUTLAY.COST_PROBLEMS),
  missReason: labelName(OUTLAY.CACHE_MISS_REASON),
  retryKind: labelName(OUTLAY.RETRY_KIND),
  budgetName: labelName(OUTLAY.BUDGET_NAME),
  service: "service_name",
} as const;

/** Each point of a panel over time is what came since the point before it. */
export const PER_POINT = "$__interval";
/** All of what is looked at. */
export const WHOLE_RANGE = "$__range";

/** The choice above the panels; a series without the label is chosen with "All". */
const CHOSEN: readonly string[] = [`${LABELS.service}=~"$service"`, `${LABELS.model}=~"$model"`];

/** Label matchers: the choice above the panels, and more. */
export function chosen(...more: readonly string[]): string {
  return `{${[...CHOSEN, ...more].join(",")}}`;
}

/**
 * What came to a counter within a range. It is added up from what the rules recorded: `increase()` does not see the first
 * value of a new series, which is the whole first call of a model.
 */
export function added(source: Source, range: string, ...matchers: readonly string[]): string {
  return `sum_over_time(${addedSeries(source)}${chosen(...matchers)}[${range}])`;
}

/** Adds up, for each value of some labels. */
export function sumBy(labels: readonly string[], vector: string): string {
  return labels.length === 0 ? `sum(${vector})` : `sum by (${labels.join(", ")}) (${vector})`;
}

/** A legend with the value of a label. */
export function legendOf(...labels: readonly string[]): string {
  return labels.map((label) => `{{${label}}}`).join(" ");
}

/** Nothing where there is something to compare with: a series that nobody has written yet is none of it. */
export function orNone(part: string, whole: string): string {
  return `(${part} or 0 * ${whole})`;
}
