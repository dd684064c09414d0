// SPDX-License-Identifier: Apache-2.0
import { metrics, trace } from "@opentelemetry/api";
import type { MeterProvider, Tracer } from "@opentelemetry/api";

import manifest from "../../package.json" with { type: "json" };
import { createCallMetrics } from "../call-metrics.ts";
import type { CallMetrics } from "../call-metrics.ts";
import { NO_CONTENT, contentCaptureFromEnv } from "../content.ts";
import type { ContentOptions } from "../content.ts";
import { emitContentEvent } from "../content-event.ts";
import type { SemconvDialect } from "../operation-attributes.ts";
import { processState } from "../process-state.ts";
import type { CallHost } from "../provider-call.ts";

/** Instrumentation scope of the spans that a program makes itself. */
export const MANUAL_SCOPE: string = manifest.name;

/** How what the program records itself is named, and whether content is told; for the whole process. */
export interface ManualOptions {
  /** @defaultValue "v1.41" */
  readonly semconv?: SemconvDialect;
  /** @defaultValue nothing is captured, or what `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` says */
  readonly content?: Partial<ContentOptions>;
}

/** Sets the options of `traceAgent`, `traceTool`, `traceWorkflow` and `recordOperation`; the preload does. */
export function configureManual(options: ManualOptions): void {
  processState.manual = options;
}

/** Instruments of the provider that is registered now: a program may bring its own after its first call. */
const callMetrics = new WeakMap<MeterProvider, CallMetrics>();

/** Lends tracer, meter and options to what the program records itself; looked up late, so that any SDK may come first. */
export const MANUAL_HOST: CallHost = {
  name: MANUAL_SCOPE,
  get tracer(): Tracer {
    return trace.getTracer(MANUAL_SCOPE, manifest.version);
  },
  get metrics(): CallMetrics {
    const provider = metrics.getMeterProvider();
    const known = callMetrics.get(provider) ?? createCallMetrics(provider.getMeter(MANUAL_SCOPE, manifest.version));
    callMetrics.set(provider, known);
    return known;
  },
  get semconv(): SemconvDialect {
    return processState.manual?.semconv ?? "v1.41";
  },
  get content(): ContentOptions {
    const capture = contentCaptureFromEnv(
      typeof process === "undefined" ? undefined : process.env["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"],
    );
    return { ...NO_CONTENT, ...(capture !== undefined && { capture }), ...processState.manual?.content };
  },
  emitContentEvent(attributes, operation, at) {
    const scope = { instrumentationName: MANUAL_SCOPE, instrumentationVersion: manifest.version };
    emitContentEvent(undefined, scope, attributes, operation, at);
  },
};
