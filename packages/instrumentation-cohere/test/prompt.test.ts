// SPDX-License-Identifier: Apache-2.0
import { fingerprintPrompt } from "@outlay/core";
import type { PromptFingerprint, RequestFacts } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { chatRequest, chatRequestV1 } from "../src/request.ts";

function promptOf({ prompt }: RequestFacts): PromptFingerprint | undefined {
  const parts = prompt?.();
  return parts && fingerprintPrompt(parts);
}

const placesOf = (prompt: PromptFingerprint | undefined) =>
  prompt?.blocks.map(({ kind, pointer, toolName }) => [kind, pointer, toolName]);

describe("the prompt of Cohere's models", () => {
  it("is where the program's own objects have it", () => {
    const call = { id: "c1", type: "function", function: { name: "lookup", arguments: "{}" } };
    const prompt = promptOf(
      chatRequest({
        model: "command-a-03-2025",
        tools: [{ type: "function", function: { name: "lookup", parameters: {} } }],
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: [{ type: "image_url", imageUrl: { url: "data:image/png;base64,AAAA" } }] },
          { role: "assistant", toolPlan: "I look it up.", toolCalls: [call] },
          { role: "tool", toolCallId: "c1", content: "in France" },
        ],
        documents: ["Paris is in France."],
      }),
    );
    expect(placesOf(prompt)).toEqual([
      ["tool_definition", "/tools/0", "lookup"],
      ["instructions", "/messages/0/content", undefined],
      ["image", "/messages/1/content/0", undefined],
      ["reasoning", "/messages/2/toolPlan", undefined],
      ["tool_call", "/messages/2/toolCalls/0", "lookup"],
      ["tool_result", "/messages/3", "lookup"],
      ["document", "/documents/0", undefined],
    ]);
  });

  it("of the first version is preamble, history, message and results", () => {
    const call = { name: "lookup", parameters: { city: "Paris" } };
    const prompt = promptOf(
      chatRequestV1({
        tools: [{ name: "lookup", description: "d" }],
        preamble: "Be brief.",
        chatHistory: [
          { role: "USER", message: "Where?" },
          { role: "CHATBOT", message: "I look.", toolCalls: [call] },
          { role: "TOOL", toolResults: [{ call, outputs: [{ found: true }] }] },
        ],
        message: "And?",
        toolResults: [{ call, outputs: [] }],
      }),
    );
    expect(placesOf(prompt)).toEqual([
      ["tool_definition", "/tools/0", "lookup"],
      ["instructions", "/preamble", undefined],
      ["text", "/chatHistory/0/message", undefined],
      ["text", "/chatHistory/1/message", undefined],
      ["tool_call", "/chatHistory/1/toolCalls/0", "lookup"],
      ["tool_result", "/chatHistory/2/toolResults/0", "lookup"],
      ["text", "/message", undefined],
      ["tool_result", "/toolResults/0", "lookup"],
    ]);
    expect(prompt?.hasRemoteInput).toBeUndefined();
  });

  it.each([{ conversationId: "conv_1" }, { connectors: [{ id: "web-search" }] }])(
    "is not all of it where the vendor adds to it: %j",
    (more) => {
      expect(promptOf(chatRequestV1({ message: "And?", ...more }))).toMatchObject({ hasRemoteInput: true });
    },
  );
});
