// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type { LogRecordExporter } from "@opentelemetry/sdk-logs";
import type { PushMetricExporter } from "@opentelemetry/sdk-metrics";
import type { SpanExporter } from "@opentelemetry/sdk-trace";

/** OTLP over HTTP, in the words of `OTEL_EXPORTER_OTLP_PROTOCOL`. */
export type OtlpProtocol = "http/protobuf" | "http/json";

/** A destination other than the one the `OTEL_*` variables name. */
export interface OtlpDestination {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface ExporterOptions {
  url?: string;
  headers?: Record<string, string>;
}

type AnyExporter = SpanExporter & PushMetricExporter & LogRecordExporter;

/** Exporters are loaded when one is made: a program that does not use JSON does not pay for it. */
const load = createRequire(import.meta.url);

/** Makes a span exporter; without a destination it follows `OTEL_EXPORTER_OTLP_*`. */
export function otlpSpanExporter(protocol: OtlpProtocol, to?: OtlpDestination): SpanExporter {
  return make("trace", "OTLPTraceExporter", protocol, to);
}

/** Makes a metric exporter that follows `OTEL_EXPORTER_OTLP_*`. */
export function otlpMetricExporter(protocol: OtlpProtocol): PushMetricExporter {
  return make("metrics", "OTLPMetricExporter", protocol);
}

/** Makes a log exporter that follows `OTEL_EXPORTER_OTLP_*`. */
export function otlpLogExporter(protocol: OtlpProtocol): LogRecordExporter {
  return make("logs", "OTLPLogExporter", protocol);
}

function make(signal: string, className: string, protocol: OtlpProtocol, to?: OtlpDestination): AnyExporter {
  const encoding = protocol === "http/json" ? "http" : "proto";
  const exports = load(`@opentelemetry/exporter-${signal}-otlp-${encoding}`) as Readonly<
    Record<string, (new (options?: ExporterOptions) => AnyExporter) | undefined>
  >;
  const Exporter = exports[className];
  if (Exporter === undefined) throw new TypeError(`the OTLP ${signal} exporter has no ${className}`);
  return new Exporter(to === undefined ? undefined : { url: to.url, headers: { ...to.headers } });
}
