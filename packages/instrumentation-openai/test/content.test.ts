// SPDX-License-Identifier: Apache-2.0
import type { MessagePart } from "@outlay/core";
import { describe, expect, it } from "vitest";

import * as responses from "../src/responses/content.ts";

const DATA_URL = "data:image/png;base64,AAAA";

const ITEMS: readonly {
  readonly name: string;
  readonly item: object;
  readonly role: string;
  readonly parts: MessagePart[];
}[] = [
  {
    name: "a message",
    item: { role: "developer", content: [{ type: "input_text", text: "Be brief." }] },
    role: "developer",
    parts: [{ type: "text", content: "Be brief." }],
  },
  {
    name: "an image",
    item: { role: "user", content: [{ type: "input_image", image_url: DATA_URL }] },
    role: "user",
    parts: [{ type: "blob", modality: "image", mime_type: "image/png", content: "[left out]" }],
  },
  {
    name: "a file by its id",
    item: { role: "user", content: [{ type: "input_image", file_id: "file-1" }] },
    role: "user",
    parts: [{ type: "file", modality: "image", file_id: "file-1" }],
  },
  {
    name: "a tool call",
    item: { type: "function_call", call_id: "call_1", name: "lookup", arguments: "{}" },
    role: "assistant",
    parts: [{ type: "tool_call", id: "call_1", name: "lookup", arguments: {} }],
  },
  {
    name: "a tool's result",
    item: { type: "function_call_output", call_id: "call_1", output: "sunny" },
    role: "tool",
    parts: [{ type: "tool_call_response", id: "call_1", response: "sunny" }],
  },
  {
    name: "a summary of reasoning",
    item: { type: "reasoning", summary: [{ type: "summary_text", text: "I think." }] },
    role: "assistant",
    parts: [{ type: "reasoning", content: "I think." }],
  },
  {
    name: "anything else by its type",
    item: { type: "web_search_call" },
    role: "assistant",
    parts: [{ type: "web_search_call" }],
  },
];

describe("content of responses", () => {
  it("takes a string for what the user said", () => {
    expect(responses.inputMessages("Hello")).toEqual([{ role: "user", parts: [{ type: "text", content: "Hello" }] }]);
  });

  it.each(ITEMS)("shows $name", ({ item, role, parts }) => {
    expect(responses.inputMessages([item])).toEqual([{ role, parts }]);
  });

  it("shows the output as one message", () => {
    const output = [
      { type: "reasoning", summary: [] },
      { type: "message", role: "assistant", content: [{ type: "output_text", text: "Paris" }] },
      { type: "function_call", call_id: "call_1", name: "lookup", arguments: "{}" },
    ];
    expect(responses.outputMessages(output, "tool_calls")).toEqual([
      {
        role: "assistant",
        parts: [
          { type: "text", content: "Paris" },
          { type: "tool_call", id: "call_1", name: "lookup", arguments: {} },
        ],
        finish_reason: "tool_calls",
      },
    ]);
  });
});
