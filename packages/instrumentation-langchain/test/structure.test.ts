// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { billedIn, stageOfFile, treeOf } from "./stage.ts";

const stage = stageOfFile();

async function chatModel(options: { streaming?: boolean } = {}) {
  const { ChatOpenAI } = await import("@langchain/openai");
  const configuration = { baseURL: stage().provider.openaiBaseUrl };
  return new ChatOpenAI({ model: "gpt-5-mini", apiKey: "test", maxRetries: 0, configuration, ...options });
}

async function agent() {
  const { createAgent, tool } = await import("langchain");
  const add = tool(async ({ a, b }: { a: number; b: number }) => String(a + b), {
    name: "add",
    description: "Adds",
    schema: z.object({ a: z.number(), b: z.number() }),
  });
  return createAgent({ model: await chatModel(), tools: [add], name: "calculator" });
}

const QUESTION = { messages: [{ role: "user", content: "1 + 2?" }] };
const AGENT_TREE = [
  "invoke_agent calculator",
  "  model_request",
  "    chat gpt-5-mini",
  "  tools",
  "    execute_tool add",
  "  model_request",
  "    chat gpt-5-mini",
];
const CALL_ADD = { toolCalls: [{ name: "add", arguments: { a: 1, b: 2 }, id: "call_1" }] };

describe("an agent", () => {
  it.each([
    ["the SDK's call has the bill", true],
    ["the model's own report is the bill where nobody sees its SDK", false],
  ])("is drawn with its steps, tools and calls; %s", async (_title, isSdkTraced) => {
    const calculator = await agent();
    if (!isSdkTraced) stage().openai.disable();
    stage().provider.enqueue(CALL_ADD, { text: "3" });
    await calculator.invoke(QUESTION, { configurable: { thread_id: "thread-1" } });

    expect(await treeOf(stage())).toEqual(AGENT_TREE);
    expect(stage().provider.requests).toHaveLength(2);
    expect(await billedIn(stage())).toBe(2);
    const spans = await stage().telemetry.spans();
    const scopes = spans.filter(({ name }) => name === "chat gpt-5-mini").map((span) => span.instrumentationScope.name);
    expect(new Set(scopes)).toEqual(new Set([`@outlay/instrumentation-${isSdkTraced ? "openai" : "langchain"}`]));
    for (const { attributes } of spans) expect(attributes["gen_ai.conversation.id"]).toBe("thread-1");
    expect(spans.find(({ name }) => name === "execute_tool add")?.attributes).toMatchObject({
      "gen_ai.tool.call.id": "call_1",
      "outlay.tool.arguments_hash": expect.stringMatching(/^[0-9a-f]{16}$/),
      "outlay.tool.result_hash": expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it("is not there while the instrumentation is disabled; the calls are", async () => {
    const calculator = await agent();
    stage().langchain.disable();
    stage().provider.enqueue({ text: "3" });
    await calculator.invoke(QUESTION);
    expect(await treeOf(stage())).toEqual(["chat gpt-5-mini"]);
  });
});

describe("a chain", () => {
  it.each([true, false])(
    "is one workflow, its plumbing is not drawn; a stream is billed once (SDK traced: %s)",
    async (on) => {
      const { ChatPromptTemplate } = await import("@langchain/core/prompts");
      const { StringOutputParser } = await import("@langchain/core/output_parsers");
      const chain = ChatPromptTemplate.fromMessages([["user", "{q}"]])
        .pipe(await chatModel())
        .pipe(new StringOutputParser());
      if (!on) stage().openai.disable();
      let text = "";
      for await (const piece of await chain.stream({ q: "hello" })) text += piece;

      expect(text).toContain("Echo");
      expect(await treeOf(stage())).toEqual(["invoke_workflow", "  chat gpt-5-mini"]);
      expect(await billedIn(stage())).toBe(1);
    },
  );

  it("bills each call of a batch", async () => {
    const model = await chatModel();
    stage().openai.disable();
    await model.batch(["one", "two", "three"]);
    expect(await treeOf(stage())).toEqual(["chat gpt-5-mini", "chat gpt-5-mini", "chat gpt-5-mini"]);
    expect(await billedIn(stage())).toBe(stage().provider.requests.length);
  });

  it("fails with the program's own error, which its spans are typed by", async () => {
    stage().provider.enqueue({ fault: { kind: "status", status: 400 } });
    await expect((await chatModel()).invoke("hello")).rejects.toMatchObject({ status: 400 });
    const [span] = await stage().telemetry.spans();
    expect(span?.attributes["error.type"]).toBeDefined();
    expect(await stage().telemetry.spans()).toHaveLength(1);
  });
});
