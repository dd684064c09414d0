// SPDX-License-Identifier: Apache-2.0
import { promises } from "node:fs";
import { dirname } from "node:path";

import type { ExportResultLike, ReadableSpanLike, SpanExporterLike } from "@outlay/semconv";

import { otlpJsonFromSpans } from "./otlp-json.ts";

/** Options of {@link FileSpanExporter}. */
export interface FileSpanExporterOptions {
  /** File to append to; made with its folders when missing, readable by its owner only. */
  readonly path: string;
}

const SUCCESS: ExportResultLike = { code: 0 };

/**
 * Appends each batch of spans to a file as one line of OTLP JSON, as the OpenTelemetry Collector's file exporter does.
 *
 * Never throws: a batch that could not be written is a failed result, which the SDK hands to its error handler.
 * The file is opened per batch, so that a full disk or a moved file costs the batches of that time and no more.
 */
export class FileSpanExporter implements SpanExporterLike {
  readonly #path: string;
  #lastWrite: Promise<void> = Promise.resolve();
  #shutDown = false;

  constructor(options: FileSpanExporterOptions) {
    this.#path = options.path;
  }

  export(spans: readonly ReadableSpanLike[], resultCallback: (result: ExportResultLike) => void): void {
    if (this.#shutDown) {
      resultCallback(failure(new Error(`FileSpanExporter for ${this.#path} is shut down`)));
      return;
    }
    this.#lastWrite = this.#lastWrite
      .then(async () => resultCallback(await this.#append(spans)))
      // A callback that throws is not ours to report, and the next batch must not wait for it.
      .catch(() => undefined);
  }

  /** Waits for the lines handed over so far. */
  async forceFlush(): Promise<void> {
    await this.#lastWrite;
  }

  /** Waits for the lines handed over so far and takes no more. */
  async shutdown(): Promise<void> {
    this.#shutDown = true;
    await this.#lastWrite;
  }

  async #append(spans: readonly ReadableSpanLike[]): Promise<ExportResultLike> {
    try {
      const line = otlpJsonFromSpans(spans);
      await promises.mkdir(dirname(this.#path), { recursive: true });
      await promises.appendFile(this.#path, `${line}\n`, { mode: 0o600 });
      return SUCCESS;
    } catch (error) {
      return failure(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

function failure(error: Error): ExportResultLike {
  return { code: 1, error };
}
