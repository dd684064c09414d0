// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import * as chat from "../../src/chat-completions/chat-content.ts";
import type { Message } from "../../src/content.ts";

const DATA_URL = "data:image/png;base64,AAAA";

const CHAT_MESSAGES: readonly { readonly name: string; readonly message: object; readonly expected: Message }[] = [
  {
    name: "text",
    message: { role: "system", content: "Be brief." },
    expected: { role: "system", parts: [{ type: "text", content: "Be brief." }] },
  },
  {
    name: "several parts",
    message: {
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "image_url", image_url: { url: DATA_URL } },
        { type: "image_url", image_url: { url: "https://example.com/a.png" } },
        { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
        { type: "file", file: { file_id: "file-1" } },
      ],
    },
    expected: {
      role: "user",
      parts: [
        { type: "text", content: "What is this?" },
        { type: "blob", modality: "image", mime_type: "image/png", content: "[left out]" },
        { type: "uri", modality: "image", uri: "https://example.com/a.png" },
        { type: "blob", modality: "audio", content: "[left out]" },
        { type: "file", modality: "file", file_id: "file-1" },
      ],
    },
  },
  {
    name: "a request for tools",
    message: {
      role: "assistant",
      content: null,
      reasoning_content: "I should look it up.",
      tool_calls: [
        { id: "call_1", function: { name: "lookup", arguments: '{"city":"Paris"}' } },
        { id: "call_2", function: { name: "broken", arguments: '{"city":' } },
      ],
    },
    expected: {
      role: "assistant",
      parts: [
        { type: "reasoning", content: "I should look it up." },
        { type: "tool_call", id: "call_1", name: "lookup", arguments: { city: "Paris" } },
        { type: "tool_call", id: "call_2", name: "broken", arguments: '{"city":' },
      ],
    },
  },
  {
    name: "a tool's result",
    message: { role: "tool", tool_call_id: "call_1", content: "sunny" },
    expected: { role: "tool", parts: [{ type: "tool_call_response", id: "call_1", response: "sunny" }] },
  },
  {
    name: "a refusal",
    message: { role: "assistant", refusal: "No." },
    expected: { role: "assistant", parts: [{ type: "text", content: "No." }] },
  },
];

describe("content of a chat", () => {
  it.each(CHAT_MESSAGES)("shows $name", ({ message, expected }) => {
    expect(chat.inputMessages([message])).toEqual([expected]);
  });

  it("shows each choice with the reason it ended", () => {
    const choices = [
      { finish_reason: "stop", message: { role: "assistant", content: "a" } },
      { finish_reason: "length", text: "b" },
    ];
    expect(chat.outputMessages(choices)).toEqual([
      { role: "assistant", parts: [{ type: "text", content: "a" }], finish_reason: "stop" },
      { role: "assistant", parts: [{ type: "text", content: "b" }], finish_reason: "length" },
    ]);
  });

  it("shows the tools offered, flat", () => {
    const parameters = { type: "object" };
    const tools = [
      { type: "function", function: { name: "lookup", description: "d", parameters, strict: true } },
      { type: "custom", name: "shell" },
    ];
    expect(chat.toolDefinitions(tools)).toEqual([
      { type: "function", name: "lookup", description: "d", parameters },
      { type: "custom", name: "shell" },
    ]);
  });
});
