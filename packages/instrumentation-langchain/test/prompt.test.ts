// SPDX-License-Identifier: Apache-2.0
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { fingerprintPrompt } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { modelPrompt } from "../src/models/prompt.ts";

const LOOKUP = { type: "function", function: { name: "lookup", parameters: {} } };
const conversation = () => [
  new SystemMessage({
    content: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral", ttl: "1h" } }],
  }),
  new HumanMessage("Where?"),
  new AIMessage({ content: "", tool_calls: [{ id: "c1", name: "lookup", args: { city: "Paris" } }] }),
  new ToolMessage({ content: "no such city", tool_call_id: "c1", status: "error" }),
];

function blocksOf(messages: unknown, options?: object) {
  return fingerprintPrompt(modelPrompt(messages, options))?.blocks ?? [];
}

describe("the prompt of LangChain's models", () => {
  it("is where the messages have it, with the marks that are passed on", () => {
    const blocks = blocksOf(conversation(), { tools: [LOOKUP] });
    expect(blocks.map(({ kind, pointer, toolName, role }) => [kind, pointer, toolName, role])).toEqual([
      ["tool_definition", "/tools/0", "lookup", undefined],
      ["instructions", "/messages/0/content/0", undefined, "system"],
      ["text", "/messages/1/content", undefined, "human"],
      ["tool_call", "/messages/2/tool_calls/0", "lookup", "ai"],
      ["tool_result", "/messages/3", "lookup", "tool"],
    ]);
    expect(blocks.map(({ breakpoint }) => breakpoint).filter(Boolean)).toEqual(["1h"]);
    expect(blocks.at(-1)?.isError).toBe(true);
  });

  it("has a call once, also where the content has it beside the list of calls", () => {
    const content = [
      { type: "text", text: "I look." },
      { type: "tool_use", id: "c1", name: "lookup", input: { city: "Paris" } },
    ];
    const message = new AIMessage({ content, tool_calls: [{ id: "c1", name: "lookup", args: { city: "Paris" } }] });
    const kinds = blocksOf([message]).map(({ kind, pointer }) => [kind, pointer]);
    expect(kinds).toEqual([
      ["text", "/messages/0/content/0"],
      ["tool_call", "/messages/0/content/1"],
    ]);
  });

  it("does not depend on the objects that it is in, nor on the ids that LangChain gives them", () => {
    const chains = (messages: unknown) => blocksOf(messages).map(({ chain }) => chain);
    const again = conversation();
    for (const message of again) message.id = "run-1";
    expect(chains(again)).toEqual(chains(conversation()));
  });
});
