// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import { SdkInstrumentation, fieldsOf, guard, isTracingSuppressed, textOf } from "@outlay/core";
import type { InstrumentationConfig } from "@outlay/core";

import type { EventFields, ParentFields, SpanFields, SpanOptionsFields } from "./internal-types.ts";
import { OpenSpans } from "./open-spans.ts";
import { NAME, VERSION } from "./version.ts";

/** Ids that Mastra gives its span. */
export interface MastraSpanIds {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

/**
 * Exports what Mastra traces as OpenTelemetry spans, while it happens: agents, workflows, steps and tools, and each call of
 * a model, billed once.
 *
 * Mastra calls an exporter that also lends its spans a context a bridge, and takes it as `bridge`: that is how provider
 * calls, and everything else that is traced, come to be below the step or the tool that made them.
 */
export class MastraExporter {
  readonly name = "outlay";
  readonly #host: SdkInstrumentation;
  readonly #spans: OpenSpans;
  #isBridge = false;
  #isTold = false;

  constructor(config: InstrumentationConfig = {}) {
    this.#host = new SdkInstrumentation({ name: NAME, version: VERSION, targets: [] }, config);
    this.#spans = new OpenSpans(this.#host);
  }

  /** Is called for each span that Mastra begins. */
  createSpan(options: object): MastraSpanIds | undefined {
    this.#isBridge = true;
    return guard("mastra.createSpan", () => {
      if (!this.#host.isEnabled() || isTracingSuppressed()) return undefined;
      const given = fieldsOf<SpanOptionsFields>(options);
      const span = this.#spans.start(given);
      if (span === undefined) return undefined;
      const parentSpanId = textOf(fieldsOf<ParentFields>(given.parent).id);
      const { traceId, spanId } = span.spanContext;
      return parentSpanId === undefined ? { traceId, spanId } : { traceId, spanId, parentSpanId };
    });
  }

  /** Runs what happens in a span. */
  executeInContext<T>(spanId: string, run: () => Promise<T>): Promise<T> {
    return this.#spans.within(spanId, run);
  }

  /** The same, for what returns at once. */
  executeInContextSync<T>(spanId: string, run: () => T): T {
    return this.#spans.within(spanId, run);
  }

  /** Is called for spans that Mastra filters out: they are not exported here either. */
  releaseSpan(spanId: string): void {
    this.#spans.forget(spanId);
  }

  /** Is called when a span begins, changes and ends. */
  onTracingEvent(event: object): void {
    guard("mastra.event", () => {
      const { type, exportedSpan } = fieldsOf<EventFields>(event);
      if (!this.#isBridge) this.#tellHow();
      if (type === "span_ended") this.#spans.end(fieldsOf<SpanFields>(exportedSpan));
    });
  }

  /** The same, by the name that it had before. */
  exportTracingEvent(event: object): Promise<void> {
    this.onTracingEvent(event);
    return Promise.resolve();
  }

  /** Spans go to OpenTelemetry as they end; what is on its way there is flushed there. */
  flush(): Promise<void> {
    return Promise.resolve();
  }

  /** Draws nothing any more. */
  shutdown(): Promise<void> {
    this.#host.disable();
    return Promise.resolve();
  }

  #tellHow(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    diag.warn(`outlay: ${NAME} exports nothing unless Mastra gets it as \`bridge\`; it is among the exporters`);
  }
}
