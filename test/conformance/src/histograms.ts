// SPDX-License-Identifier: Apache-2.0
import type { MeterProvider as MeterProviderApi } from "@opentelemetry/api";
import { AggregationTemporality, MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import type { OtelSdk } from "@outlay-test/otel-sdks";
import { MeterProvider as MeterProvider2, MetricReader as MetricReader2 } from "metrics-2";

/** Number and sum of the values of one histogram series. */
export interface HistogramPoint {
  readonly metric: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly sum: number;
}

/** A meter provider and what was recorded with it. */
export interface RecordedMetrics {
  readonly provider: MeterProviderApi;
  /** Histogram series recorded since the last collection. */
  collect(): Promise<readonly HistogramPoint[]>;
  shutdown(): Promise<void>;
}

const SINCE_LAST_COLLECTION = { aggregationTemporalitySelector: () => AggregationTemporality.DELTA };

/** Starts a meter provider of an SDK's major version. */
export function startMetrics(major: OtelSdk["major"]): RecordedMetrics {
  const reader = major === "2.x" ? new Reader2(SINCE_LAST_COLLECTION) : new Reader3(SINCE_LAST_COLLECTION);
  const provider =
    reader instanceof Reader2 ? new MeterProvider2({ readers: [reader] }) : new MeterProvider({ readers: [reader] });
  return {
    provider,
    async collect() {
      const { resourceMetrics } = await reader.collect();
      return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics.flatMap(pointsOf));
    },
    shutdown: () => provider.shutdown(),
  };
}

class Reader3 extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

class Reader2 extends MetricReader2 {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

interface MetricLike {
  readonly descriptor: { readonly name: string };
  readonly dataPoints: readonly { readonly attributes: object; readonly value: unknown }[];
}

function pointsOf(metric: MetricLike): HistogramPoint[] {
  return metric.dataPoints.flatMap(({ attributes, value }) => {
    if (typeof value !== "object" || value === null) return [];
    const { count, sum } = value as { readonly count?: number; readonly sum?: number };
    if (count === undefined || sum === undefined || count === 0) return [];
    return [{ metric: metric.descriptor.name, attributes: { ...attributes }, count, sum }];
  });
}
