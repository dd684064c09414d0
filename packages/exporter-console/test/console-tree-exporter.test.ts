// SPDX-License-Identifier: Apache-2.0
import { ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { OTEL_SDKS, recordSpans } from "@outlay-test/otel-sdks";
import { ConsoleTreeExporter } from "@outlay/exporter-console";
import type { ExportResultLike, ReadableSpanLike } from "@outlay/semconv";
import { describe, expect, it } from "vitest";

import { TRIP, chat, spansOf } from "./traces.ts";

const CALL = chat("gpt-5.1", 900, [90, 0, 0, 12]);
const REMOTE = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: 1,
  isRemote: true,
};
const INCOMPLETE = "the root of these spans has not ended, or was drawn before";

class Output {
  text = "";
  write(text: string): void {
    this.text += text;
  }
  /** Names at the start of lines, without what connects them. */
  get names(): readonly string[] {
    return [...this.text.matchAll(/^[├└│─ ]*(?<name>\S.*?) {2,}[\d.]+m?s/gmu)].map(
      (match) => match.groups?.["name"] ?? "",
    );
  }
}

describe.each(OTEL_SDKS)("ConsoleTreeExporter on SDK $major", (sdk) => {
  it.each([true, false])("draws a trace when its root has ended (batches: %s)", async (batch) => {
    const stream = new Output();
    const provider = sdk.provider({ exporter: new ConsoleTreeExporter({ stream }), batch });
    recordSpans(provider.getTracer("agent"), TRIP);
    await provider.forceFlush();

    expect(stream.text.match(/^trace /gm)).toHaveLength(1);
    expect(stream.text).toContain("caching saved $0.0323 (25%)\n\n");
    await provider.shutdown();
    expect(stream.text).not.toContain(INCOMPLETE);
  });

  it("keeps quiet about traces without model calls", async () => {
    const stream = new Output();
    const provider = sdk.provider({ exporter: new ConsoleTreeExporter({ stream }) });
    recordSpans(provider.getTracer("http"), { name: "GET /health", children: [{ name: "SELECT 1" }] });
    await provider.shutdown();
    expect(stream.text).toBe("");
  });

  it("draws what waits for a root on a flush, says so, and draws the rest later", async () => {
    const stream = new Output();
    const provider = sdk.provider({ exporter: new ConsoleTreeExporter({ stream }) });
    const tracer = provider.getTracer("agent");
    const job = tracer.startSpan("job", { attributes: { "gen_ai.agent.name": "nightly" } });
    recordSpans(tracer, CALL, trace.setSpan(ROOT_CONTEXT, job));
    await provider.forceFlush();
    job.end();
    await provider.shutdown();

    const [early, late] = stream.text.split("\n\n");
    expect(early).toMatch(new RegExp(`chat gpt-5\\.1 [^]*${INCOMPLETE}$`));
    expect(late).toMatch(/job /);
    expect(late).not.toContain(INCOMPLETE);
  });

  it("draws the subtree of each request when several belong to one trace of another process", async () => {
    const stream = new Output();
    const provider = sdk.provider({ exporter: new ConsoleTreeExporter({ stream }) });
    const tracer = provider.getTracer("agent");
    const parent = trace.setSpanContext(ROOT_CONTEXT, REMOTE);
    const open = tracer.startSpan("second request", {}, parent);
    recordSpans(tracer, { ...CALL, name: "below second" }, trace.setSpan(parent, open));
    recordSpans(tracer, { name: "first request", children: [{ ...CALL, name: "below first" }] }, parent);
    await provider.forceFlush();

    const [first, second] = stream.text.split("\n\n");
    expect(first).toContain("below first");
    expect(first).not.toContain("second");
    expect(second).toContain("below second");
    expect(second).toContain(INCOMPLETE);
    open.end();
    await provider.shutdown();
  });
});

function exportAll(exporter: ConsoleTreeExporter, spans: readonly ReadableSpanLike[]): ExportResultLike | undefined {
  let result: ExportResultLike | undefined;
  exporter.export(spans, (given) => {
    result = given;
  });
  return result;
}

describe("ConsoleTreeExporter", () => {
  it("takes a root that comes before the spans below it in the same batch", async () => {
    const stream = new Output();
    const spans = await spansOf({ name: "root", children: [CALL, CALL] });
    exportAll(new ConsoleTreeExporter({ stream }), spans.toReversed());
    expect(stream.names).toEqual(["root", "chat gpt-5.1", "chat gpt-5.1", "2 calls"]);
  });

  it("draws a span whose parent was never recorded beside the root", async () => {
    const stream = new Output();
    const spans = await spansOf({ name: "root", children: [{ name: "not recorded", children: [CALL] }] });
    exportAll(
      new ConsoleTreeExporter({ stream }),
      spans.filter(({ name }) => name !== "not recorded"),
    );
    expect(stream.names.toSorted()).toEqual(["chat gpt-5.1", "root"]);
    expect(stream.text).not.toContain(INCOMPLETE);
  });

  it("lets spans that come after their root wait for a flush", async () => {
    const stream = new Output();
    const exporter = new ConsoleTreeExporter({ stream });
    const [late, root] = await spansOf({ name: "root", attributes: { "gen_ai.agent.name": "a" }, children: [CALL] });
    if (late === undefined || root === undefined) throw new Error("two spans were recorded");
    exportAll(exporter, [root]);
    exportAll(exporter, [late]);
    expect(stream.names).toEqual(["root"]);
    await exporter.forceFlush();
    expect(stream.names).toEqual(["root", "chat gpt-5.1"]);
    expect(stream.text).toContain(INCOMPLETE);
  });

  it("draws the oldest trace when 10 000 spans wait, and keeps the others", async () => {
    const stream = new Output();
    const exporter = new ConsoleTreeExporter({ stream });
    const [call] = await spansOf({ name: "root", children: [CALL] });
    if (call === undefined) throw new Error("a span was recorded");
    const waiting = (traceId: string, name: string): ReadableSpanLike => {
      const { resource, instrumentationScope, startTime, endTime, status, attributes, parentSpanContext } = call;
      const rest = { resource, instrumentationScope, startTime, endTime, status, attributes };
      const context = { traceId, spanId: "b7ad6b7169203331", traceFlags: 1 };
      return { ...call, ...rest, name, spanContext: () => context, ...(parentSpanContext && { parentSpanContext }) };
    };
    exportAll(exporter, [waiting("a".repeat(32), "oldest")]);
    exportAll(
      exporter,
      Array.from({ length: 9_999 }, () => waiting("b".repeat(32), "next")),
    );
    expect(stream.text).toBe("");
    exportAll(exporter, [waiting("c".repeat(32), "newest")]);
    expect(stream.names).toEqual(["oldest"]);
  });

  it("reports a stream that throws as a failed result", async () => {
    const write = (): never => {
      throw new Error("closed");
    };
    const result = exportAll(new ConsoleTreeExporter({ stream: { write } }), await spansOf(CALL));
    expect(result).toMatchObject({ code: 1, error: { message: "closed" } });
  });

  it("obeys options before what it finds out", async () => {
    const stream = new Output();
    exportAll(new ConsoleTreeExporter({ stream, colors: true, unicode: false, columns: 66 }), await spansOf(TRIP));
    expect(stream.text).toContain("\u001b[36mchat");
    expect(stream.text).toContain("|- ");
  });
});
