// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { outlayInstrumentations, outlaySpanProcessor } from "../src/index.ts";

describe("set-up in code", () => {
  let cwd: string;

  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), "outlay-code-"));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  it("has the prices, budgets and channels of the configuration file, and delivers alerts when it is flushed", async () => {
    const received: unknown[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (data: Buffer) => (body += data.toString()));
      request.on("end", () => {
        received.push(JSON.parse(body));
        response.end();
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const secret = `whsec_${Buffer.alloc(24).toString("base64")}`;
    const file = [
      "version: 1",
      "pricing: { overrides: { models: [{ provider: openai, model: in-house, prices: [{ rates: { input: 1, output: 2 } }] }] } }",
      `channels: { ops: { webhook: "${url}", secret: ${secret} } }`,
      "budgets:",
      "  - { name: all, limit: { usd: 1 }, window: lifetime, thresholds: [{ at: 100%, alert: ops }] }",
    ];
    await writeFile(join(cwd, "outlay.config.yaml"), file.join("\n"));
    const exporter = new InMemorySpanExporter();
    const provider = new TracerProvider({
      spanProcessors: [outlaySpanProcessor({ env: {}, cwd }), new SimpleSpanProcessor({ exporter })],
    });
    const attributes = {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.response.model": "in-house",
      "gen_ai.usage.input_tokens": 1_000_000,
      "gen_ai.usage.output_tokens": 500_000,
    };
    provider.getTracer("x").startSpan("chat in-house", { attributes }).end();
    await provider.forceFlush();
    expect(exporter.getFinishedSpans()[0]?.attributes["gen_ai.usage.cost"]).toBe(2);
    expect(received).toMatchObject([
      { type: "budget.exhausted", data: { budget: "all", spent: "2.00", limit: "1.00" } },
    ]);
    await provider.shutdown();
    server.close();
  });

  it("traces nothing when it is switched off", () => {
    expect(outlayInstrumentations({ env: { OUTLAY_ENABLED: "false" }, cwd })).toEqual([]);
  });

  it("refuses limits that cannot hold", async () => {
    await writeFile(join(cwd, "outlay.config.yaml"), "version: 1\nmode: enforce\nbudgets: [{}]\n");
    expect(() => outlaySpanProcessor({ env: {}, cwd })).toThrow("outlay refuses to start");
  });
});
