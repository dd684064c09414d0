// SPDX-License-Identifier: Apache-2.0
import { spanTree, startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { VercelAIInstrumentation } from "@outlay/instrumentation-vercel-ai";
import { diag } from "@opentelemetry/api";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { MastraExporter } from "../src/index.ts";
import { BUILDS } from "./load-mastra.ts";
import type { MastraModules } from "./load-mastra.ts";

const HASH = expect.stringMatching(/^[0-9a-f]{16}$/);
const CALL_ADD = { toolCalls: [{ name: "add", arguments: { a: 1, b: 2 }, id: "call_1" }] };
const TREE = [
  "invoke_agent Calculator",
  "  step 1",
  "    chat gpt-5-mini",
  "    execute_tool add",
  "  step 2",
  "    chat gpt-5-mini",
];

let telemetry: Telemetry;
let provider: FakeProvider;
let ai: VercelAIInstrumentation;
beforeAll(async () => {
  telemetry = startTelemetry();
  provider = await startFakeProvider();
  ai = new VercelAIInstrumentation();
});
afterAll(async () => {
  ai.disable();
  await provider.close();
  await telemetry.shutdown();
});
beforeEach(async () => {
  provider.clear();
  await telemetry.clear();
});
afterEach(() => ai.enable());

type SeenSpan = Awaited<ReturnType<Telemetry["spans"]>>[number];

async function tree(): Promise<string[]> {
  return spanTree(await telemetry.spans());
}

async function billed(): Promise<SeenSpan[]> {
  return (await telemetry.spans()).filter(({ attributes }) => attributes["gen_ai.usage.input_tokens"] !== undefined);
}

async function named(name: string): Promise<SeenSpan | undefined> {
  return (await telemetry.spans()).find((span) => span.name === name);
}

describe.each(BUILDS)("Mastra, $title,", (build) => {
  let modules: MastraModules;
  beforeAll(async () => {
    modules = await build.load();
  }, 60_000);

  async function calculator(
    execute: () => Promise<object> = async () => ({ sum: 3 }),
    exporter = new MastraExporter(),
  ) {
    const { Agent, Mastra, Observability, createTool } = modules;
    const { createOpenAI } = await import("@ai-sdk/openai");
    const openai = createOpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
    const inputSchema = z.object({ a: z.number(), b: z.number() });
    const add = createTool({ id: "add", description: "Adds", inputSchema, execute });
    const agent = new Agent({
      id: "calculator",
      name: "Calculator",
      instructions: "Be brief",
      model: openai.chat("gpt-5-mini") as never,
      tools: { add },
    });
    const observability = new Observability({ configs: { default: { serviceName: "test", bridge: exporter } } });
    return new Mastra({ agents: { calculator: agent }, observability, logger: false }).getAgent("calculator");
  }

  it.each([
    ["the call that its provider sends is the bill", true],
    ["what Mastra tells is the bill where nobody sees that call", false],
  ])("draws an agent with its steps, tools and calls; %s", async (_title, isSdkTraced) => {
    const agent = await calculator();
    if (!isSdkTraced) ai.disable();
    provider.enqueue(CALL_ADD, { text: "3" });
    expect((await agent.generate("1 + 2?")).text).toBe("3");
    expect(await tree()).toEqual(TREE);
    const calls = await billed();
    expect(calls).toHaveLength(provider.requests.length);
    const scope = isSdkTraced ? "@outlay/instrumentation-vercel-ai" : "@outlay/exporter-mastra";
    for (const { attributes, instrumentationScope } of calls) {
      expect(instrumentationScope.name).toBe(scope);
      expect(attributes["gen_ai.provider.name"]).toBe("openai");
    }
  });

  it("tells of a tool its call and its hashes, and no content", async () => {
    provider.enqueue(CALL_ADD, { text: "3" });
    await (await calculator()).generate("1 + 2?");
    const tool = await named("execute_tool add");
    expect(tool?.attributes).toMatchObject({
      "gen_ai.tool.name": "add",
      "gen_ai.agent.name": "Calculator",
      "outlay.tool.arguments_hash": HASH,
      "outlay.tool.result_hash": HASH,
    });
    expect(tool?.attributes).not.toHaveProperty("gen_ai.tool.call.arguments");
  });

  it("tells a tool's arguments and result where content is captured", async () => {
    provider.enqueue(CALL_ADD, { text: "3" });
    await (await calculator(undefined, new MastraExporter({ content: { capture: "span" } }))).generate("1 + 2?");
    expect((await named("execute_tool add"))?.attributes).toMatchObject({
      "gen_ai.tool.call.arguments": '{"a":1,"b":2}',
      "gen_ai.tool.call.result": '{"sum":3}',
    });
  });

  it.each([true, false])("bills a stream once, also where nobody else sees the call (SDK traced: %s)", async (on) => {
    const agent = await calculator();
    if (!on) ai.disable();
    provider.enqueue(CALL_ADD, { text: "3" });
    const { textStream } = await agent.stream("1 + 2?");
    let text = "";
    for await (const piece of textStream) text += piece;
    expect(text).toBe("3");
    expect(await tree()).toEqual(TREE);
    const calls = await billed();
    expect(calls).toHaveLength(2);
    // The oldest version does not tell when the first chunk of each call arrived.
    const isTimed = on || !build.title.includes("oldest");
    for (const { attributes } of calls) {
      expect(attributes["gen_ai.request.stream"]).toBe(true);
      expect(typeof attributes["gen_ai.response.time_to_first_chunk"]).toBe(isTimed ? "number" : "undefined");
    }
  });

  it("has what a tool does below that tool", async () => {
    provider.enqueue(CALL_ADD, { text: "3" });
    const agent = await calculator(() =>
      telemetry.tracer.startActiveSpan("adding", async (span) => {
        await fetch(`${provider.openaiBaseUrl}/models`);
        span.end();
        return { sum: 3 };
      }),
    );
    await agent.generate("1 + 2?");
    const tool = await named("execute_tool add");
    expect((await named("adding"))?.parentSpanContext?.spanId).toBe(tool?.spanContext().spanId);
  });

  it("is a part of what the program has open", async () => {
    provider.enqueue({ text: "3" });
    const agent = await calculator();
    await telemetry.tracer.startActiveSpan("request", async (span) => {
      await agent.generate("1 + 2?");
      span.end();
    });
    expect((await tree()).slice(0, 2)).toEqual(["request", "  invoke_agent Calculator"]);
  });

  it("tells of a tool that failed, and not what it said", async () => {
    provider.enqueue(CALL_ADD, { text: "sorry" });
    const agent = await calculator(() => Promise.reject(new TypeError("secret")));
    expect((await agent.generate("1 + 2?")).text).toBe("sorry");
    const tool = await named("execute_tool add");
    expect(tool?.attributes["error.type"]).toEqual(expect.any(String));
    expect(JSON.stringify(tool?.attributes)).not.toContain("secret");
  });

  it.each([true, false])("has a failed call without a bill where the provider refuses (SDK traced: %s)", async (on) => {
    const agent = await calculator();
    if (!on) ai.disable();
    provider.enqueue({ fault: { kind: "status", status: 400 } });
    await expect(agent.generate("1 + 2?", { modelSettings: { maxRetries: 0 } })).rejects.toThrow(/./);
    const call = await named("chat gpt-5-mini");
    expect(call?.attributes["error.type"]).toEqual(expect.any(String));
    expect(await billed()).toEqual([]);
  });

  it("draws a workflow with its steps, and an agent in one", async () => {
    const { createStep, createWorkflow } = modules;
    const agent = await calculator();
    provider.enqueue({ text: "3" });
    const text = z.object({ text: z.string() });
    const ask = createStep({
      id: "ask",
      inputSchema: text,
      outputSchema: text,
      execute: async ({ inputData, tracingContext }) => {
        const answer = await agent.generate(inputData.text, { tracingContext } as never);
        return { text: answer.text };
      },
    });
    const workflow = createWorkflow({ id: "sums", inputSchema: text, outputSchema: text }).then(ask).commit();
    const observability = new modules.Observability({
      configs: { default: { serviceName: "test", bridge: new MastraExporter() } },
    });
    const mastra = new modules.Mastra({ workflows: { sums: workflow }, observability, logger: false });
    const run = await mastra.getWorkflow("sums").createRun();
    expect((await run.start({ inputData: { text: "1 + 2?" } })).status).toBe("success");
    expect(await tree()).toEqual([
      "invoke_workflow sums",
      "  ask",
      "    invoke_agent Calculator",
      "      step 1",
      "        chat gpt-5-mini",
    ]);
  });

  it("is not drawn after its exporter was shut down; the calls of its providers are", async () => {
    const exporter = new MastraExporter();
    const agent = await calculator(undefined, exporter);
    await exporter.shutdown();
    provider.enqueue({ text: "3" });
    await agent.generate("1 + 2?");
    expect(await tree()).toEqual(["chat gpt-5-mini"]);
  });

  it("says once how it wants to be given, and draws nothing, among the exporters", async () => {
    const warn = vi.fn<(message: string) => void>();
    const silent = (): void => undefined;
    diag.setLogger({ warn, error: silent, info: silent, debug: silent, verbose: silent });
    const exporters = [new MastraExporter()];
    const observability = new modules.Observability({ configs: { default: { serviceName: "test", exporters } } });
    const { Agent, Mastra } = modules;
    const { createOpenAI } = await import("@ai-sdk/openai");
    const model = createOpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl }).chat("gpt-5-mini") as never;
    const agent = new Agent({ id: "plain", name: "Plain", instructions: "", model });
    const mastra = new Mastra({ agents: { plain: agent }, observability, logger: false });
    provider.enqueue({ text: "3" });
    await mastra.getAgent("plain").generate("1 + 2?");
    diag.disable();
    expect(warn.mock.calls).toEqual([[expect.stringContaining("`bridge`")]]);
    expect(await tree()).toEqual(["chat gpt-5-mini"]);
  });
});
