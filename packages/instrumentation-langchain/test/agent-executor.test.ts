// SPDX-License-Identifier: Apache-2.0
import { load } from "@outlay-test/langchain-0";
import { expect, it } from "vitest";

import { VERSIONS, loadSdk } from "./load-sdk.ts";
import { billedIn, stageOfFile, treeOf } from "./stage.ts";

const stage = stageOfFile();

/** The part of `langchain/agents`, which is of 0.3 only, that is used. */
interface Agents {
  readonly createToolCallingAgent: (parts: object) => object;
  readonly AgentExecutor: new (parts: object) => {
    invoke(input: object): Promise<{ readonly output: string }>;
  };
}

async function executor() {
  const version = VERSIONS.find(({ folder }) => folder === "@outlay-test/langchain-0");
  if (version === undefined) throw new Error("0.3 is among the versions");
  const { openai, prompts, tools, zod } = await loadSdk(version, "ESM");
  const { createToolCallingAgent, AgentExecutor } = (await load("langchain/agents")) as Agents;
  const configuration = { baseURL: stage().provider.openaiBaseUrl };
  const llm = new openai.ChatOpenAI({ model: "gpt-5-mini", apiKey: "test", maxRetries: 0, configuration });
  const add = tools.tool(async ({ a, b }: { a: number; b: number }) => String(a + b), {
    name: "add",
    description: "Adds",
    schema: zod.z.object({ a: zod.z.number(), b: zod.z.number() }),
  });
  const prompt = prompts.ChatPromptTemplate.fromMessages([
    ["user", "{input}"],
    ["placeholder", "{agent_scratchpad}"],
  ]);
  return new AgentExecutor({ agent: createToolCallingAgent({ llm, tools: [add], prompt }), tools: [add] });
}

it("draws an AgentExecutor as an agent, with its calls and tools", async () => {
  const agent = await executor();
  stage().provider.enqueue(
    { toolCalls: [{ name: "add", arguments: { a: 1, b: 2 }, id: "call_1" }] },
    { text: "The answer is 3" },
  );
  const { output } = await agent.invoke({ input: "1 + 2?" });

  expect(output).toBe("The answer is 3");
  expect(await treeOf(stage())).toEqual([
    "invoke_agent",
    "  ToolCallingAgent",
    "    chat gpt-5-mini",
    "  execute_tool add",
    "  ToolCallingAgent",
    "    chat gpt-5-mini",
  ]);
  expect(await billedIn(stage())).toBe(2);
});
