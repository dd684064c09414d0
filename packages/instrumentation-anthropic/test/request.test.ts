// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from "@outlay/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { requestFromMessages } from "../src/request.ts";

const RESOURCE = { _client: {} };

function read(params: unknown, options?: unknown): Partial<RequestFacts> {
  return requestFromMessages({ resource: RESOURCE, args: [params, options] }) ?? {};
}

describe("requestFromMessages", () => {
  it("reads model and stream", () => {
    expect(read({ model: "claude-sonnet-5", stream: true })).toMatchObject({
      operationName: "chat",
      model: "claude-sonnet-5",
      stream: true,
      attributes: {},
      helper: undefined,
    });
    expect(read({ model: "claude-sonnet-5" }).stream).toBe(false);
  });

  it.each([
    [{ max_tokens: 100 }, { "gen_ai.request.max_tokens": 100 }],
    [{ temperature: 0 }, { "gen_ai.request.temperature": 0 }],
    [
      { top_p: 0.9, top_k: 5 },
      { "gen_ai.request.top_p": 0.9, "gen_ai.request.top_k": 5 },
    ],
    [{ stop_sequences: ["a", "b"] }, { "gen_ai.request.stop_sequences": ["a", "b"] }],
    [{ stop_sequences: [] }, {}],
    [{ output_config: { effort: "high" } }, { "gen_ai.request.reasoning.level": "high" }],
    [{ output_config: { format: { type: "json_schema" } } }, { "gen_ai.output.type": "json" }],
    [{ output_format: { type: "json_schema" } }, { "gen_ai.output.type": "json" }],
    [{ output_config: { format: null } }, {}],
    [{ temperature: null, max_tokens: "many" }, {}],
  ])("reads %j", (params, attributes) => {
    expect(read(params).attributes).toEqual(attributes);
  });

  it("takes the conversation's id from whoever knows it", () => {
    expect(read({}, { openTelemetry: { conversationId: "c-1" } }).attributes).toEqual({
      "gen_ai.conversation.id": "c-1",
    });
  });

  it.each([
    [{ headers: { "X-Stainless-Helper-Method": "stream" } }, "stream"],
    [{ headers: { "x-stainless-helper-method": "stream", other: "x" } }, "stream"],
    [{ headers: { values: new Headers({ "x-stainless-helper": "BetaToolRunner, mcpTool" }) } }, "BetaToolRunner"],
    [{ headers: { values: new Headers() } }, undefined],
    [{ headers: { "x-other": "y" } }, undefined],
    [{ headers: null }, undefined],
    [{}, undefined],
    [undefined, undefined],
  ])("names the helper that calls with %j", (options, helper) => {
    expect(read({}, options).helper).toBe(helper);
  });

  it("reads the messages only when asked for", () => {
    const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } };
    const facts = read({
      system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
      tools: [{ name: "lookup" }],
      messages: [
        { role: "user", content: "Hi" },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "hm", signature: "s" },
            { type: "tool_use", id: "t1", name: "lookup", input: { city: "Paris" } },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "t1", content: "large" },
            image,
            { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
            { type: "document", source: { type: "file", file_id: "file_1" } },
            { type: "document", source: { type: "text", media_type: "text/plain", data: "words" } },
            { type: "brand_new", secret: 1 },
          ],
        },
      ],
    });
    expect(facts.content?.()).toEqual({
      systemInstructions: [{ type: "text", content: "Be brief." }],
      toolDefinitions: [{ name: "lookup" }],
      inputMessages: [
        { role: "user", parts: [{ type: "text", content: "Hi" }] },
        {
          role: "assistant",
          parts: [
            { type: "reasoning", content: "hm" },
            { type: "tool_call", id: "t1", name: "lookup", arguments: { city: "Paris" } },
          ],
        },
        {
          role: "user",
          parts: [
            { type: "tool_call_response", id: "t1", response: "large" },
            { type: "blob", modality: "image", mime_type: "image/png", content: "[left out]" },
            { type: "uri", modality: "image", uri: "https://example.com/a.png" },
            { type: "file", modality: "document", file_id: "file_1" },
            { type: "text", content: "words" },
            { type: "brand_new" },
          ],
        },
      ],
    });
  });

  it("reads anything without failing", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (params, options) => {
        const facts = read(params, options);
        expect(facts.operationName).toBe("chat");
        facts.content?.();
      }),
    );
  });
});
