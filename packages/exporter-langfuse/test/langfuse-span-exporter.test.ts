// SPDX-License-Identifier: Apache-2.0
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { OTEL_SDKS, recordSpans } from "@outlay-test/otel-sdks";
import type { OtelSdk } from "@outlay-test/otel-sdks";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver } from "@outlay-test/otlp-receiver";
import { LangfuseSpanExporter, langfuseConfigFromEnv } from "@outlay/exporter-langfuse";
import type { ExportResultLike, ReadableSpanLike, SpanExporterLike } from "@outlay/semconv";
import { OTLPTraceExporter as OTLPTraceExporter2 } from "otlp-proto-2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { spanWith } from "./spans.ts";

const OTLP_EXPORTERS = { "2.x": OTLPTraceExporter2, "3.x": OTLPTraceExporter };
const CALL = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-5.6", "gen_ai.usage.input_tokens": 10 };

let receiver: OtlpReceiver;
beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(() => receiver.close());

function exporterOf(sdk: OtelSdk): LangfuseSpanExporter {
  const env = { LANGFUSE_PUBLIC_KEY: "pk-lf-1", LANGFUSE_SECRET_KEY: "sk-lf-1", LANGFUSE_BASE_URL: receiver.url };
  const { config } = langfuseConfigFromEnv(env);
  if (config === undefined) throw new Error("no config");
  const exporter = new OTLP_EXPORTERS[sdk.major]({ url: config.endpoint, headers: { ...config.headers } });
  return new LangfuseSpanExporter({ exporter, environment: "staging", release: "v7" });
}

describe.each(OTEL_SDKS)("LangfuseSpanExporter on SDK $major", (sdk) => {
  it("sends mapped copies to the project, and leaves the spans of other exporters alone", async () => {
    const exporter = exporterOf(sdk);
    const seen: ReadableSpanLike[] = [];
    const provider = sdk.provider({
      exporter,
      batch: true,
      processors: [exporter.roots, otherProcessor(seen)],
      resource: { "service.name": "shop" },
    });
    recordSpans(provider.getTracer("app", "1.0"), {
      name: "plan trip",
      attributes: { "user.id": "user-1" },
      links: [{ context: { traceId: "a".repeat(32), spanId: "b".repeat(16), traceFlags: 1 } }],
      beforeEnd: (span) => span.addEvent("planned"),
      children: [{ name: "chat gpt-5.6", attributes: CALL }],
    });
    await provider.forceFlush();

    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]).toMatchObject({
      path: "/api/public/otel/v1/traces",
      headers: { authorization: `Basic ${btoa("pk-lf-1:sk-lf-1")}`, "x-langfuse-ingestion-version": "4" },
    });
    const trace = { "langfuse.trace.name": "plan trip", "langfuse.environment": "staging", "langfuse.release": "v7" };
    expect(receiver.spans).toMatchObject([
      {
        name: "chat gpt-5.6",
        parentSpanId: receiver.spans[1]?.spanId,
        attributes: { ...trace, "langfuse.user.id": "user-1", "langfuse.observation.type": "generation" },
      },
      {
        name: "plan trip",
        parentSpanId: undefined,
        resource: { "service.name": "shop" },
        scope: { name: "app", version: "1.0" },
        attributes: { ...trace, "user.id": "user-1" },
        events: [{ name: "planned" }],
        links: [{ traceId: "a".repeat(32) }],
      },
    ]);
    expect(seen.map(({ attributes }) => attributes)).toEqual([CALL, { "user.id": "user-1" }]);
    await provider.shutdown();
  });

  it("names the trace on spans that are exported before their root ends", async () => {
    const exporter = exporterOf(sdk);
    const provider = sdk.provider({ exporter, processors: [exporter.roots], batch: true });
    const tracer = provider.getTracer("app");
    await new Promise<void>((resolve, reject) => {
      recordSpans(tracer, {
        name: "long job",
        children: [{ name: "early", attributes: CALL }],
        beforeEnd: () => void provider.forceFlush().then(resolve, reject),
      });
    });
    expect(receiver.spans[0]).toMatchObject({ name: "early", attributes: { "langfuse.trace.name": "long job" } });
    await provider.shutdown();
  });

  it("halves a batch that is too large, until it goes through", async () => {
    const exporter = exporterOf(sdk);
    const provider = sdk.provider({ exporter, batch: true });
    receiver.enqueue({ kind: "status", status: 413 }, { kind: "status", status: 413 });
    recordSpans(provider.getTracer("app"), { name: "a", children: [{ name: "b" }, { name: "c" }, { name: "d" }] });

    await provider.forceFlush();

    expect(receiver.spans.map(({ name }) => name)).toEqual(["b", "c", "d", "a"]);
    expect(receiver.requests).toHaveLength(5);
    await provider.shutdown();
  });
});

