// SPDX-License-Identifier: Apache-2.0
import { logs } from "@opentelemetry/api";
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { ReadableSpanLike } from "@outlay/semconv";

import type { EmittedEvent } from "./pair-outcome.ts";

/** Keeps the log events of a program, as its global logger provider. */
export class EventRecorder {
  readonly #exporter = new InMemoryLogRecordExporter();
  readonly #scopes = new Map<string, string>();

  constructor() {
    const processors = [new SimpleLogRecordProcessor({ exporter: this.#exporter })];
    logs.setGlobalLoggerProvider(new LoggerProvider({ processors }));
  }

  /** Tells of a span that events can belong to. */
  onSpan(span: Pick<ReadableSpanLike, "spanContext" | "instrumentationScope">): void {
    this.#scopes.set(span.spanContext().spanId, span.instrumentationScope.name);
  }

  /** Hands over what was emitted and starts anew. */
  take(): EmittedEvent[] {
    const records = this.#exporter.getFinishedLogRecords().map((record) => {
      const { eventName, attributes } = record;
      const spanScope = this.#scopes.get(record.spanContext?.spanId ?? "");
      return {
        // Older emitters state the name as an attribute.
        name: eventName ?? String(attributes["event.name"]),
        scope: record.instrumentationScope.name,
        ...(spanScope === undefined ? {} : { spanScope }),
        attributes: Object.keys(attributes).sort(),
      };
    });
    this.#exporter.reset();
    return records;
  }
}
