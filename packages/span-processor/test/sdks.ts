// SPDX-License-Identifier: Apache-2.0
import { context, trace } from "@opentelemetry/api";
import type { Attributes, HrTime, SpanKind, SpanStatus, Tracer, TracerProvider } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import * as sdk3 from "@opentelemetry/sdk-trace";
import * as sdk2 from "@opentelemetry/sdk-trace-2";

import type { OutlaySpanProcessor } from "../src/index.ts";

/** A span as tests look at it. */
export interface FinishedSpan {
  readonly name: string;
  readonly attributes: Attributes;
  readonly spanId: string;
  readonly kind: SpanKind;
  readonly status: SpanStatus;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** One provider with the processor under test in front of an in-memory exporter. */
export interface Sdk {
  tracer(scope: string): Tracer;
  /** Makes it the one that the API hands out. */
  register(): void;
  finished(): FinishedSpan[];
  shutdown(): Promise<void>;
}

/** SDKs that the processor must work on, and the newer one without its `onEnding`. */
export const SDKS: Readonly<Record<string, (processor: OutlaySpanProcessor) => Sdk>> = {
  "SDK 3.x": (processor) => {
    const exporter = new sdk3.InMemorySpanExporter();
    const provider = new sdk3.TracerProvider({
      spanProcessors: [processor, new sdk3.SimpleSpanProcessor({ exporter })],
    });
    return sdk(provider, exporter);
  },
  "SDK 2.x": (processor) => {
    const exporter = new sdk2.InMemorySpanExporter();
    const provider = new sdk2.BasicTracerProvider({
      spanProcessors: [processor, new sdk2.SimpleSpanProcessor(exporter)],
    });
    return sdk(provider, exporter);
  },
  "an SDK without onEnding": (processor) => {
    const exporter = new sdk3.InMemorySpanExporter();
    const withoutOnEnding = {
      onStart: processor.onStart.bind(processor),
      onEnd: processor.onEnd.bind(processor),
      forceFlush: () => processor.forceFlush(),
      shutdown: () => processor.shutdown(),
    };
    const provider = new sdk3.TracerProvider({
      spanProcessors: [withoutOnEnding, new sdk3.SimpleSpanProcessor({ exporter })],
    });
    return sdk(provider, exporter);
  },
};

/** Context that follows asynchronous code, as every set-up SDK has it. */
export function useAsyncContext(): void {
  context.disable();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}

interface Provider extends TracerProvider {
  shutdown(): Promise<void>;
}

interface Exporter {
  getFinishedSpans(): (Omit<FinishedSpan, "spanId"> & { spanContext(): { spanId: string } })[];
}

function sdk(provider: Provider, exporter: Exporter): Sdk {
  return {
    tracer: (scope) => provider.getTracer(scope),
    register() {
      trace.disable();
      trace.setGlobalTracerProvider(provider);
    },
    finished: () =>
      exporter.getFinishedSpans().map((span) => ({
        name: span.name,
        attributes: { ...span.attributes },
        spanId: span.spanContext().spanId,
        kind: span.kind,
        status: span.status,
        startTime: span.startTime,
        endTime: span.endTime,
      })),
    shutdown: () => provider.shutdown(),
  };
}