function otherProcessor(seen: ReadableSpanLike[]) {
  return {
    onStart: () => {},
    onEnd: (span: ReadableSpanLike) => void seen.push(span),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
}

/** Langfuse's habit: one span it does not like, and the whole export is refused. */
class RefusingExporter implements SpanExporterLike {
  readonly accepted: string[] = [];
  requests = 0;
  readonly #refuses: (span: ReadableSpanLike) => boolean;

  constructor(refuses: (span: ReadableSpanLike) => boolean) {
    this.#refuses = refuses;
  }

  export(spans: readonly ReadableSpanLike[], resultCallback: (result: ExportResultLike) => void): void {
    this.requests += 1;
    if (spans.some(this.#refuses)) {
      resultCallback({ code: 1, error: Object.assign(new Error("Bad Request"), { code: 400 }) });
      return;
    }
    this.accepted.push(...spans.map(({ name }) => name));
    resultCallback({ code: 0 });
  }

  async shutdown(): Promise<void> {}
}

function exportAll(exporter: SpanExporterLike, spans: readonly ReadableSpanLike[]): Promise<ExportResultLike> {
  return new Promise((resolve) => {
    exporter.export(spans, resolve);
  });
}

const NAMES = Array.from({ length: 512 }, (_, index) => `span-${index}`);

describe("LangfuseSpanExporter", () => {
  it("loses one span of 512 to one that Langfuse refuses", async () => {
    const inner = new RefusingExporter(({ name }) => name === "span-300");
    const result = await exportAll(
      new LangfuseSpanExporter({ exporter: inner }),
      NAMES.map((name) => spanWith({}, { name })),
    );
    expect(inner.accepted).toEqual(NAMES.filter((name) => name !== "span-300"));
    expect(result).toMatchObject({ code: 1, error: { message: "Bad Request" } });
  });

  it("gives up on a batch that is refused whatever it holds", async () => {
    const inner = new RefusingExporter(() => true);
    const result = await exportAll(
      new LangfuseSpanExporter({ exporter: inner }),
      NAMES.map((name) => spanWith({}, { name })),
    );
    expect(result.code).toBe(1);
    expect(inner.requests).toBe(21);
  });

  it("sends the others when a span cannot be read or has no valid id, and says how many are lost", async () => {
    const inner = new RefusingExporter(() => false);
    const context = { traceId: "0".repeat(32), spanId: "b7ad6b7169203331", traceFlags: 1 };
    const unreadable = new Proxy(spanWith({}), {
      get: () => {
        throw new TypeError("poison");
      },
    });
    const spans = [unreadable, spanWith({}, { spanContext: () => context }), spanWith({}, { name: "good" })];
    const result = await exportAll(new LangfuseSpanExporter({ exporter: inner }), spans);
    expect(inner.accepted).toEqual(["good"]);
    expect(result.code).toBe(1);
    expect(result.error?.message).toMatch(/^2 spans /);
  });

  it("reports an exporter that throws as a failed result", async () => {
    const exporter: SpanExporterLike = {
      export: () => {
        throw new Error("from within");
      },
      shutdown: async () => {},
    };
    const result = await exportAll(new LangfuseSpanExporter({ exporter }), [spanWith({})]);
    expect(result).toMatchObject({ code: 1, error: { message: "from within" } });
  });

  it("waits for exports under way before it flushes and shuts down the exporter below", async () => {
    const calls: string[] = [];
    const waiting: (() => void)[] = [];
    const exporter = new LangfuseSpanExporter({
      exporter: {
        export: (_, done) => void waiting.push(() => done({ code: 0 })),
        forceFlush: async () => void calls.push("flush"),
        shutdown: async () => void calls.push("shutdown"),
      },
    });
    exporter.export([spanWith({})], () => calls.push("exported"));
    const flushed = exporter.forceFlush();
    const shutDown = exporter.shutdown();
    expect(calls).toEqual([]);
    waiting[0]?.();
    await Promise.all([flushed, shutDown]);
    expect(calls).toEqual(["exported", "flush", "shutdown"]);
  });
});
