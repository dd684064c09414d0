// SPDX-License-Identifier: Apache-2.0
import { ROOT_CONTEXT, SeverityNumber, SpanKind, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import { OTLPLogExporter as JsonLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtoLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import {
  AggregationTemporalityPreference,
  OTLPMetricExporter as JsonMetricExporter,
} from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtoMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter as JsonTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtoTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { startOtlpReceiver, type OtlpReceiver } from "../src/index.ts";

let receiver: OtlpReceiver;
beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(() => receiver.close());

const resource = resourceFromAttributes({ "service.name": "demo" });
const START_MS = Date.UTC(2026, 10, 2, 9);
const nanos = (milliseconds: number): bigint => BigInt(START_MS + milliseconds) * 1_000_000n;

const ENCODINGS = [
  { encoding: "json", Traces: JsonTraceExporter, Metrics: JsonMetricExporter, Logs: JsonLogExporter },
  { encoding: "protobuf", Traces: ProtoTraceExporter, Metrics: ProtoMetricExporter, Logs: ProtoLogExporter },
];

describe.each(ENCODINGS)("the official exporters over $encoding", ({ Traces, Metrics, Logs }) => {
  test.each(["none", "gzip"] as const)("deliver whole spans with compression %s", async (compression) => {
    const exporter = new Traces({ url: `${receiver.url}/v1/traces`, compression } as never);
    const provider = new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter })] });
    const tracer = provider.getTracer("agent", "1.2.3");
    const parent = tracer.startSpan("invoke_agent", { startTime: START_MS }, ROOT_CONTEXT);
    const child = tracer.startSpan(
      "chat gpt-5",
      {
        kind: SpanKind.CLIENT,
        startTime: START_MS + 1,
        attributes: { "gen_ai.usage.input_tokens": 12, cost: 0.00285, streamed: true, reasons: ["stop", "length"] },
        links: [{ context: { traceId: "a".repeat(32), spanId: "b".repeat(16), traceFlags: TraceFlags.SAMPLED } }],
      },
      trace.setSpan(ROOT_CONTEXT, parent),
    );
    child.addEvent("retry", { attempt: 2 }, START_MS + 2);
    child.setStatus({ code: SpanStatusCode.ERROR, message: "429" });
    child.end(START_MS + 5);
    parent.end(START_MS + 6);
    await provider.shutdown();

    const { traceId, spanId } = parent.spanContext();
    const common = {
      resource: { "service.name": "demo" },
      scope: { name: "agent", version: "1.2.3", attributes: {} },
      traceId,
      traceState: undefined,
      droppedAttributesCount: 0,
    };
    expect(receiver.spans).toEqual([
      {
        ...common,
        name: "chat gpt-5",
        spanId: child.spanContext().spanId,
        parentSpanId: spanId,
        kind: "client",
        startTimeUnixNano: nanos(1),
        endTimeUnixNano: nanos(5),
        attributes: { "gen_ai.usage.input_tokens": 12, cost: 0.00285, streamed: true, reasons: ["stop", "length"] },
        events: [{ name: "retry", timeUnixNano: nanos(2), attributes: { attempt: 2 } }],
        links: [{ traceId: "a".repeat(32), spanId: "b".repeat(16), attributes: {} }],
        status: { code: "error", message: "429" },
      },
      {
        ...common,
        name: "invoke_agent",
        spanId,
        parentSpanId: undefined,
        kind: "internal",
        startTimeUnixNano: nanos(0),
        endTimeUnixNano: nanos(6),
        attributes: {},
        events: [],
        links: [],
        status: { code: "unset", message: "" },
      },
    ]);
    expect(receiver.requests).toMatchObject([{ method: "POST", path: "/v1/traces" }]);
    expect(receiver.problems).toEqual([]);
  });

  test("deliver counters, gauges and both kinds of histogram", async () => {
    const exporter = new Metrics({
      url: `${receiver.url}/v1/metrics`,
      temporalityPreference: AggregationTemporalityPreference.DELTA,
    });
    const reader = new PeriodicExportingMetricReader({ exporter });
    const provider = new MeterProvider({
      resource,
      readers: [reader],
      views: [{ instrumentName: "duration", aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
    });
    const meter = provider.getMeter("agent", "1.2.3");
    meter.createCounter("cost", { unit: "USD", description: "spent" }).add(0.5, { model: "gpt-5" });
    meter.createGauge("left").record(7);
    meter.createHistogram("tokens", { unit: "{token}", advice: { explicitBucketBoundaries: [10, 100] } }).record(50);
    meter.createHistogram("duration").record(3);
    await provider.shutdown();

    expect(receiver.metrics.toSorted((a, b) => a.name.localeCompare(b.name))).toMatchObject([
      {
        resource: { "service.name": "demo" },
        scope: { name: "agent", version: "1.2.3" },
        name: "cost",
        unit: "USD",
        description: "spent",
        type: "sum",
        temporality: "delta",
        isMonotonic: true,
        points: [{ attributes: { model: "gpt-5" }, value: 0.5, exemplars: [] }],
      },
      {
        name: "duration",
        type: "exponentialHistogram",
        points: [{ count: 1, sum: 3, zeroCount: 0, positive: { bucketCounts: [1] }, negative: { bucketCounts: [] } }],
      },
      { name: "left", type: "gauge", points: [{ attributes: {}, value: 7 }] },
      {
        name: "tokens",
        type: "histogram",
        points: [{ count: 1, sum: 50, min: 50, max: 50, bucketCounts: [0, 1, 0], explicitBounds: [10, 100] }],
      },
    ]);
    expect(receiver.metricTree()).toBe(
      [
        "cost sum in USD",
        '└─ {model: "gpt-5"} 0.5',
        "duration exponentialHistogram",
        "└─ {} count 1 sum 3",
        "left gauge",
        "└─ {} 7",
        "tokens histogram in {token}",
        "└─ {} count 1 sum 50",
      ].join("\n"),
    );
  });

  test("deliver log records with event names and bodies of every type", async () => {
    const exporter = new Logs({ url: `${receiver.url}/v1/logs` });
    const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
    provider.getLogger("alerts").emit({
      eventName: "budget.threshold",
      severityText: "WARN",
      severityNumber: SeverityNumber.WARN,
      timestamp: START_MS,
      body: { spent: 1.5, who: ["a", 2, true], raw: new Uint8Array([1, 2]) },
      attributes: { limit: 2 },
      context: trace.setSpanContext(ROOT_CONTEXT, {
        traceId: "a".repeat(32),
        spanId: "b".repeat(16),
        traceFlags: TraceFlags.SAMPLED,
      }),
    });
    await provider.shutdown();

    expect(receiver.logs).toMatchObject([
      {
        resource: { "service.name": "demo" },
        scope: { name: "alerts" },
        eventName: "budget.threshold",
        severityText: "WARN",
        severityNumber: 13,
        timeUnixNano: nanos(0),
        body: { spent: 1.5, who: ["a", 2, true], raw: new Uint8Array([1, 2]) },
        attributes: { limit: 2 },
        traceId: "a".repeat(32),
        spanId: "b".repeat(16),
      },
    ]);
  });
});
