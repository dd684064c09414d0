// SPDX-License-Identifier: Apache-2.0
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { BUILDS } from "./load-sdk.ts";
import { CALCULATOR_TREE, CALL_ADD, startStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

const HASH = expect.stringMatching(/^[0-9a-f]{16}$/);

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.provider.clear();
  await stage.telemetry.clear();
});
afterEach(() => {
  stage.instrumentation.setConfig({});
  stage.instrumentation.enable();
});

describe.each(BUILDS)("a run, $title,", (build) => {
  beforeAll(() => stage.use(build));

  it.each([false, true])("is drawn with its agent, steps, tools and calls (stream: %s)", async (isStream) => {
    stage.provider.enqueue(CALL_ADD, { text: "3" });
    const runner = stage.runner();
    if (isStream) {
      const result = await runner.run(stage.calculator(), "1 + 2?", { stream: true });
      let events = 0;
      for await (const _event of result) events += 1;
      await result.completed;
      expect(events).toBeGreaterThan(3);
    } else {
      expect((await runner.run(stage.calculator(), "1 + 2?")).finalOutput).toBe("3");
    }
    expect(await stage.tree()).toEqual(CALCULATOR_TREE);
    expect(await stage.billed()).toHaveLength(stage.provider.requests.length);
    for (const { instrumentationScope } of await stage.billed())
      expect(instrumentationScope.name).toBe("@outlay/instrumentation-openai");
  });

  it("tells of a tool its call, its hashes, and no content", async () => {
    stage.provider.enqueue(CALL_ADD, { text: "3" });
    await stage.runner().run(stage.calculator(), "1 + 2?");
    const [tool] = await stage.named("execute_tool add");
    expect(tool?.attributes).toMatchObject({
      "gen_ai.tool.name": "add",
      "gen_ai.tool.type": "function",
      "gen_ai.tool.description": "Adds",
      "gen_ai.agent.name": "calculator",
      "outlay.tool.arguments_hash": HASH,
      "outlay.tool.result_hash": HASH,
    });
    expect(tool?.attributes).not.toHaveProperty("gen_ai.tool.call.arguments");
    // The oldest version does not tell a tool which call it answers.
    if (!build.title.startsWith("0.2")) expect(tool?.attributes["gen_ai.tool.call.id"]).toBe("call_1");
  });

  it("tells a tool's arguments and result where content is captured", async () => {
    stage.instrumentation.setConfig({ content: { capture: "span" } });
    stage.provider.enqueue(CALL_ADD, { text: "3" });
    await stage.runner().run(stage.calculator(), "1 + 2?");
    const [tool] = await stage.named("execute_tool add");
    expect(tool?.attributes).toMatchObject({
      "gen_ai.tool.call.arguments": '{"a":1,"b":2}',
      "gen_ai.tool.call.result": "3",
    });
  });

  it("tells of a tool that failed, although the model is told of it and the run goes on", async () => {
    stage.provider.enqueue(CALL_ADD, { text: "sorry" });
    const broken = stage.calculator(() => {
      throw new TypeError("secret");
    });
    expect((await stage.runner().run(broken, "1 + 2?")).finalOutput).toBe("sorry");
    const [tool] = await stage.named("execute_tool add");
    // Newer versions keep even the class of the error to themselves.
    expect(tool?.attributes["error.type"]).toBe(build.title.startsWith("0.20") ? "tool_error" : "TypeError");
    expect(JSON.stringify(tool?.attributes)).not.toContain("secret");
    const [agent] = await stage.named("invoke_agent calculator");
    expect(agent?.attributes).not.toHaveProperty("error.type");
  });

  it("has what a tool does below that tool, in tools side by side too", async () => {
    const two = { toolCalls: [1, 2].map((a) => ({ name: "add", arguments: { a, b: 2 }, id: `call_${a}` })) };
    stage.provider.enqueue(two, { text: "3 and 4" });
    const busy = stage.calculator(({ a, b }) =>
      stage.telemetry.tracer.startActiveSpan(`adding ${a}`, async (span) => {
        await fetch(`${stage.provider.openaiBaseUrl}/models`);
        span.end();
        return String(a + b);
      }),
    );
    await stage.runner().run(busy, "1 + 2 and 2 + 2?");
    expect((await stage.tree()).slice(3, 8).toSorted()).toEqual(
      [
        "      chat gpt-5-mini",
        "      execute_tool add",
        "        adding 1",
        "      execute_tool add",
        "        adding 2",
      ].toSorted(),
    );
    const tools = await stage.named("execute_tool add");
    const parents = await Promise.all([1, 2].map((a) => stage.named(`adding ${a}`)));
    expect(new Set(parents.map(([span]) => span?.parentSpanContext?.spanId))).toEqual(
      new Set(tools.map((tool) => tool.spanContext().spanId)),
    );
  });

  it("draws agents that hand over one after the other, and what each of them asks below it", async () => {
    const { Agent } = stage.sdk;
    const expert = new Agent({ name: "expert", model: "gpt-5", handoffDescription: "Knows" });
    const triage = new Agent({ name: "triage", model: "gpt-5-mini", handoffs: [expert] });
    stage.provider.enqueue(
      { toolCalls: [{ name: "transfer_to_expert", arguments: {}, id: "call_1" }] },
      { text: "because" },
    );
    const result = await stage.runner().run(triage, "why?", { conversationId: "conv_1" });
    expect(result.finalOutput).toBe("because");
    expect(await stage.tree()).toEqual([
      "invoke_workflow",
      "  invoke_agent triage",
      "    step 1",
      "      chat gpt-5-mini",
      "  invoke_agent expert",
      "    step 2",
      "      chat gpt-5",
    ]);
    const [agent] = await stage.named("invoke_agent expert");
    expect(agent?.attributes["gen_ai.agent.description"]).toBe("Knows");
    for (const { attributes } of await stage.telemetry.spans())
      expect(attributes["gen_ai.conversation.id"]).toBe("conv_1");
  });

  it("draws an agent that is a tool of another below that tool", async () => {
    const { Agent } = stage.sdk;
    const poet = new Agent({ name: "poet", model: "gpt-5-mini" });
    const editor = new Agent({
      name: "editor",
      model: "gpt-5",
      tools: [poet.asTool({ toolName: "write", toolDescription: "Writes" })],
    });
    stage.provider.enqueue(
      { toolCalls: [{ name: "write", arguments: { input: "an ode" }, id: "call_1" }] },
      { text: "O!" },
      { text: "O." },
    );
    const provider = new stage.sdk.OpenAIProvider({ apiKey: "test", baseURL: stage.provider.openaiBaseUrl });
    // A tool's runner knows the default provider only, in old versions.
    poet.model = await provider.getModel("gpt-5-mini");
    await stage.runner().run(editor, "an ode?");
    expect(await stage.tree()).toEqual([
      "invoke_workflow",
      "  invoke_agent editor",
      "    step 1",
      "      chat gpt-5",
      "      execute_tool write",
      "        invoke_agent poet",
      "          step 1",
      "            chat gpt-5-mini",
      "    step 2",
      "      chat gpt-5",
    ]);
    expect(await stage.billed()).toHaveLength(3);
  });

  it("is a part of the workflow that the program makes of several", async () => {
    stage.provider.enqueue({ text: "one" }, { text: "two" });
    await stage.sdk.withTrace("both", async () => {
      await stage.runner().run(stage.calculator(), "one?");
      await stage.runner().run(stage.calculator(), "two?");
    });
    const agent = ["  invoke_agent calculator", "    step 1", "      chat gpt-5-mini"];
    expect(await stage.tree()).toEqual(["invoke_workflow both", ...agent, ...agent]);
  });

  it("keeps apart what runs side by side", async () => {
    stage.provider.enqueue(CALL_ADD, CALL_ADD, { text: "3" }, { text: "3" });
    const runner = stage.runner();
    await Promise.all([runner.run(stage.calculator(), "1 + 2?"), runner.run(stage.calculator(), "1 + 2?")]);
    expect(await stage.tree()).toEqual([...CALCULATOR_TREE, ...CALCULATOR_TREE]);
  });

  it("is not drawn while the instrumentation is disabled; its calls are", async () => {
    stage.instrumentation.disable();
    stage.provider.enqueue(CALL_ADD, { text: "3" });
    await stage.runner().run(stage.calculator(), "1 + 2?");
    expect(await stage.tree()).toEqual(["chat gpt-5-mini", "chat gpt-5-mini"]);
  });
});
