// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OTEL_SDKS, recordSpans } from "@outlay-test/otel-sdks";
import { FileSpanExporter } from "@outlay/exporter-file";
import type { ExportResultLike } from "@outlay/semconv";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-file-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function namesPerLine(path: string): Promise<string[][]> {
  const lines = (await readFile(path, "utf8")).split("\n").slice(0, -1);
  return lines.map((line) =>
    [...line.matchAll(/"name":"(?<name>[^"]+)","kind"/gu)].map((match) => match.groups?.["name"] ?? ""),
  );
}

describe.each(OTEL_SDKS)("FileSpanExporter on SDK $major", (sdk) => {
  it("writes one line per batch, in order, and has them on disk when a flush resolves", async () => {
    const path = join(folder, "not", "yet", "there.jsonl");
    const exporter = new FileSpanExporter({ path });
    const provider = sdk.provider({ exporter, batch: true });
    const tracer = provider.getTracer("test");

    recordSpans(tracer, { name: "root", children: [{ name: "child" }] });
    await provider.forceFlush();
    expect(await namesPerLine(path)).toEqual([["child", "root"]]);

    recordSpans(tracer, { name: "second" });
    await provider.shutdown();
    expect(await namesPerLine(path)).toEqual([["child", "root"], ["second"]]);
  });

  it("writes what was handed over before a shutdown that nobody flushed for", async () => {
    const path = join(folder, "spans.jsonl");
    const exporter = new FileSpanExporter({ path });
    const provider = sdk.provider({ exporter });

    for (let index = 0; index < 20; index += 1) recordSpans(provider.getTracer("test"), { name: `span-${index}` });
    await exporter.shutdown();

    expect(await namesPerLine(path)).toEqual(Array.from({ length: 20 }, (_, index) => [`span-${index}`]));
  });
});

function exportNothing(exporter: FileSpanExporter): Promise<ExportResultLike> {
  return new Promise((resolve) => {
    exporter.export([], resolve);
  });
}

describe("FileSpanExporter", () => {
  it("appends to what is there and lets only the owner read a new file", async () => {
    const path = join(folder, "spans.jsonl");
    await exportNothing(new FileSpanExporter({ path }));
    await exportNothing(new FileSpanExporter({ path }));

    expect(await readFile(path, "utf8")).toBe('{"resourceSpans":[]}\n{"resourceSpans":[]}\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("reports a file that cannot be written as a failed result, and goes on when it can", async () => {
    const path = join(folder, "taken", "spans.jsonl");
    await writeFile(join(folder, "taken"), "a file where a folder should be");
    const exporter = new FileSpanExporter({ path });

    const failed = await exportNothing(exporter);
    await rm(join(folder, "taken"));
    const written = await exportNothing(exporter);

    expect(failed.code).toBe(1);
    expect(failed.error).toBeInstanceOf(Error);
    expect(written).toEqual({ code: 0 });
  });

  it("reports a span that cannot be read as a failed result", async () => {
    const exporter = new FileSpanExporter({ path: join(folder, "spans.jsonl") });
    const result = await new Promise<ExportResultLike>((resolve) => {
      exporter.export([{}] as never, resolve);
    });
    expect(result.code).toBe(1);
  });

  it("goes on after a callback that throws", async () => {
    const path = join(folder, "spans.jsonl");
    const exporter = new FileSpanExporter({ path });
    exporter.export([], () => {
      throw new Error("from the callback");
    });
    expect(await exportNothing(exporter)).toEqual({ code: 0 });
  });

  it("fails what comes after a shutdown", async () => {
    const exporter = new FileSpanExporter({ path: join(folder, "spans.jsonl") });
    await exporter.shutdown();
    expect((await exportNothing(exporter)).error?.message).toContain("shut down");
  });
});
