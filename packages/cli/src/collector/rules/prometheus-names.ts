// SPDX-License-Identifier: Apache-2.0
import type { MetricDescription } from "@outlay/semconv";

/** Units that Prometheus spells out; those in braces say what is counted and are left away. */
const UNIT_WORDS: Readonly<Record<string, string>> = { s: "seconds" };

/**
 * The name that a metric has in Prometheus, as the Collector's exporter writes it; of a histogram without `_sum`,
 * `_count` and `_bucket`.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/ (metric metadata), read 2026-11-26
 */
export function prometheusName({ name, unit, instrument }: MetricDescription): string {
  const parts = [labelName(name)];
  if (unit === "1") {
    if (instrument === "gauge") parts.push("ratio");
  } else if (!unit.startsWith("{")) parts.push(UNIT_WORDS[unit] ?? unit);
  if (instrument === "counter") parts.push("total");
  return parts.join("_");
}

/** The label that an attribute becomes. */
export function labelName(attribute: string): string {
  return attribute.replaceAll(/[^a-zA-Z0-9_]/g, "_").replace(/^(?=\d)/, "key_");
}
