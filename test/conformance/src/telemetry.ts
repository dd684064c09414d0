// SPDX-License-Identifier: Apache-2.0
import { context, metrics, trace } from "@opentelemetry/api";
import type { Tracer } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTEL_SDKS } from "@outlay-test/otel-sdks";
import type { OtelSdk, TestProvider } from "@outlay-test/otel-sdks";
import type { LogRecordLike, LoggerProviderLike } from "@outlay/core";
import type { ReadableSpanLike } from "@outlay/semconv";

import { startMetrics } from "./histograms.ts";
import type { HistogramPoint } from "./histograms.ts";

/** What one process with an OpenTelemetry SDK sees of its calls. */
export interface Telemetry {
  readonly tracer: Tracer;
  /** A logs provider that keeps what is emitted; register it where it is wanted. */
  readonly loggerProvider: LoggerProviderLike;
  /** Spans exported since the last {@link clear}, in the order they ended. */
  spans(): Promise<readonly ReadableSpanLike[]>;
  /** Series recorded since the last {@link clear}. */
  histograms(): Promise<readonly HistogramPoint[]>;
  readonly logs: readonly LogRecordLike[];
  clear(): Promise<void>;
  shutdown(): Promise<void>;
}

/**
 * Registers an SDK globally, as an application does: batch processor, context manager, metrics.
 *
 * @param major - Major version of the SDK. @defaultValue "3.x"
 */
export function startTelemetry(major: OtelSdk["major"] = "3.x"): Telemetry {
  const exported: ReadableSpanLike[] = [];
  const logs: LogRecordLike[] = [];
  const provider = tracerProvider(major, exported);
  const recorded = startMetrics(major);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  metrics.setGlobalMeterProvider(recorded.provider);
  return {
    tracer: trace.getTracer("application"),
    loggerProvider: { getLogger: () => ({ emit: (record) => logs.push(record) }) },
    logs,
    async spans() {
      await provider.forceFlush();
      return exported;
    },
    histograms: () => recorded.collect(),
    async clear() {
      await provider.forceFlush();
      await recorded.collect();
      exported.length = 0;
      logs.length = 0;
    },
    async shutdown() {
      for (const api of [trace, metrics, context]) api.disable();
      await Promise.all([provider.shutdown(), recorded.shutdown()]);
    },
  };
}

function tracerProvider(major: OtelSdk["major"], exported: ReadableSpanLike[]): TestProvider {
  const sdk = OTEL_SDKS.find((candidate) => candidate.major === major);
  if (sdk === undefined) throw new TypeError(`no OpenTelemetry SDK ${major} to test with`);
  return sdk.provider({
    batch: true,
    exporter: {
      export(spans, done) {
        exported.push(...spans);
        done({ code: 0 });
      },
      shutdown: () => Promise.resolve(),
    },
  });
}
