// SPDX-License-Identifier: Apache-2.0
import { fingerprintPrompt } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { conversePrompt } from "../src/converse/prompt.ts";
import { invokePrompt } from "../src/invoke/prompt.ts";

const FIVE_MINUTES = { cachePoint: { type: "default" } };
const AN_HOUR = { cachePoint: { type: "default", ttl: "1h" } };
const CONVERSATION = {
  toolConfig: { tools: [{ toolSpec: { name: "lookup" } }, FIVE_MINUTES] },
  system: [{ text: "Be brief." }, AN_HOUR],
  messages: [
    { role: "user", content: [{ text: "Weather?" }, { image: { format: "png" } }] },
    {
      role: "assistant",
      content: [
        { reasoningContent: { reasoningText: { text: "Hm." } } },
        { toolUse: { toolUseId: "t1", name: "lookup", input: { city: "Rome" } } },
      ],
    },
    { role: "user", content: [{ toolResult: { toolUseId: "t1", status: "error", content: [{ text: "no" }] } }] },
    { role: "user", content: [FIVE_MINUTES] },
  ],
};

function blocksOf(prompt: ReturnType<typeof conversePrompt>) {
  return fingerprintPrompt(prompt)?.blocks ?? [];
}

describe("the prompt of Converse", () => {
  it("is tools, system and messages, with cache points after what they mark", () => {
    const blocks = blocksOf(conversePrompt(CONVERSATION));
    expect(blocks.map(({ kind, pointer, breakpoint }) => [kind, pointer, breakpoint])).toEqual([
      ["tool_definition", "/toolConfig/tools/0", "5m"],
      ["instructions", "/system/0", "1h"],
      ["text", "/messages/0/content/0", undefined],
      ["image", "/messages/0/content/1", undefined],
      ["reasoning", "/messages/1/content/0", undefined],
      ["tool_call", "/messages/1/content/1", undefined],
      ["tool_result", "/messages/2/content/0", "5m"],
    ]);
    expect(blocks.at(-1)).toMatchObject({ toolName: "lookup", isError: true });
  });

  it("keeps its chain while it grows, and breaks it at the block that changes", () => {
    const before = blocksOf(conversePrompt(CONVERSATION)).map(({ chain }) => chain);
    const messages = [...CONVERSATION.messages.slice(0, 3), { role: "user", content: [{ text: "And now?" }] }];
    const grown = blocksOf(conversePrompt({ ...CONVERSATION, messages })).map(({ chain }) => chain);
    expect(grown.slice(0, 7)).toEqual(before);
    const edited = blocksOf(conversePrompt({ ...CONVERSATION, system: [{ text: "Be brief!" }] }));
    expect(edited.findIndex(({ chain }, index) => chain !== before[index])).toBe(1);
  });

  it("keeps its chain when a cache point between two blocks moves on", () => {
    const chainsOf = (...content: object[]) => {
      const blocks = blocksOf(conversePrompt({ messages: [{ role: "user", content }, ...CONVERSATION.messages] }));
      return blocks.map(({ chain }) => chain);
    };
    const [file, question] = [{ document: { name: "a" } }, { text: "What is in it?" }];
    expect(chainsOf(file, FIVE_MINUTES, question)).toEqual(chainsOf(file, question));
    expect(chainsOf(question, file)).not.toEqual(chainsOf(file, question));
  });

  it("says whether documents are cited, by which instructions are rendered otherwise", () => {
    const settingsOf = (enabled: boolean) => {
      const content = [{ document: { name: "a", citations: { enabled } } }];
      return fingerprintPrompt(conversePrompt({ messages: [{ role: "user", content }] }))?.settings;
    };
    expect(Object.keys(settingsOf(true) ?? {})).toEqual(["citations"]);
    expect(settingsOf(false)).toEqual({});
  });

  it("depends on what Claude's cache depends on", () => {
    const settings = fingerprintPrompt(
      conversePrompt({
        toolConfig: { tools: [], toolChoice: { any: {} } },
        additionalModelRequestFields: { thinking: { type: "enabled" } },
        outputConfig: { effort: "low" },
      }),
    )?.settings;
    expect(Object.keys(settings ?? {})).toEqual(["tool_choice", "thinking", "effort"]);
  });
});

describe("the prompt of InvokeModel", () => {
  it.each([
    [
      "Claude",
      {
        anthropic_version: "bedrock-2023-05-31",
        system: [{ type: "text", text: "s", cache_control: { type: "ephemeral" } }],
        messages: [{ role: "user", content: "Hi" }],
      },
      [
        ["instructions", "/system/0", "5m"],
        ["text", "/messages/0/content", undefined],
      ],
    ],
    [
      "Nova",
      {
        schemaVersion: "messages-v1",
        system: [{ text: "s" }],
        messages: [{ role: "user", content: [{ text: "Hi" }, FIVE_MINUTES] }],
      },
      [
        ["instructions", "/system/0", undefined],
        ["text", "/messages/0/content/0", "5m"],
      ],
    ],
    [
      "Mistral, as chat completions",
      { messages: [{ role: "user", content: "Hi" }] },
      [["text", "/messages/0/content", undefined]],
    ],
    ["Llama", { prompt: "Hi" }, [["text", "/prompt", undefined]]],
    ["Titan", { inputText: "Hi" }, [["text", "/inputText", undefined]]],
    [
      "Command",
      { preamble: "s", chat_history: [{ role: "USER", message: "a" }], message: "b" },
      [
        ["instructions", "/preamble", undefined],
        ["text", "/chat_history/0", undefined],
        ["text", "/message", undefined],
      ],
    ],
  ])("is read by whose body it is: %s", (_, body, expected) => {
    const blocks = blocksOf(invokePrompt(body));
    expect(blocks.map(({ kind, pointer, breakpoint }) => [kind, pointer, breakpoint])).toEqual(expected);
  });
});
