// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { responseFromMessage } from "../src/response.ts";

const MESSAGE = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-5",
  content: [
    { type: "text", text: "Let me look." },
    { type: "server_tool_use", id: "srv_1", name: "web_search", input: { query: "x" } },
    { type: "web_search_tool_result", tool_use_id: "srv_1", content: [{ url: "https://example.com" }] },
    { type: "tool_use", id: "toolu_1", name: "lookup", input: { city: "Paris" } },
    { type: "tool_use", name: "lookup", input: {} },
  ],
  stop_reason: "tool_use",
  usage: { input_tokens: 10, output_tokens: 5, service_tier: "priority", inference_geo: "us" },
};

describe("responseFromMessage", () => {
  it("reads everything a price and a trace need", () => {
    const { content: _, ...facts } = responseFromMessage(
      Object.defineProperty({ ...MESSAGE }, "_request_id", { value: "req_1", enumerable: false }),
    );
    expect(facts).toMatchObject({
      id: "msg_1",
      model: "claude-sonnet-5",
      finishReasons: ["tool_use"],
      usage: { inputTokens: 10, outputTokens: 5 },
      serviceTier: "priority",
      region: "us",
      toolCalls: [{ id: "toolu_1", name: "lookup" }, { name: "lookup" }],
      attributes: { "anthropic.request.id": "req_1" },
    });
  });

  it("has the message in the shape of the conventions", () => {
    expect(responseFromMessage(MESSAGE).content?.()).toEqual({
      outputMessages: [
        {
          role: "assistant",
          parts: [
            { type: "text", content: "Let me look." },
            { type: "tool_call", id: "srv_1", name: "web_search", arguments: { query: "x" } },
            { type: "tool_call_response", id: "srv_1", response: [{ url: "https://example.com" }] },
            { type: "tool_call", id: "toolu_1", name: "lookup", arguments: { city: "Paris" } },
            { type: "tool_call", id: undefined, name: "lookup", arguments: {} },
          ],
          finish_reason: "tool_use",
        },
      ],
    });
  });

  it.each([null, undefined, "text", [], {}])("knows nothing of %j", (body) => {
    const { content: _, ...facts } = responseFromMessage(body);
    expect(Object.values(facts).filter((value) => value !== undefined)).toEqual([]);
  });

  it("reads anything without failing", () => {
    const keys = Object.keys(MESSAGE);
    const odd = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...keys), fc.anything()));
    fc.assert(
      fc.property(odd, (body) => {
        const facts = responseFromMessage(body);
        expect(Array.isArray(facts.content?.().outputMessages)).toBe(true);
      }),
    );
  });
});
