// SPDX-License-Identifier: Apache-2.0
import type { Meter } from "@opentelemetry/api";
import { problemCounts } from "@outlay/core";
import { METRICS, OUTLAY } from "@outlay/semconv";

/** Reports, whenever metrics are collected, how often each place of ours caught something or could not deliver it. */
export function observeProblems(meter: Meter): void {
  const { name, unit, description } = METRICS.PROBLEMS;
  meter.createObservableCounter(name, { unit, description }).addCallback((result) => {
    for (const [site, count] of problemCounts()) result.observe(count, { [OUTLAY.PROBLEM_SITE]: site });
  });
}
