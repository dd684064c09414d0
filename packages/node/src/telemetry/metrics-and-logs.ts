// SPDX-License-Identifier: Apache-2.0
import { ConsoleMetricExporter, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { MetricReader, PushMetricExporter } from "@opentelemetry/sdk-metrics";

import { LateMetricExporter } from "./late-metric-exporter.ts";
import { exportersFromEnv, hasOtlpEndpoint, otlpProtocolFromEnv } from "./otel-env.ts";
import type { Env, Signal } from "./otel-env.ts";

const DEFAULT_INTERVAL_MS = 60_000;

/** Metric readers as `OTEL_METRICS_EXPORTER` asks; OTLP when an endpoint is named and nothing else is said. */
export function metricReaders(env: Env): MetricReader[] {
  return wantedExporters(env, "METRICS").flatMap((name) => {
    const exporter = metricExporter(name, env);
    return exporter === undefined
      ? []
      : [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: intervalMs(env) })];
  });
}

/** Tells whether the environment asks for log events over OTLP: budget alerts and captured content are such. */
export function wantsLogs(env: Env): boolean {
  return wantedExporters(env, "LOGS").includes("otlp");
}

function wantedExporters(env: Env, signal: Signal): readonly string[] {
  return exportersFromEnv(env, signal) ?? (hasOtlpEndpoint(env, signal) ? ["otlp"] : []);
}

function metricExporter(name: string, env: Env): PushMetricExporter | undefined {
  if (name === "otlp") return new LateMetricExporter(otlpProtocolFromEnv(env, "METRICS"), env);
  return name === "console" ? new ConsoleMetricExporter() : undefined;
}

function intervalMs(env: Env): number {
  const value = Number(env["OTEL_METRIC_EXPORT_INTERVAL"]);
  return value > 0 ? value : DEFAULT_INTERVAL_MS;
}
