// SPDX-License-Identifier: Apache-2.0
import type { Attributes, Tracer } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import * as sdk3 from "@opentelemetry/sdk-trace";
import * as sdk2 from "@opentelemetry/sdk-trace-base";
import type { SpanExporterLike } from "@outlay/semconv";
import { resourceFromAttributes as resourceFromAttributes2 } from "resources-2";

/** What a test asks of a provider. */
export interface ProviderOptions {
  readonly exporter: SpanExporterLike;
  /** Run before the exporter's own processor. */
  readonly processors?: readonly (sdk2.SpanProcessor & sdk3.SpanProcessor)[];
  readonly resource?: Attributes;
  /** Export on flush only, instead of span by span. */
  readonly batch?: boolean;
}

/** The part of a tracer provider that tests use. */
export interface TestProvider {
  getTracer(name: string, version?: string): Tracer;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** One major version of the SDK. */
export interface OtelSdk {
  readonly major: "2.x" | "3.x";
  provider(options: ProviderOptions): TestProvider;
}

/** Both majors, for `describe.each`. */
export const OTEL_SDKS: readonly OtelSdk[] = [
  {
    major: "2.x",
    provider: ({ exporter, processors = [], resource = {}, batch = false }) =>
      new sdk2.BasicTracerProvider({
        resource: resourceFromAttributes2(resource),
        spanProcessors: [
          ...processors,
          batch ? new sdk2.BatchSpanProcessor(exporter) : new sdk2.SimpleSpanProcessor(exporter),
        ],
      }),
  },
  {
    major: "3.x",
    provider: ({ exporter, processors = [], resource = {}, batch = false }) =>
      new sdk3.TracerProvider({
        resource: resourceFromAttributes(resource),
        spanProcessors: [
          ...processors,
          batch ? new sdk3.BatchSpanProcessor({ exporter }) : new sdk3.SimpleSpanProcessor({ exporter }),
        ],
      }),
  },
];
