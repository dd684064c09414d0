// SPDX-License-Identifier: Apache-2.0
import type { WireBuckets, WireDataPoint, WireExemplar, WireLong, WireMetric, WireMetrics } from "./otlp-json.ts";
import type { Buckets, Exemplar, MetricPoint, Origin, ReceivedMetric } from "./records.ts";
import { attributesFrom, idFrom, nanosFrom, resourceFrom, scopeFrom } from "./values.ts";

const TYPES = ["gauge", "sum", "histogram", "exponentialHistogram"] as const;
const TEMPORALITIES = ["unspecified", "delta", "cumulative"] as const;

/** Every metric of an export. */
export function metricsFrom(body: WireMetrics): ReceivedMetric[] {
  return (body.resourceMetrics ?? []).flatMap((group) =>
    (group.scopeMetrics ?? []).flatMap(({ scope, metrics = [] }) => {
      const origin = { resource: resourceFrom(group.resource), scope: scopeFrom(scope) };
      return metrics.map((metric) => metricFrom(metric, origin));
    }),
  );
}

function metricFrom(metric: WireMetric, origin: Origin): ReceivedMetric {
  const type = TYPES.find((candidate) => metric[candidate]);
  if (!type) throw new TypeError(`metric ${metric.name}: expected one of ${TYPES.join(", ")}`);
  const data = metric[type];
  return {
    ...origin,
    name: metric.name ?? "",
    description: metric.description ?? "",
    unit: metric.unit ?? "",
    type,
    temporality: TEMPORALITIES[data?.aggregationTemporality ?? 0] ?? "unspecified",
    isMonotonic: data?.isMonotonic ?? false,
    points: (data?.dataPoints ?? []).map((point) => pointFrom(point, type)),
  };
}

function pointFrom(point: WireDataPoint, type: ReceivedMetric["type"]): MetricPoint {
  const common = {
    attributes: attributesFrom(point.attributes),
    startTimeUnixNano: nanosFrom(point.startTimeUnixNano),
    timeUnixNano: nanosFrom(point.timeUnixNano),
    exemplars: (point.exemplars ?? []).map(exemplarFrom),
  };
  if (type === "gauge" || type === "sum") return { ...common, value: numberFrom(point) };
  const distribution = {
    ...common,
    count: Number(point.count ?? 0),
    ...optionalNumbers(point, ["sum", "min", "max"]),
  };
  if (type === "histogram") {
    return {
      ...distribution,
      bucketCounts: countsFrom(point.bucketCounts),
      explicitBounds: [...(point.explicitBounds ?? [])],
    };
  }
  return {
    ...distribution,
    scale: point.scale ?? 0,
    zeroCount: Number(point.zeroCount ?? 0),
    positive: bucketsFrom(point.positive),
    negative: bucketsFrom(point.negative),
  };
}

function numberFrom(point: Pick<WireDataPoint, "asDouble" | "asInt">): number {
  return Number(point.asDouble ?? point.asInt ?? 0);
}

function optionalNumbers<Key extends "sum" | "min" | "max">(
  point: WireDataPoint,
  keys: readonly Key[],
): Partial<Record<Key, number>> {
  const present = keys.filter((key) => point[key] !== undefined);
  return Object.fromEntries(present.map((key) => [key, Number(point[key])])) as Partial<Record<Key, number>>;
}

function countsFrom(counts: readonly WireLong[] = []): number[] {
  return counts.map(Number);
}

function bucketsFrom(buckets: WireBuckets | undefined): Buckets {
  return { offset: buckets?.offset ?? 0, bucketCounts: countsFrom(buckets?.bucketCounts) };
}

function exemplarFrom(exemplar: WireExemplar): Exemplar {
  return {
    value: numberFrom(exemplar),
    timeUnixNano: nanosFrom(exemplar.timeUnixNano),
    traceId: idFrom(exemplar.traceId),
    spanId: idFrom(exemplar.spanId),
    attributes: attributesFrom(exemplar.filteredAttributes),
  };
}
