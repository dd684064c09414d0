// SPDX-License-Identifier: Apache-2.0
import { acceptBaggage, endOpenStreams } from "@outlay/core";
import type { ProviderInstrumentation } from "@outlay/core";
import type { OutlaySpanProcessor } from "@outlay/span-processor";

import type { OutlayConfig } from "./config/outlay-config.ts";
import { createCostPipeline } from "./cost-pipeline.ts";
import { createInstrumentations } from "./instrumentations.ts";
import { reloadPricesOnHangup } from "./price-reload.ts";
import { abandonApiRegistry, addSpanProcessors, watchAppRegistration } from "./telemetry/app-provider.ts";
import { metricReaders, wantsLogs } from "./telemetry/metrics-and-logs.ts";
import type { Env } from "./telemetry/otel-env.ts";
import { createProviders } from "./telemetry/providers.ts";
import type { Providers } from "./telemetry/providers.ts";
import { spanDestinations } from "./telemetry/span-destinations.ts";

/** Streams untouched for so long count as abandoned: their spans end with what is known. */
const IDLE_STREAM_MS = 10 * 60_000;
const IDLE_CHECK_MS = 60_000;

/** Outlay at work in a process. */
export interface RunningOutlay {
  readonly processor: OutlaySpanProcessor;
  readonly instrumentations: readonly ProviderInstrumentation[];
  /** Ends streams that nobody will read any more and sends everything buffered. Never rejects. */
  flush(): Promise<void>;
}

/**
 * Starts everything: instrumentations, prices, budgets, exporters, and an SDK to carry them.
 *
 * When the program registers an SDK of its own, Outlay's makes room for it and moves over: calls are traced by the
 * program's provider, priced by our processor in it, and exported by the program's exporters and by the destinations
 * that Outlay's own configuration names.
 */
export function startOutlay(config: OutlayConfig, env: Env): RunningOutlay {
  acceptBaggage(config.baggage.keys);
  const destinations = spanDestinations(config, env);
  const pipeline = createCostPipeline(config);
  const { processor } = pipeline;
  reloadPricesOnHangup(config, pipeline.prices, { env, cwd: process.cwd() });
  const providers = createProviders(env, {
    spanProcessors: [processor, ...destinations.own, ...destinations.standard, ...destinations.otherwise],
    metricReaders: metricReaders(env),
    logs: wantsLogs(env) && emitsLogEvents(config),
  });
  providers.register();
  const instrumentations = createInstrumentations(config);
  useProviders(instrumentations, providers);
  watchAppRegistration({
    onPart: (part) => providers.release(part),
    onOtherVersion: abandonApiRegistry,
    onTracerProvider: (provider) => {
      // What was recorded until now still goes where it was meant to.
      void providers.flush();
      addSpanProcessors(provider, [processor, ...destinations.own]);
      for (const instrumentation of instrumentations) instrumentation.setTracerProvider(provider);
    },
    onMeterProvider: (provider) => {
      processor.setMeterProvider(provider);
      for (const instrumentation of instrumentations) instrumentation.setMeterProvider(provider);
    },
    onLoggerProvider: (provider) => {
      for (const instrumentation of instrumentations) instrumentation.setLoggerProvider(provider);
    },
  });
  setInterval(() => endOpenStreams(IDLE_STREAM_MS, Date.now()), IDLE_CHECK_MS).unref();
  return {
    processor,
    instrumentations,
    async flush() {
      endOpenStreams(0, Date.now());
      // Alerts first: they are log events and metrics, too.
      await processor.forceFlush();
      await providers.flush();
    },
  };
}

/** Budget alerts and, if switched on, the content of calls. */
function emitsLogEvents({ budgets, content }: OutlayConfig): boolean {
  return budgets.length > 0 || content.capture === "event" || content.capture === "span_and_event";
}

function useProviders(instrumentations: readonly ProviderInstrumentation[], providers: Providers): void {
  for (const instrumentation of instrumentations) {
    instrumentation.setTracerProvider(providers.tracerProvider);
    instrumentation.setMeterProvider(providers.meterProvider);
    if (providers.loggerProvider !== undefined) instrumentation.setLoggerProvider(providers.loggerProvider);
  }
}
