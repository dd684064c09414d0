// SPDX-License-Identifier: Apache-2.0
import { ExportResultCode } from "@opentelemetry/core";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import { countProblems } from "@outlay/core";

/**
 * Counts the spans that an exporter could not deliver, as `outlay.problems` of its site; the SDK says why. Knows what
 * is on its way.
 */
export class CountingSpanExporter implements SpanExporter {
  readonly #site: string;
  readonly #exporter: SpanExporter;
  readonly #underway = new Set<Promise<boolean>>();

  constructor(name: string, exporter: SpanExporter) {
    this.#site = `export.${name}`;
    this.#exporter = exporter;
  }

  export(spans: ReadableSpan[], resultCallback: Parameters<SpanExporter["export"]>[1]): void {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#underway.add(promise);
    this.#exporter.export(spans, (result) => {
      const isDelivered = result.code === ExportResultCode.SUCCESS;
      if (!isDelivered) countProblems(this.#site, spans.length);
      this.#underway.delete(promise);
      resolve(isDelivered);
      resultCallback(result);
    });
  }

  /**
   * Waits for what is on its way.
   *
   * @throws {Error} If some of it could not be delivered.
   */
  async forceFlush(): Promise<void> {
    const delivered = await Promise.all(this.#underway);
    await this.#exporter.forceFlush?.();
    if (delivered.includes(false)) throw new Error(`${this.#site}: spans could not be delivered`);
  }

  async shutdown(): Promise<void> {
    await this.#exporter.shutdown();
  }
}
