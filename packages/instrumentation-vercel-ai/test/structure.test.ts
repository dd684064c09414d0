// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

import { BUILDS, OLDEST_BUILDS } from "./load-sdk.ts";
import { billed, startStage } from "./stage.ts";
import type { SeenSpan, Stage } from "./stage.ts";

const ASKS = { toolCalls: [{ name: "lookup", arguments: { city: "Paris" }, id: "call_1" }] } as const;
const SUPPRESS_TRACING = Symbol.for("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

describe.each([...BUILDS, ...OLDEST_BUILDS])("agents of ai $major, $format $age", (build) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage(build);
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.spans();
    stage.provider.clear();
  });

  type Model = Parameters<Stage["ai"]["generateText"]>[0]["model"];
  const model = (name = "gpt-5-mini"): Model =>
    stage.openai.createOpenAI({ apiKey: "test", baseURL: stage.provider.openaiBaseUrl }).chat(name);
  type Tools = NonNullable<Parameters<Stage["ai"]["generateText"]>[0]["tools"]>;
  const lookup = (execute: (city: string) => unknown): Tools => ({
    lookup: stage.ai.tool({
      description: "Looks a city up",
      inputSchema: z.object({ city: z.string() }),
      execute: ({ city }) => execute(city),
    }),
  });
  const steps = (count: number): ReturnType<Stage["ai"]["stepCountIs"]> => stage.ai.stepCountIs(count);
  const readAll = async (stream: AsyncIterable<unknown>): Promise<void> => {
    for await (const _ of stream);
  };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it("draws the steps and tools of a run, with what is billed below each", async () => {
    stage.provider.enqueue(ASKS, { text: "It is Paris." });
    const tools = lookup((city) => {
      stage.tracer.startSpan("query of the tool").end();
      return `found ${city}`;
    });
    const { text } = await stage.ai.generateText({ model: model(), prompt: "Hi", tools, stopWhen: steps(3) });

    expect(text).toBe("It is Paris.");
    expect(stage.provider.requests).toHaveLength(2);
    expect(stage.tree(billed)).toBe(
      `invoke_agent (2 calls)
  step 1 (1 calls)
    chat gpt-5-mini [priced]
    execute_tool lookup
      query of the tool
  step 2 (1 calls)
    chat gpt-5-mini [priced]`,
    );
  });

  it("tells of a tool what it was asked for and by which call, and hashes of its arguments and result", async () => {
    stage.provider.enqueue(ASKS, { text: "It is Paris." });
    await stage.ai.generateText({ model: model(), prompt: "Hi", tools: lookup(() => "found"), stopWhen: steps(3) });

    const tool = stage.spans().find(({ name }) => name === "execute_tool lookup");
    expect(tool?.attributes).toEqual({
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "lookup",
      "gen_ai.tool.call.id": "call_1",
      "gen_ai.tool.type": "function",
      "outlay.tool.arguments_hash": expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      "outlay.tool.result_hash": expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
  });

  it("draws the same tree for a stream", async () => {
    stage.provider.enqueue(ASKS, { text: "It is Paris." });
    const result = stage.ai.streamText({ model: model(), prompt: "Hi", tools: lookup(() => "x"), stopWhen: steps(3) });
    expect(stage.spans()).toEqual([]);
    await readAll(result.fullStream);

    const spans = stage.spans();
    expect(spans.filter(({ name }) => name.startsWith("chat")).map(billed)).toEqual(["[priced]", "[priced]"]);
    expect(stage.provider.requests).toHaveLength(2);
    const names = new Map(spans.map(({ id, name }) => [id, name]));
    expect(new Set(spans.map(({ name, parentId }) => `${names.get(parentId ?? "") ?? "-"} > ${name}`))).toEqual(
      new Set([
        "- > invoke_agent",
        "invoke_agent > step 1",
        "invoke_agent > step 2",
        "step 1 > chat gpt-5-mini",
        "step 1 > execute_tool lookup",
        "step 2 > chat gpt-5-mini",
      ]),
    );
    expect(spans.find(({ name }) => name === "invoke_agent")?.attributes).toMatchObject({ "outlay.rollup.calls": 2 });
  });

  it("hangs an agent that a tool calls under the tool, and its bill on all above", async () => {
    stage.provider.enqueue({ ...ASKS, when: { model: "gpt-5" } }, { text: "Done", when: { contains: "found" } });
    stage.provider.enqueue({ text: "inner", when: { model: "gpt-5-mini" } });
    const tools = lookup(async () => {
      const inner = await stage.ai.generateText({ model: model(), prompt: "inner", tools: lookup(() => "x") });
      return `found ${inner.text}`;
    });
    const options = { experimental_telemetry: { functionId: "outer" } };
    await stage.ai.generateText({ model: model("gpt-5"), prompt: "Hi", tools, stopWhen: steps(3), ...options });

    expect(stage.tree(billed)).toBe(
      `invoke_agent outer (3 calls)
  step 1 (2 calls)
    chat gpt-5 [priced]
    execute_tool lookup (1 calls)
      invoke_agent (1 calls)
        step 1 (1 calls)
          chat gpt-5-mini [priced]
  step 2 (1 calls)
    chat gpt-5 [priced]`,
    );
  });

  it("keeps tools apart that run side by side, and runs", async () => {
    const two = { toolCalls: [ASKS.toolCalls[0], { ...ASKS.toolCalls[0], id: "call_2" }] };
    const run = (): Promise<unknown> =>
      stage.ai.generateText({ model: model(), prompt: "Hi", tools: lookup(settled), stopWhen: steps(1) });
    stage.provider.enqueue(two, two);
    await Promise.all([run(), run()]);

    const expected = `invoke_agent
  step 1
    chat gpt-5-mini
    execute_tool lookup
    execute_tool lookup`;
    expect(stage.tree()).toBe(`${expected}\n${expected}`);
  });

  it("types the error of a tool, which is an answer to the model", async () => {
    stage.provider.enqueue(ASKS, { text: "Sorry." }, ASKS, { text: "Sorry." });
    const tools = lookup(() => {
      throw new RangeError("no such city");
    });
    await stage.ai.generateText({ model: model(), prompt: "Hi", tools, stopWhen: steps(3) });
    await readAll(stage.ai.streamText({ model: model(), prompt: "Hi", tools, stopWhen: steps(3) }).fullStream);

    const spans = stage.spans();
    const errors = (name: string): unknown[] =>
      spans.filter((span) => span.name === name).map(({ attributes }) => attributes["error.type"]);
    expect(errors("execute_tool lookup")).toEqual(["RangeError", "RangeError"]);
    expect(errors("invoke_agent")).toEqual([undefined, undefined]);
  });

  it("ends a run whose call is refused, with its error", async () => {
    stage.provider.enqueue({ fault: { kind: "status", status: 400 } });
    const run = stage.ai.generateText({ model: model(), prompt: "Hi", tools: lookup(() => "x") });

    await expect(run).rejects.toThrow();
    const spans = stage.spans();
    expect(spans.map(({ name, attributes }) => [name, attributes["error.type"]])).toEqual([
      ["chat gpt-5-mini", "invalid_request_error"],
      ["step 1", "invalid_request_error"],
      ["invoke_agent", "invalid_request_error"],
    ]);
  });

  it("ends a run whose caller stops reading its stream", async () => {
    stage.provider.enqueue({ text: "a b c d e f g h", chunks: 8, fault: { kind: "pause", afterEvents: 3 } });
    const controller = new AbortController();
    const { signal } = controller;
    const result = stage.ai.streamText({ model: model(), prompt: "Hi", tools: lookup(() => "x"), abortSignal: signal });
    for await (const part of result.fullStream) {
      if (part.type === "text-delta") controller.abort();
    }
    await settled();

    const outcomes = stage.spans().map(({ name, attributes }) => [name, attributes["outlay.operation.outcome"]]);
    expect(outcomes).toEqual([
      ["chat gpt-5-mini", "aborted"],
      ["step 1", "aborted"],
      ["invoke_agent", "aborted"],
    ]);
  });

  it("counts a request that is sent again as another span, and says which try it is", async () => {
    const refused = { fault: { kind: "status", status: 503, retryAfterMs: 1 } } as const;
    stage.provider.enqueue(refused, { text: "Hello" });
    await stage.ai.generateText({ model: model(), prompt: "Hi", tools: lookup(() => "x"), maxRetries: 2 });

    const resent = ({ attributes }: SeenSpan): string => JSON.stringify(attributes["http.request.resend_count"]) ?? "";
    expect(stage.tree((span) => `${billed(span)} ${resent(span)}`)).toBe(
      `invoke_agent (1 calls)
  step 1 (1 calls)
    chat gpt-5-mini [not_billed]
    chat gpt-5-mini [priced] 1`,
    );
    expect(stage.provider.requests).toHaveLength(2);
  });

  it("has nothing to draw around a call without tools", async () => {
    await stage.ai.generateText({ model: model(), prompt: "Hi" });
    await readAll(stage.ai.streamText({ model: model(), prompt: "Hi" }).textStream);

    expect(stage.tree(billed)).toBe("chat gpt-5-mini [priced]\nchat gpt-5-mini [priced]");
  });

  it("draws an agent's runs by its name, with or without tools", async () => {
    const settings = { model: model(), id: "researcher" };
    const agent =
      build.major === 5
        ? new (agentOf5(stage))(settings)
        : new stage.ai.ToolLoopAgent<never, Record<string, never>>(settings);
    await agent.generate({ prompt: "Hi" });
    await readAll((await agent.stream({ prompt: "Hi" })).textStream);

    const expected = `invoke_agent researcher
  step 1
    chat gpt-5-mini`;
    expect(stage.tree()).toBe(`${expected}\n${expected}`);
  });

  it("does nothing while disabled, and where tracing is suppressed", async () => {
    const run = async (): Promise<string> => {
      stage.provider.enqueue(ASKS, { text: "x" });
      await stage.ai.generateText({ model: model(), prompt: "Hi", tools: lookup(() => "x"), stopWhen: steps(3) });
      return stage.tree();
    };
    const whole = await run();
    stage.instrumentation.disable();
    expect(await run()).toBe("");
    stage.instrumentation.enable();
    expect(await run()).toBe(whole);
    // The processor counts such calls all the same; there is no tree for them.
    const suppressed = await context.with(context.active().setValue(SUPPRESS_TRACING, true), run);
    expect(suppressed).toBe("");
  });
});

/** `Experimental_Agent` of ai 5. */
function agentOf5({ ai }: Stage): Stage["ai"]["ToolLoopAgent"] {
  return (ai as unknown as { Experimental_Agent: Stage["ai"]["ToolLoopAgent"] }).Experimental_Agent;
}
