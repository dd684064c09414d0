// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { ExportResultCode } from "@opentelemetry/core";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { createBudgetTracker } from "@outlay/budget";
import type { BudgetTracker } from "@outlay/budget";
import { OutlaySpanProcessor } from "@outlay/span-processor";

/** Takes spans and does nothing with them: what is measured is the path to the exporter. */
const NOOP_EXPORTER: SpanExporter = {
  export: (_spans, done) => done({ code: ExportResultCode.SUCCESS }),
  shutdown: async () => {},
};

/** The whole of Outlay around a call: batch processor, prices, metrics and three budgets. */
export function startPipeline(): {
  tracerProvider: TracerProvider;
  meterProvider: MeterProvider;
  budgets: BudgetTracker;
} {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const meterProvider = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new InMemoryMetricExporter(AggregationTemporality.DELTA),
        exportIntervalMillis: 3_600_000,
      }),
    ],
  });
  const thresholds = [{ at: 0.5 }, { at: 1 }];
  const budgets = createBudgetTracker([
    { name: "month", limit: { usd: 5000 }, window: { every: "month", timezone: "UTC" }, thresholds },
    { name: "users", limit: { usd: 50 }, window: { every: "day", timezone: "UTC" }, groupBy: ["user.id"], thresholds },
    { name: "sessions", limit: { usd: 5 }, window: { per: "session" }, groupBy: ["session.id"], thresholds },
  ]);
  const processor = new OutlaySpanProcessor({ budgets, meterProvider });
  const tracerProvider = new TracerProvider({
    spanProcessors: [processor, new BatchSpanProcessor({ exporter: NOOP_EXPORTER, maxQueueSize: 2048 })],
  });
  return { tracerProvider, meterProvider, budgets };
}
