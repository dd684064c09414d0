// SPDX-License-Identifier: Apache-2.0
import type { RunRule, RunVerdict } from "@outlay/analysis";

import { formatDollars } from "../report/format-value.ts";

const RULES: Readonly<Record<RunRule, { readonly title: string; readonly format: (value: number) => string }>> = {
  cost_per_task: { title: "cost of a task", format: (usd) => `$${formatDollars(usd)}` },
  calls_per_task: { title: "calls for a task", format: decimal },
  cache_hit_ratio: { title: "cache-hit ratio", format: (share) => `${(share * 100).toFixed(1)} %` },
  broken_prefixes: { title: "broken prefixes for a task", format: decimal },
  unpriced_calls: { title: "calls without a price", format: String },
};

function decimal(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** A rule in words. */
export function titleOf(rule: RunRule): string {
  return RULES[rule].title;
}

/** A value of a rule; `?` where nobody knows it. */
export function valueText(rule: RunRule, value: number | undefined): string {
  return value === undefined ? "?" : RULES[rule].format(value);
}

/** What happened, in one sentence without a full stop. */
export function sentenceOf({ rule, task, baseline, actual, limit }: RunVerdict): string {
  const bound = rule === "cache_hit_ratio" ? "at least" : "at most";
  const was = baseline === undefined ? "no baseline" : `${valueText(rule, baseline)} in the baseline`;
  return `${task}: ${titleOf(rule)} is ${valueText(rule, actual)}, ${was}, allowed ${bound} ${valueText(rule, limit)}`;
}
