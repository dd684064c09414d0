// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { CompositePropagator } from "@opentelemetry/core";
import { context, logs, metrics, propagation, trace } from "@opentelemetry/api";
import type { TracerProvider as TracerProviderApi } from "@opentelemetry/api";
import { defaultResource, detectResources, envDetector } from "@opentelemetry/resources";
import type { Resource } from "@opentelemetry/resources";
import type { LoggerProvider } from "@opentelemetry/sdk-logs";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import type { MetricReader } from "@opentelemetry/sdk-metrics";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";

import type { ApiPart, RegisteredParts } from "./app-provider.ts";
import { otlpLoggerProvider } from "./logger-provider.ts";
import { flushProviders } from "./flush-providers.ts";
import { propagatorsFromEnv, samplerFromEnv } from "./otel-env.ts";
import type { Env } from "./otel-env.ts";
import { SwitchingTracerProvider } from "./switching-tracer-provider.ts";

/** The SDK as Outlay sets it up for a program that has none. */
export interface Providers {
  readonly tracerProvider: TracerProvider;
  readonly meterProvider: MeterProvider;
  readonly loggerProvider: LoggerProvider | undefined;
  /** Makes them the process's global ones, with context and W3C propagation, where nothing is registered yet. */
  register(present: RegisteredParts): void;
  /** Sends the spans of everybody who got a tracer from here to the program's own provider. */
  handOver(tracerProvider: TracerProviderApi): void;
  /** Takes back what is registered for a part of the API, so that the program's own SDK can register there. */
  release(part: ApiPart): void;
  /** Sends what is buffered. Never rejects; tells whether all of it was delivered. */
  flush(): Promise<boolean>;
}

/** Where the three signals go. */
export interface ProviderParts {
  readonly spanProcessors: SpanProcessor[];
  readonly metricReaders: MetricReader[];
  /** Whether there will be log events and somewhere to send them. */
  readonly logs: boolean;
}

const APIS: Readonly<Record<ApiPart, { disable(): void }>> = { trace, metrics, logs, context, propagation };

/** Makes the three providers over one resource read from `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`. */
export function createProviders(env: Env, parts: ProviderParts): Providers {
  const resource: Resource = defaultResource().merge(detectResources({ detectors: [envDetector] }));
  const sampler = samplerFromEnv(env);
  const tracerProvider = new TracerProvider({
    resource,
    spanProcessors: parts.spanProcessors,
    ...(sampler === undefined ? {} : { sampler }),
  });
  const meterProvider = new MeterProvider({ resource, readers: parts.metricReaders });
  const loggerProvider = parts.logs ? otlpLoggerProvider(env, resource) : undefined;
  const handedOut = new SwitchingTracerProvider(tracerProvider);
  const all = [tracerProvider, meterProvider, ...(loggerProvider === undefined ? [] : [loggerProvider])];
  return {
    tracerProvider,
    meterProvider,
    loggerProvider,
    register(present) {
      if (present.context === undefined)
        context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
      if (present.propagation === undefined)
        propagation.setGlobalPropagator(new CompositePropagator({ propagators: propagatorsFromEnv(env) }));
      if (present.trace === undefined) trace.setGlobalTracerProvider(handedOut);
      if (present.metrics === undefined) metrics.setGlobalMeterProvider(meterProvider);
      if (present.logs === undefined && loggerProvider !== undefined) logs.setGlobalLoggerProvider(loggerProvider);
    },
    handOver: (provider) => handedOut.switchTo(provider),
    release(part) {
      APIS[part].disable();
    },
    flush: () => flushProviders(all),
  };
}
