// SPDX-License-Identifier: Apache-2.0
import { metrics } from "@opentelemetry/api";
import type { Histogram, MeterProvider } from "@opentelemetry/api";
import { LedgerStoreError } from "@outlay/budget";
import type { SettledEstimate } from "@outlay/budget";
import { guard } from "@outlay/core";
import { GEN_AI, METRICS, OUTLAY } from "@outlay/semconv";

const NAME = "@outlay/guard";

/** Counts that a store did not answer: for `onStoreError` of a guard. Never throws. */
export function countStoreError(error: unknown): void {
  guard("guard.metrics", () => {
    const { name, unit, description } = METRICS.BUDGET_STORE_ERRORS;
    const problem = LedgerStoreError.isInstance(error) ? error.problem : "other";
    const counter = metrics.getMeter(NAME).createCounter(name, { unit, description });
    counter.add(1, { [OUTLAY.BUDGET_STORE_PROBLEM]: problem });
  });
}

/** Counts leases that were found ended: for `onExpired` of a guard. Never throws. */
export function countExpiredLeases(leases: number): void {
  guard("guard.metrics", () => {
    const { name, unit, description } = METRICS.BUDGET_LEASE_EXPIRED;
    metrics.getMeter(NAME).createCounter(name, { unit, description }).add(leases);
  });
}

/** By provider: a program may bring its own after its first calls. */
const histograms = new WeakMap<MeterProvider, Histogram>();

/** Records how what calls cost compares with what was held for them: for `onSettled` of a guard. Never throws. */
export function recordEstimateRatio({ estimateNanoUsd, actualNanoUsd, model }: SettledEstimate): void {
  guard("guard.metrics", () => {
    const attributes = model === undefined ? {} : { [GEN_AI.RESPONSE_MODEL]: model };
    histogramOf(metrics.getMeterProvider()).record(actualNanoUsd / estimateNanoUsd, attributes);
  });
}

function histogramOf(provider: MeterProvider): Histogram {
  const known = histograms.get(provider);
  if (known !== undefined) return known;
  const { name, unit, description, buckets } = METRICS.BUDGET_ESTIMATE_RATIO;
  const advice = { explicitBucketBoundaries: [...buckets] };
  const histogram = provider.getMeter(NAME).createHistogram(name, { unit, description, advice });
  histograms.set(provider, histogram);
  return histogram;
}
