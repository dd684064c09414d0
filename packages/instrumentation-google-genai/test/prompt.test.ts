// SPDX-License-Identifier: Apache-2.0
import { fingerprintPrompt } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { interactionPrompt } from "../src/interactions/prompt.ts";
import { generatePrompt } from "../src/prompt.ts";

const CONVERSATION = [
  { role: "user", parts: [{ text: "Weather?" }, { inlineData: { mimeType: "image/png", data: "AA==" } }] },
  {
    role: "model",
    parts: [{ text: "Hm.", thought: true }, { functionCall: { id: "c1", name: "lookup", args: { city: "Rome" } } }],
  },
  { role: "user", parts: [{ functionResponse: { id: "c1", name: "lookup", response: { error: "no" } } }] },
];
const CONFIG = {
  tools: [{ functionDeclarations: [{ name: "lookup" }, { name: "buy" }] }, { googleSearch: {} }],
  systemInstruction: "Be brief.",
};

function blocksOf(contents: unknown, config: object = CONFIG) {
  return fingerprintPrompt(generatePrompt({ contents, config }))?.blocks ?? [];
}

describe("the prompt of generateContent", () => {
  it("is each function, the instruction, and each part", () => {
    const blocks = blocksOf(CONVERSATION);
    expect(blocks.map(({ kind, pointer, toolName }) => [kind, pointer, toolName])).toEqual([
      ["tool_definition", "/config/tools/0/functionDeclarations/0", "lookup"],
      ["tool_definition", "/config/tools/0/functionDeclarations/1", "buy"],
      ["tool_definition", "/config/tools/1", "googleSearch"],
      ["instructions", "/config/systemInstruction", undefined],
      ["text", "/contents/0/parts/0", undefined],
      ["image", "/contents/0/parts/1", undefined],
      ["reasoning", "/contents/1/parts/0", undefined],
      ["tool_call", "/contents/1/parts/1", "lookup"],
      ["tool_result", "/contents/2/parts/0", "lookup"],
    ]);
    expect(blocks.at(-1)).toMatchObject({ isError: true, role: "user" });
  });

  it.each([
    ["a text", "Hi", ["/contents"]],
    ["texts and parts", ["Hi", { text: "there" }], ["/contents/0", "/contents/1"]],
    ["one content", { role: "user", parts: [{ text: "Hi" }] }, ["/contents/parts/0"]],
  ])("takes contents as the SDK does: %s", (_, contents, pointers) => {
    const messages = blocksOf(contents).filter(({ section }) => section === "messages");
    expect(messages.map(({ pointer }) => pointer)).toEqual(pointers);
    expect(messages.every(({ role, kind }) => role === "user" && kind === "text")).toBe(true);
  });

  it("keeps its chain while it grows, and breaks it at the function that changes", () => {
    const before = blocksOf(CONVERSATION).map(({ chain }) => chain);
    const grown = blocksOf([...CONVERSATION, { role: "user", parts: [{ text: "And now?" }] }]);
    expect(grown.slice(0, before.length).map(({ chain }) => chain)).toEqual(before);
    const tools = [{ functionDeclarations: [{ name: "lookup" }, { name: "sell" }] }, { googleSearch: {} }];
    const edited = blocksOf(CONVERSATION, { ...CONFIG, tools });
    expect(edited.find(({ chain }, index) => chain !== before[index])?.toolName).toBe("sell");
  });

  it("says that a cache that was made before is read as well", () => {
    const prompt = fingerprintPrompt(generatePrompt({ contents: "Hi", config: { cachedContent: "cachedContents/1" } }));
    expect(prompt).toMatchObject({ hasRemoteInput: true, settings: { cached_content: expect.any(String) as string } });
  });
});

describe("the prompt of an interaction", () => {
  it("is each step, and what Google keeps besides", () => {
    const prompt = fingerprintPrompt(
      interactionPrompt({
        previous_interaction_id: "i1",
        tools: [{ type: "function", name: "lookup" }],
        input: [
          { role: "user", content: [{ type: "text", text: "Hi" }] },
          { type: "function_call", id: "c1", name: "lookup", arguments: { city: "Rome" } },
          { type: "function_result", call_id: "c1", result: "sunny" },
        ],
      }),
    );
    expect(prompt?.hasRemoteInput).toBe(true);
    expect(prompt?.blocks.map(({ kind, pointer, toolName }) => [kind, pointer, toolName])).toEqual([
      ["tool_definition", "/tools/0", "lookup"],
      ["text", "/input/0/content/0", undefined],
      ["tool_call", "/input/1", "lookup"],
      ["tool_result", "/input/2", "lookup"],
    ]);
  });
});
