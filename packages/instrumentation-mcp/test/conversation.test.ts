// SPDX-License-Identifier: Apache-2.0
import { SpanKind, SpanStatusCode, context, propagation } from "@opentelemetry/api";
import { W3CTraceContextPropagator, suppressTracing } from "@opentelemetry/core";
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { recordOperation, traceTool, useContentHashKey } from "@outlay/core";
import type { ReadableSpanLike } from "@outlay/semconv";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { McpInstrumentation } from "../src/index.ts";
import { connect } from "./connect.ts";
import type { Connection } from "./connect.ts";
import { BUILDS } from "./load-sdk.ts";
import type { Sdk } from "./load-sdk.ts";

const SCOPE = "@outlay/instrumentation-mcp";
/** Spans give their kind as a number. */
const [CLIENT, SERVER]: readonly number[] = [SpanKind.CLIENT, SpanKind.SERVER];

let telemetry: Telemetry;
let instrumentation: McpInstrumentation;

beforeAll(() => {
  telemetry = startTelemetry();
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  useContentHashKey("a key of this test");
  instrumentation = new McpInstrumentation();
});
afterAll(async () => {
  instrumentation.disable();
  propagation.disable();
  await telemetry.shutdown();
});

describe.each(BUILDS)("$name", ({ load, major }) => {
  let sdk: Sdk;
  let connection: Connection;
  let onAdd: () => Promise<void>;

  beforeAll(async () => {
    sdk = await load();
  });
  beforeEach(async () => {
    onAdd = async () => undefined;
    connection = await connect(sdk, () => onAdd());
    await telemetry.clear();
  });
  afterEach(async () => {
    instrumentation.setConfig({});
    await connection.close();
  });

  const add = (): Promise<unknown> => connection.client.callTool({ name: "add", arguments: { a: 1, b: 2 } });
  const spans = async (name?: string): Promise<readonly ReadableSpanLike[]> => {
    const all = (await telemetry.spans()).filter((span) => span.instrumentationScope.name === SCOPE);
    return name === undefined ? all : all.filter((span) => span.name === name);
  };
  const sides = async (name: string): Promise<{ client: ReadableSpanLike; server: ReadableSpanLike }> => {
    const found = await spans(name);
    const client = found.find(({ kind }) => kind === CLIENT);
    const server = found.find(({ kind }) => kind === SERVER);
    if (client === undefined || server === undefined || found.length !== 2)
      throw new Error(`${found.length} spans ${name}`);
    return { client, server };
  };

  it("records a tool call as its client and its server see it, without what was said", async () => {
    expect(await add()).toMatchObject({ content: [{ type: "text", text: "3" }] });

    const { client, server } = await sides("tools/call add");
    for (const { attributes, status } of [client, server]) {
      expect(attributes).toMatchObject({
        "mcp.method.name": "tools/call",
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "add",
        "outlay.tool.arguments_hash": expect.stringMatching(/^[0-9a-f]{16}$/),
        "outlay.tool.result_hash": expect.stringMatching(/^[0-9a-f]{16}$/),
      });
      expect(attributes).not.toHaveProperty(["gen_ai.tool.call.arguments"]);
      expect(status.code).toBe(SpanStatusCode.UNSET);
    }
    expect(client.attributes["outlay.tool.arguments_hash"]).toBe(server.attributes["outlay.tool.arguments_hash"]);
    expect(server.attributes["jsonrpc.request.id"]).toMatch(/^\d+$/);
  });

  it("records a tool that fails as one that answered with an error", async () => {
    await connection.client.callTool({ name: "fail", arguments: { a: 1, b: 2 } });

    const { client, server } = await sides("tools/call fail");
    for (const { attributes, status, events } of [client, server]) {
      expect(attributes["error.type"]).toBe("tool_error");
      expect(status).toEqual({ code: SpanStatusCode.ERROR, message: "tool_error" });
      expect(JSON.stringify([attributes, events])).not.toContain("secret");
    }
  });

  it("records what is no tool call: prompts, resources, lists", async () => {
    await connection.client.getPrompt({ name: "greet" });
    await connection.client.readResource({ uri: "file:///notes" });
    await connection.client.listTools();

    expect((await sides("prompts/get greet")).client.attributes).toMatchObject({ "gen_ai.prompt.name": "greet" });
    expect((await sides("resources/read")).server.attributes).toMatchObject({ "mcp.resource.uri": "file:///notes" });
    const { client } = await sides("tools/list");
    expect(client.attributes).not.toHaveProperty(["gen_ai.operation.name"]);
  });

  it("leaves pings alone", async () => {
    await connection.client.ping();
    expect(await spans()).toEqual([]);
  });

  it("types a refusal by its code", async () => {
    await expect(connection.client.readResource({ uri: "file:///nowhere" })).rejects.toMatchObject({ code: -32_602 });
    const { client } = await sides("resources/read");
    expect(client.attributes["rpc.response.status_code"]).toBe("-32602");
    expect(client.status.code).toBe(SpanStatusCode.ERROR);
  });

  it("is above the calls that a tool makes, and below what calls it", async () => {
    // agent
    // └─ tools/call add [client]
    //    tools/call add [server]
    //    └─ chat gpt-5-mini
    onAdd = async () => recordOperation({ provider: "openai", model: "gpt-5-mini" });
    await telemetry.tracer.startActiveSpan("agent", async (agent) => {
      await add();
      agent.end();
    });

    const { client, server } = await sides("tools/call add");
    const all = await telemetry.spans();
    const parentOf = (name: string): string | undefined =>
      all.find((span) => span.name === name)?.parentSpanContext?.spanId;
    expect(client.parentSpanContext?.spanId).toBe(all.find((span) => span.name === "agent")?.spanContext().spanId);
    expect(parentOf("chat gpt-5-mini")).toBe(server.spanContext().spanId);
  });

  it("sends nothing of its own unless it is told to", async () => {
    await add();
    expect(JSON.stringify(connection.received)).not.toContain("traceparent");
  });

  it("sends the trace's context in _meta when it is told to, beside what is there", async () => {
    instrumentation.setConfig({ propagation: "inject" });
    const params = { name: "add", arguments: { a: 1, b: 2 }, _meta: { "example.com/mine": 7 } };
    await connection.client.callTool(params);

    const { client, server } = await sides("tools/call add");
    expect(connection.received).toMatchObject([
      { "example.com/mine": 7, traceparent: expect.stringContaining(client.spanContext().spanId) },
    ]);
    expect(params._meta).toEqual({ "example.com/mine": 7 });
    expect(server.parentSpanContext?.spanId).toBe(client.spanContext().spanId);
    expect(server.spanContext().traceId).toBe(client.spanContext().traceId);
  });

  it("is told of by the span of whoever runs the tool, if there is one", async () => {
    await traceTool({ name: "add" }, add);

    const all = await telemetry.spans();
    expect(all.filter(({ kind }) => kind === CLIENT)).toEqual([]);
    expect(all.find(({ name }) => name === "execute_tool add")?.attributes["mcp.method.name"]).toBe("tools/call");
  });

  it("tells arguments and results when content is captured", async () => {
    instrumentation.setConfig({ content: { capture: "span" } });
    await add();
    const { client } = await sides("tools/call add");
    expect(client.attributes["gen_ai.tool.call.arguments"]).toBe('{"a":1,"b":2}');
    expect(client.attributes["gen_ai.tool.call.result"]).toContain('"3"');
  });

  it("measures how long requests take", async () => {
    await add();
    const points = await telemetry.histograms();
    const names = ["mcp.client.operation.duration", "mcp.server.operation.duration"];
    expect(
      points
        .filter(({ metric }) => names.includes(metric))
        .map(({ metric }) => metric)
        .toSorted(),
    ).toEqual(names);
  });

  it("does nothing while it is disabled or tracing is suppressed", async () => {
    await context.with(suppressTracing(context.active()), add);
    instrumentation.disable();
    try {
      await add();
    } finally {
      instrumentation.enable();
    }
    expect(await spans()).toEqual([]);
    await add();
    expect(await spans()).toHaveLength(2);
  });

  it("hands through the promise's value and the SDK's own errors", async () => {
    const controller = new AbortController();
    controller.abort(new Error("given up"));
    const refused = connection.client.callTool(
      { name: "add", arguments: { a: 1, b: 2 } },
      ...((major === 1 ? [undefined, { signal: controller.signal }] : [{ signal: controller.signal }]) as never[]),
    );
    await expect(refused).rejects.toThrow("given up");
    expect((await spans("tools/call add")).map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR]);
  });
});
