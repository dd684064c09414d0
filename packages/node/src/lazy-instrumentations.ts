// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type { MeterProvider, TracerProvider } from "@opentelemetry/api";
import { guard, watchModuleFiles } from "@outlay/core";
import type { LoggerProviderLike, SdkInstrumentation } from "@outlay/core";

import type { OutlayConfig } from "./config/outlay-config.ts";
import { INSTRUMENTATION_NAMES } from "./config/sdk-table.ts";
import type { InstrumentationName } from "./config/sdk-table.ts";
import { instrumentationConfig } from "./instrumentation-config.ts";
import type { InstrumentationFactory } from "./instrument/instrumentation-factory.ts";
import { SDK_FILES } from "./sdk-files.generated.ts";

/** Providers that instrumentations record with; those of a program that registers its own come later. */
interface ProvidersInUse {
  tracerProvider: TracerProvider;
  meterProvider: MeterProvider;
  loggerProvider?: LoggerProviderLike | undefined;
}

/**
 * The instrumentations of a preload: each is loaded with the first file of its SDK, right before that file.
 *
 * Most programs use one or two SDKs, and every start of every program pays for what a preload loads.
 */
export class LazyInstrumentations {
  readonly #config: OutlayConfig;
  readonly #providers: ProvidersInUse;
  readonly #loaded = new Map<InstrumentationName, SdkInstrumentation>();

  constructor(config: OutlayConfig, providers: Readonly<ProvidersInUse>) {
    this.#config = config;
    this.#providers = { ...providers };
    const enabled = INSTRUMENTATION_NAMES.filter((name) => config.instrumentations[name].enabled);
    watchModuleFiles(
      enabled.flatMap((name) =>
        SDK_FILES[name].map((file) => ({
          ...file,
          exportNames: [],
          onFound: () => guard("node.instrument", () => this.#load(name)),
        })),
      ),
    );
  }

  setTracerProvider(provider: TracerProvider): void {
    this.#providers.tracerProvider = provider;
    for (const instrumentation of this.#loaded.values()) instrumentation.setTracerProvider(provider);
  }

  setMeterProvider(provider: MeterProvider): void {
    this.#providers.meterProvider = provider;
    for (const instrumentation of this.#loaded.values()) instrumentation.setMeterProvider(provider);
  }

  setLoggerProvider(provider: LoggerProviderLike): void {
    this.#providers.loggerProvider = provider;
    for (const instrumentation of this.#loaded.values()) instrumentation.setLoggerProvider(provider);
  }

  #load(name: InstrumentationName): void {
    if (this.#loaded.has(name)) return;
    const { tracerProvider, meterProvider, loggerProvider } = this.#providers;
    const { create } = createRequire(import.meta.url)(`#instrument/${name}`) as { create: InstrumentationFactory };
    // Enabled last: it is complete when the class that is being loaded is handed to it.
    const instrumentation = create(instrumentationConfig(this.#config), this.#config);
    this.#loaded.set(name, instrumentation);
    instrumentation.setTracerProvider(tracerProvider);
    instrumentation.setMeterProvider(meterProvider);
    if (loggerProvider !== undefined) instrumentation.setLoggerProvider(loggerProvider);
  }
}
