// SPDX-License-Identifier: Apache-2.0
import { ExportResultCode } from "@opentelemetry/core";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import { countProblems } from "@outlay/core";

/** Counts the spans that an exporter could not deliver, as `outlay.problems` of its site; the SDK says why. */
export class CountingSpanExporter implements SpanExporter {
  readonly #site: string;
  readonly #exporter: SpanExporter;

  constructor(name: string, exporter: SpanExporter) {
    this.#site = `export.${name}`;
    this.#exporter = exporter;
  }

  export(spans: ReadableSpan[], resultCallback: Parameters<SpanExporter["export"]>[1]): void {
    this.#exporter.export(spans, (result) => {
      if (result.code !== ExportResultCode.SUCCESS) countProblems(this.#site, spans.length);
      resultCallback(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    await this.#exporter.shutdown();
  }
}
