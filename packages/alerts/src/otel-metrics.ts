// SPDX-License-Identifier: Apache-2.0
import { METRICS, OUTLAY } from "@outlay/semconv";

import { DELIVERED } from "./channel.ts";
import type { AlertChannel } from "./channel.ts";

/** The part of an OpenTelemetry meter that is used; `Meter` of `@opentelemetry/api` is one. */
export interface MeterLike {
  createCounter(
    name: string,
    options: { unit: string; description: string },
  ): { add(value: number, attributes?: Record<string, string | number>): void };
}

/**
 * Counts thresholds crossed, by budget and threshold. Groups are left out: a metric for each user would cost more than
 * the users do.
 */
export function createOtelMetricChannel(meter: MeterLike): AlertChannel {
  const { name, unit, description } = METRICS.BUDGET_THRESHOLD_CROSSED;
  const counter = meter.createCounter(name, { unit, description });
  return {
    name: "otel-metric",
    isAlways: true,
    deliver({ data }) {
      if (!("budget" in data)) return DELIVERED;
      if (data.basis === "forecast") return DELIVERED;
      for (const threshold of data.thresholds_crossed ?? []) {
        counter.add(1, { [OUTLAY.BUDGET_NAME]: data.budget, [OUTLAY.BUDGET_THRESHOLD]: threshold });
      }
      return DELIVERED;
    },
  };
}
