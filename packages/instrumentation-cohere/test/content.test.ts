// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { chatRequest, chatRequestV1, generateRequest, summarizeRequest } from "../src/request.ts";
import { chatAnswer, chatAnswerV1, generateAnswer, summarizeAnswer } from "../src/response.ts";

const CALL = { id: "lookup_1", type: "function", function: { name: "lookup", arguments: '{"city":"Paris"}' } };

describe("what was asked", () => {
  it("of the second version is its messages and tools", () => {
    const facts = chatRequest({
      model: "command-a-03-2025",
      messages: [
        { role: "system", content: "Be short." },
        {
          role: "user",
          content: [
            { type: "text", text: "Where?" },
            { type: "image_url", imageUrl: { url: "data:image/png;base64,AAAA" } },
          ],
        },
        { role: "assistant", toolPlan: "I look it up.", toolCalls: [CALL] },
        { role: "tool", toolCallId: "lookup_1", content: "in France" },
      ],
      tools: [{ type: "function", function: { name: "lookup", description: "d", parameters: {} } }],
      responseFormat: { type: "json_object" },
    });
    expect(facts).toMatchObject({ model: "command-a-03-2025", attributes: { "gen_ai.output.type": "json" } });
    expect(facts.content?.()).toEqual({
      inputMessages: [
        { role: "system", parts: [{ type: "text", content: "Be short." }] },
        {
          role: "user",
          parts: [
            { type: "text", content: "Where?" },
            { type: "blob", modality: "image", mime_type: "image/png", content: "[left out]" },
          ],
        },
        {
          role: "assistant",
          parts: [
            { type: "reasoning", content: "I look it up." },
            { type: "tool_call", id: "lookup_1", name: "lookup", arguments: { city: "Paris" } },
          ],
        },
        { role: "tool", parts: [{ type: "tool_call_response", id: "lookup_1", response: "in France" }] },
      ],
      toolDefinitions: [{ type: "function", name: "lookup", description: "d", parameters: {} }],
    });
  });

  it("of the first version is a conversation in the order it is read", () => {
    const call = { name: "lookup", parameters: { city: "Paris" } };
    const facts = chatRequestV1({
      model: "command-r-08-2024",
      preamble: "Be short.",
      chatHistory: [
        { role: "USER", message: "Hello" },
        { role: "CHATBOT", message: "Hi.", toolCalls: [call] },
        { role: "TOOL", toolResults: [{ call, outputs: [{ country: "France" }] }] },
      ],
      message: "Where?",
      toolResults: [{ call, outputs: [{ country: "Texas" }] }],
      conversationId: "talk-1",
    });
    expect(facts.attributes).toEqual({ "gen_ai.conversation.id": "talk-1" });
    expect(facts.content?.().inputMessages).toEqual([
      { role: "system", parts: [{ type: "text", content: "Be short." }] },
      { role: "user", parts: [{ type: "text", content: "Hello" }] },
      {
        role: "assistant",
        parts: [
          { type: "text", content: "Hi." },
          { type: "tool_call", id: undefined, name: "lookup", arguments: { city: "Paris" } },
        ],
      },
      { role: "tool", parts: [{ type: "tool_call_response", id: "lookup", response: [{ country: "France" }] }] },
      { role: "user", parts: [{ type: "text", content: "Where?" }] },
      { role: "tool", parts: [{ type: "tool_call_response", id: "lookup", response: [{ country: "Texas" }] }] },
    ]);
  });

  it.each([
    ["generate", generateRequest({ prompt: "Once", numGenerations: 2 })],
    ["summarize", summarizeRequest({ text: "Once" })],
  ])("of %s() is a prompt", (_name, facts) => {
    expect(facts).toMatchObject({ operationName: "text_completion", model: undefined });
    expect(facts.content?.().inputMessages).toEqual([{ role: "user", parts: [{ type: "text", content: "Once" }] }]);
  });
});

describe("what was answered", () => {
  it("of the second version is thinking, text and calls of tools", () => {
    const message = {
      role: "assistant",
      content: [
        { type: "thinking", thinking: "Hm." },
        { type: "text", text: "Paris" },
      ],
      toolCalls: [CALL],
    };
    const facts = chatAnswer({ id: "c-1", message, finishReason: "TOOL_CALL" });
    expect(facts).toMatchObject({ id: "c-1", toolCalls: [{ id: "lookup_1", name: "lookup" }] });
    expect(facts.content?.().outputMessages).toMatchObject([
      { parts: [{ type: "reasoning", content: "Hm." }, { type: "text" }, { type: "tool_call", name: "lookup" }] },
    ]);
  });

  it("of the first version asks for tools by name", () => {
    const facts = chatAnswerV1({
      generationId: "g-1",
      text: "",
      toolCalls: [{ name: "lookup", parameters: {} }],
      finishReason: "COMPLETE",
    });
    expect(facts).toMatchObject({ id: "g-1", toolCalls: [{ name: "lookup" }], finishReasons: ["COMPLETE"] });
  });

  it("of generate() is several texts, with the reasons that the schema does not know", () => {
    const facts = generateAnswer({
      id: "g-1",
      generations: [
        { text: "a", finish_reason: "COMPLETE" },
        { text: "b", finish_reason: "MAX_TOKENS" },
      ],
    });
    expect(facts.finishReasons).toEqual(["COMPLETE", "MAX_TOKENS"]);
    expect(facts.content?.().outputMessages).toHaveLength(2);
  });

  it("of summarize() is a text", () => {
    expect(summarizeAnswer({ id: "s-1", summary: "Short." }).content?.().outputMessages).toMatchObject([
      { parts: [{ type: "text", content: "Short." }] },
    ]);
  });

  it.each(["ERROR", "ERROR_LIMIT", "TIMEOUT"])("with the reason %s is a failure", (finishReason) => {
    const message = { role: "assistant", content: [] };
    expect(chatAnswer({ id: "c-1", message, finishReason })).toMatchObject({ errorType: finishReason });
  });
});
