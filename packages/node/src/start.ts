// SPDX-License-Identifier: Apache-2.0
import { acceptBaggage, configureManual, endOpenStreams, useContentHashKey } from "@outlay/core";
import type { OutlaySpanProcessor } from "@outlay/span-processor";

import type { OutlayConfig } from "./config/outlay-config.ts";
import { createCostPipeline } from "./cost-pipeline.ts";
import { joinApp } from "./join-app.ts";
import { LazyInstrumentations } from "./lazy-instrumentations.ts";
import { refreshPrices } from "./price-refresh.ts";
import { reloadPricesOnHangup } from "./price-reload.ts";
import type { Delivery } from "./running-outlay.ts";
import { registeredParts } from "./telemetry/app-provider.ts";
import { flushProviders } from "./telemetry/flush-providers.ts";
import { metricReaders, wantsLogs } from "./telemetry/metrics-and-logs.ts";
import type { Env } from "./telemetry/otel-env.ts";
import { createProviders } from "./telemetry/providers.ts";
import { spanDestinations } from "./telemetry/span-destinations.ts";

/** Streams untouched for so long count as abandoned: their spans end with what is known. */
const IDLE_STREAM_MS = 10 * 60_000;
const IDLE_CHECK_MS = 60_000;

/** Outlay at work in a process. */
export interface RunningOutlay extends Delivery {
  readonly processor: OutlaySpanProcessor;
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
  if (config.fingerprints.key !== undefined) useContentHashKey(config.fingerprints.key);
  const destinations = spanDestinations(config, env);
  const pipeline = createCostPipeline(config);
  const { processor } = pipeline;
  reloadPricesOnHangup(config, pipeline.prices, { env, cwd: process.cwd() });
  refreshPrices(config, pipeline.prices);
  const providers = createProviders(env, {
    spanProcessors: [processor, ...destinations.own, ...destinations.standard, ...destinations.otherwise],
    metricReaders: metricReaders(env),
    logs: wantsLogs(env) && emitsLogEvents(config),
  });
  const present = registeredParts();
  providers.register(present);
  configureManual({ semconv: config.semconv, content: config.content });
  const instrumentations = new LazyInstrumentations(config, providers);
  const appProviders = joinApp({ providers, processor, destinations: destinations.own, instrumentations }, present);
  setInterval(() => endOpenStreams(IDLE_STREAM_MS, Date.now()), IDLE_CHECK_MS).unref();
  const sendOwn = async (): Promise<boolean> => {
    // Alerts first: they are log events and metrics, too.
    await processor.forceFlush();
    return providers.flush();
  };
  return {
    processor,
    async flush() {
      endOpenStreams(0, Date.now());
      await sendOwn();
    },
    async deliver() {
      const [own, theirs] = await Promise.all([sendOwn(), flushProviders(appProviders.values())]);
      return own && theirs;
    },
  };
}

/** Budget alerts and, if switched on, the content of calls. */
function emitsLogEvents({ budgets, breakers, outcomes, content }: OutlayConfig): boolean {
  const alerts = budgets.length + breakers.length + outcomes.length;
  return alerts > 0 || content.capture === "event" || content.capture === "span_and_event";
}
