// SPDX-License-Identifier: Apache-2.0
import type { MeterProvider, TracerProvider } from "@opentelemetry/api";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import type { LoggerProviderLike } from "@outlay/core";
import type { OutlaySpanProcessor } from "@outlay/span-processor";

import type { LazyInstrumentations } from "./lazy-instrumentations.ts";
import { abandonApiRegistry, addSpanProcessors, watchAppRegistration } from "./telemetry/app-provider.ts";
import type { ApiPart, AppRegistration, RegisteredParts } from "./telemetry/app-provider.ts";
import type { Providers } from "./telemetry/providers.ts";

/** What makes room for a program's own SDK, and moves into it. */
export interface Lodger {
  /** The SDK that Outlay lends until then. */
  readonly providers: Providers;
  readonly processor: OutlaySpanProcessor;
  /** Destinations that only Outlay's configuration names. */
  readonly destinations: readonly SpanProcessor[];
  readonly instrumentations: LazyInstrumentations;
}

/**
 * Moves over to what the program registers, now or later: its tracer provider gets our processors, and its providers are
 * recorded with.
 *
 * @param present - What is registered already: an SDK that was there before us is the program's.
 * @returns The program's providers, as they come.
 */
export function joinApp(lodger: Lodger, present: RegisteredParts): ReadonlyMap<ApiPart, unknown> {
  const { providers, processor, destinations, instrumentations } = lodger;
  const joined = new Map<ApiPart, unknown>();
  const registration: AppRegistration = {
    onPart: (part) => providers.release(part),
    onOtherVersion: abandonApiRegistry,
    onTracerProvider: (provider) => {
      // What was recorded until now still goes where it was meant to.
      void providers.flush();
      joined.set("trace", provider);
      providers.handOver(provider);
      addSpanProcessors(provider, [processor, ...destinations]);
      instrumentations.setTracerProvider(provider);
    },
    onMeterProvider: (provider) => {
      joined.set("metrics", provider);
      processor.setMeterProvider(provider);
      instrumentations.setMeterProvider(provider);
    },
    onLoggerProvider: (provider) => {
      joined.set("logs", provider);
      instrumentations.setLoggerProvider(provider);
    },
  };
  watchAppRegistration(registration);
  joinRegistered(present, registration);
  return joined;
}

function joinRegistered({ trace, metrics, logs }: RegisteredParts, registration: AppRegistration): void {
  if (trace !== undefined) registration.onTracerProvider(trace as TracerProvider);
  if (metrics !== undefined) registration.onMeterProvider(metrics as MeterProvider);
  if (logs !== undefined) registration.onLoggerProvider(logs as LoggerProviderLike);
}
