// SPDX-License-Identifier: Apache-2.0
import { metrics } from "@opentelemetry/api";

/** What instrumentations of all OpenTelemetry versions have in common, whatever their types say. */
interface Patching {
  setTracerProvider(provider: unknown): void;
  setMeterProvider(provider: unknown): void;
  manuallyInstrument?(module: unknown): void;
}

/** Sets an instrumentation up; with a module, patches that, else what is required from now on. */
export function patch(instrumentation: object, provider: unknown, module?: unknown): void {
  const patching = instrumentation as Patching;
  patching.setTracerProvider(provider);
  patching.setMeterProvider(metrics.getMeterProvider());
  if (module !== undefined) patching.manuallyInstrument?.(module);
}
