// SPDX-License-Identifier: Apache-2.0
import { fingerprintPrompt } from "@outlay/core";
import type { PromptFingerprint, RequestFacts } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { conversationRequest } from "../src/conversations.ts";
import { chatRequest } from "../src/request.ts";

const TOOLS = [{ type: "function", function: { name: "lookup", parameters: {} } }];
const CALL = { id: "c1", function: { name: "lookup", arguments: '{"city":"Paris"}' } };

function promptOf({ prompt }: RequestFacts): PromptFingerprint | undefined {
  const parts = prompt?.();
  return parts && fingerprintPrompt(parts);
}

const placesOf = (prompt: PromptFingerprint | undefined) =>
  prompt?.blocks.map(({ kind, pointer, toolName }) => [kind, pointer, toolName]);

describe("the prompt of Mistral's models", () => {
  it("is where the program's own objects have it", () => {
    const body = {
      model: "mistral-large-latest",
      tools: TOOLS,
      toolChoice: "auto",
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "Where?" },
            { type: "image_url", imageUrl: "https://example.com/a.png" },
            { type: "document_url", documentUrl: "https://example.com/a.pdf" },
          ],
        },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: [{ type: "text", text: "Hm." }] },
            { type: "text", text: "I look." },
          ],
          toolCalls: [CALL],
        },
        { role: "tool", toolCallId: "c1", content: "in France" },
      ],
    };
    const prompt = promptOf(chatRequest({ resource: {}, args: [body] }));
    expect(placesOf(prompt)).toEqual([
      ["tool_definition", "/tools/0", "lookup"],
      ["instructions", "/messages/0/content", undefined],
      ["text", "/messages/1/content/0", undefined],
      ["image", "/messages/1/content/1", undefined],
      ["document", "/messages/1/content/2", undefined],
      ["reasoning", "/messages/2/content/0", undefined],
      ["text", "/messages/2/content/1", undefined],
      ["tool_call", "/messages/2/toolCalls/0", "lookup"],
      ["tool_result", "/messages/3", "lookup"],
    ]);
    expect(Object.keys(prompt?.settings ?? {})).toEqual(["tool_choice"]);
    expect(prompt?.hasRemoteInput).toBeUndefined();
  });

  it("is not all of it where the vendor knows an agent", () => {
    const body = { agentId: "ag_1", messages: [{ role: "user", content: "Hi" }] };
    expect(promptOf(chatRequest({ resource: {}, args: [body] }))).toMatchObject({ hasRemoteInput: true });
  });

  it("of a conversation is what it starts with, or what is new in it", () => {
    const start = { model: "mistral-medium-2508", instructions: "Be brief.", tools: TOOLS, inputs: "Hi" };
    const started = promptOf(conversationRequest({ resource: {}, args: [start] }));
    expect(placesOf(started)).toEqual([
      ["tool_definition", "/tools/0", "lookup"],
      ["instructions", "/instructions", undefined],
      ["text", "/inputs", undefined],
    ]);
    expect(started?.hasRemoteInput).toBeUndefined();

    const inputs = [
      { type: "function.call", toolCallId: "c1", name: "lookup", arguments: "{}" },
      { type: "function.result", toolCallId: "c1", result: "in France" },
      { role: "user", content: "And now?" },
    ];
    const append = { conversationId: "conv_1", conversationAppendRequest: { inputs } };
    const appended = promptOf(conversationRequest({ resource: {}, args: [append] }));
    expect(placesOf(appended)).toEqual([
      ["tool_call", "/conversationAppendRequest/inputs/0", "lookup"],
      ["tool_result", "/conversationAppendRequest/inputs/1", "lookup"],
      ["text", "/conversationAppendRequest/inputs/2/content", undefined],
    ]);
    expect(appended?.hasRemoteInput).toBe(true);
  });
});
