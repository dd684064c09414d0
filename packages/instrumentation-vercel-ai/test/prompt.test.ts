// SPDX-License-Identifier: Apache-2.0
import { fingerprintPrompt } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { languagePrompt } from "../src/models/prompt.ts";

const MARK = { providerOptions: { anthropic: { cacheControl: { type: "ephemeral", ttl: "1h" } } } };
const PROMPT = [
  { role: "system", content: "Be brief.", ...MARK },
  {
    role: "user",
    content: [
      { type: "text", text: "Weather?" },
      { type: "file", mediaType: "image/png", data: "AA==" },
    ],
    providerOptions: { bedrock: { cachePoint: { type: "default" } } },
  },
  {
    role: "assistant",
    content: [
      { type: "reasoning", text: "Hm." },
      { type: "tool-call", toolCallId: "c1", toolName: "lookup", input: { city: "Rome" } },
    ],
  },
  {
    role: "tool",
    content: [
      {
        type: "tool-result",
        toolCallId: "c1",
        toolName: "lookup",
        output: { type: "error-text", value: "no" },
        ...MARK,
      },
    ],
  },
];
const OPTIONS = { tools: [{ type: "function", name: "lookup", inputSchema: {} }], prompt: PROMPT };

function blocksOf(options: object) {
  return fingerprintPrompt(languagePrompt(options))?.blocks ?? [];
}

describe("the prompt of a model of the AI SDK", () => {
  it("is tools and messages, with the breakpoints that are asked of providers", () => {
    const blocks = blocksOf(OPTIONS);
    expect(blocks.map(({ section, kind, pointer, breakpoint }) => [section, kind, pointer, breakpoint])).toEqual([
      ["tools", "tool_definition", "/tools/0", undefined],
      ["system", "instructions", "/prompt/0/content", "1h"],
      ["messages", "text", "/prompt/1/content/0", undefined],
      ["messages", "image", "/prompt/1/content/1", "5m"],
      ["messages", "reasoning", "/prompt/2/content/0", undefined],
      ["messages", "tool_call", "/prompt/2/content/1", undefined],
      ["messages", "tool_result", "/prompt/3/content/0", "1h"],
    ]);
    expect(blocks.at(-1)).toMatchObject({ toolName: "lookup", isError: true });
  });

  it("is the same wherever breakpoints are, and keeps its chain while it grows", () => {
    const before = blocksOf(OPTIONS).map(({ chain }) => chain);
    const unmarked = PROMPT.map(({ role, content }) => ({ role, content }));
    const grown = blocksOf({
      ...OPTIONS,
      prompt: [...unmarked, { role: "user", content: [{ type: "text", text: "?" }] }],
    });
    expect(grown.slice(0, before.length).map(({ chain }) => chain)).toEqual(before);
  });

  it("has options of a provider that are no breakpoints in what is sent", () => {
    const plain = { role: "user", content: [{ type: "text", text: "Hi" }] };
    const cited = {
      role: "user",
      content: [{ type: "text", text: "Hi", providerOptions: { anthropic: { citations: { enabled: true } } } }],
    };
    const [first, second] = [plain, cited].map((message) => blocksOf({ prompt: [message] })[0]?.hash);
    expect(first).not.toBe(second);
  });

  it("depends on settings by the vendors' words", () => {
    const settings = fingerprintPrompt(
      languagePrompt({
        prompt: [],
        toolChoice: { type: "auto" },
        providerOptions: { openai: { reasoningEffort: "low", promptCacheKey: "k" }, anthropic: { thinking: {} } },
      }),
    )?.settings;
    expect(Object.keys(settings ?? {}).sort()).toEqual([
      "prompt_cache_key",
      "reasoning_effort",
      "thinking",
      "tool_choice",
    ]);
  });
});
