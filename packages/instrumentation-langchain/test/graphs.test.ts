// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from "vitest";

import { BUILDS, loadSdk } from "./load-sdk.ts";
import type { Sdk } from "./load-sdk.ts";
import { billedIn, stageOfFile, treeOf } from "./stage.ts";

const stage = stageOfFile();
const QUESTION = { messages: [{ role: "user", content: "1 + 2?" }] };
const CALL_ADD = { toolCalls: [{ name: "add", arguments: { a: 1, b: 2 }, id: "call_1" }] };

function chatModel({ openai }: Sdk) {
  const configuration = { baseURL: stage().provider.openaiBaseUrl };
  return new openai.ChatOpenAI({ model: "gpt-5-mini", apiKey: "test", maxRetries: 0, configuration });
}

/** A graph of one node that asks a model, as users write it. */
function graph(sdk: Sdk) {
  const { StateGraph, MessagesAnnotation, START, END } = sdk.langgraph;
  const model = chatModel(sdk);
  return new StateGraph(MessagesAnnotation)
    .addNode("ask", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
    .addEdge(START, "ask")
    .addEdge("ask", END)
    .compile();
}

function reactAgent(sdk: Sdk, name?: string) {
  const { z } = sdk.zod;
  const add = sdk.tools.tool(async ({ a, b }: { a: number; b: number }) => String(a + b), {
    name: "add",
    description: "Adds",
    schema: z.object({ a: z.number(), b: z.number() }),
  });
  return sdk.prebuilt.createReactAgent({
    llm: chatModel(sdk),
    tools: [add],
    ...(name !== undefined && { name }),
  });
}

function retriever(sdk: Sdk) {
  const embeddings = new sdk.openai.OpenAIEmbeddings({
    model: "text-embedding-3-small",
    apiKey: "test",
    maxRetries: 0,
    configuration: { baseURL: stage().provider.openaiBaseUrl },
  });
  class Notes extends sdk.retrievers.BaseRetriever {
    static override lc_name = (): string => "Notes";
    override lc_namespace = ["tests"];

    override async _getRelevantDocuments(query: string) {
      await embeddings.embedQuery(query);
      return [];
    }
  }
  return new Notes();
}

describe.each(BUILDS)("$version.name, $format", ({ version, format }) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await loadSdk(version, format);
  });

  it("draws a graph as a workflow with its nodes", async () => {
    await graph(sdk).invoke(QUESTION);
    expect(await treeOf(stage())).toEqual(["invoke_workflow", "  ask", "    chat gpt-5-mini"]);
  });

  const names = version.namesGraphs ? (["adder", undefined] as const) : [undefined];
  const spanOf = (name: string | undefined): string => (name === undefined ? "invoke_agent" : `invoke_agent ${name}`);

  it.each(names.map((name) => [spanOf(name), name] as const))(
    "draws what createReactAgent makes as %s, and not the graph around it",
    async (agentSpan, name) => {
      const agent = reactAgent(sdk, name);
      stage().provider.enqueue(CALL_ADD, { text: "3" });
      await agent.invoke(QUESTION);

      expect(await treeOf(stage())).toEqual([
        agentSpan,
        "  agent",
        "    chat gpt-5-mini",
        "  tools",
        "    execute_tool add",
        "  agent",
        "    chat gpt-5-mini",
      ]);
      expect(await billedIn(stage())).toBe(2);
    },
  );

  it("draws an agent that is a node as an agent inside a workflow", async () => {
    const { StateGraph, MessagesAnnotation, START, END } = sdk.langgraph;
    const agent = reactAgent(sdk, names[0]);
    const outer = new StateGraph(MessagesAnnotation)
      .addNode("team", agent)
      .addEdge(START, "team")
      .addEdge("team", END)
      .compile({ name: "office" });
    stage().provider.enqueue({ text: "3" });
    await outer.invoke(QUESTION);

    const tree = await treeOf(stage());
    expect(tree[0]).toBe(version.namesGraphs ? "invoke_workflow office" : "invoke_workflow");
    expect(tree.map((line) => line.trim())).toContain(spanOf(names[0]));
  });

  it("draws a retriever, with what it asks below", async () => {
    const chain = sdk.runnables.RunnableSequence.from([retriever(sdk), () => "found"]);
    await chain.invoke("notes");
    expect(await treeOf(stage())).toEqual([
      "invoke_workflow",
      "  retrieval Notes",
      "    embeddings text-embedding-3-small",
    ]);
  });
});
