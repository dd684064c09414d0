// SPDX-License-Identifier: Apache-2.0
import { trace } from "@opentelemetry/api";
import { ExportResultCode } from "@opentelemetry/core";
import type { ExportResult } from "@opentelemetry/core";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import { problemCounts } from "@outlay/core";
import { afterEach, describe, expect, it } from "vitest";

import { flush } from "../src/index.ts";
import { CountingSpanExporter } from "../src/telemetry/counting-span-exporter.ts";
import { WaitingBatchSpanProcessor } from "../src/telemetry/waiting-batch-processor.ts";

describe("flush, in a program that set up OpenTelemetry in code", () => {
  afterEach(() => trace.disable());

  const registered = (forceFlush: () => Promise<void>): void => {
    const processor: SpanProcessor = { onStart() {}, onEnd() {}, forceFlush, shutdown: async () => {} };
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [processor] }));
  };

  it("flushes the registered providers", async () => {
    let count = 0;
    registered(async () => void (count += 1));
    expect(await flush()).toBe(true);
    expect(count).toBe(1);
  });

  it("returns at its deadline when they do not", async () => {
    registered(() => new Promise(() => {}));
    expect(await flush({ timeoutMs: 1 })).toBe(false);
  });

  it("takes deadlines that are past, and such as timers cannot wait for, without a warning", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): number => warnings.push(warning);
    process.on("warning", listen);
    registered(() => new Promise(() => {}));
    expect(await flush({ timeoutMs: -1 })).toBe(false);
    expect(await flush({ timeoutMs: Number.NaN })).toBe(false);
    trace.disable();
    registered(() => new Promise((resolve) => void setTimeout(resolve, 2)));
    expect(await flush({ timeoutMs: Number.MAX_SAFE_INTEGER })).toBe(true);
    process.off("warning", listen);
    expect(warnings).toEqual([]);
  });

  it.each([
    ["rejects", () => Promise.reject(new Error("no"))],
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
  ])("never rejects itself when a processor %s", async (_how, forceFlush) => {
    registered(forceFlush);
    expect(await flush()).toBe(false);
  });
});

describe("a flush while a batch is being exported", () => {
  const exporting = (): { results: ((result: ExportResult) => void)[]; processor: WaitingBatchSpanProcessor } => {
    const results: ((result: ExportResult) => void)[] = [];
    const exporter = new CountingSpanExporter("test", {
      export: (_spans, done) => void results.push(done),
      shutdown: async () => {},
    });
    return { results, processor: new WaitingBatchSpanProcessor({ exporter, maxExportBatchSize: 1 }) };
  };

  it("waits for it", async () => {
    const { results, processor } = exporting();
    new TracerProvider({ spanProcessors: [processor] }).getTracer("x").startSpan("call").end();
    const order: string[] = [];
    const flushed = processor.forceFlush().then(() => order.push("flushed"));
    await new Promise(setImmediate);
    order.push("exported");
    results[0]?.({ code: ExportResultCode.SUCCESS });
    await flushed;
    expect(order).toEqual(["exported", "flushed"]);
  });

  it("rejects when it could not be delivered, and counts it", async () => {
    const { results, processor } = exporting();
    new TracerProvider({ spanProcessors: [processor] }).getTracer("x").startSpan("call").end();
    const flushed = processor.forceFlush();
    results[0]?.({ code: ExportResultCode.FAILED, error: new Error("refused") });
    await expect(flushed).rejects.toThrow("export.test: spans could not be delivered");
    expect(problemCounts().get("export.test")).toBe(1);
  });
});
