// SPDX-License-Identifier: Apache-2.0
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace";
import type { BatchSpanProcessorOptions } from "@opentelemetry/sdk-trace";

import type { CountingSpanExporter } from "./counting-span-exporter.ts";

/** Options of {@link WaitingBatchSpanProcessor}. */
export interface WaitingBatchOptions extends BatchSpanProcessorOptions {
  readonly exporter: CountingSpanExporter;
}

/**
 * A batch processor whose flush also waits for the batches that are on their way already.
 *
 * The SDK's (3.1) sends what is queued and forgets what its timer sent a moment ago: a process that is frozen or killed
 * after the flush would lose that.
 */
export class WaitingBatchSpanProcessor extends BatchSpanProcessor {
  readonly #exporter: CountingSpanExporter;

  constructor(options: WaitingBatchOptions) {
    super(options);
    this.#exporter = options.exporter;
  }

  override async forceFlush(): Promise<void> {
    const [queued, underway] = await Promise.allSettled([super.forceFlush(), this.#exporter.forceFlush()]);
    if (queued.status === "rejected") throw queued.reason;
    if (underway.status === "rejected") throw underway.reason;
  }
}
