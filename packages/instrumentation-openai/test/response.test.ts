// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { chatResponse } from "../src/chat/response.ts";
import { embeddingsResponse } from "../src/embeddings.ts";
import { responsesResponse } from "../src/responses/response.ts";

describe("a chat completion", () => {
  it("tells who answered, how it ended and what it asks for", () => {
    const facts = chatResponse({
      id: "chatcmpl-1",
      model: "gpt-5-2025-08-07",
      service_tier: "flex",
      system_fingerprint: "fp_1",
      choices: [
        { finish_reason: "stop", message: { content: "a" } },
        {
          finish_reason: "tool_calls",
          message: {
            tool_calls: [
              { id: "call_1", type: "function", function: { name: "lookup", arguments: "{}" } },
              { id: "call_2", type: "custom", custom: { name: "shell", input: "ls" } },
              { type: "function", function: { name: "without id" } },
              { id: "call_4", type: "function" },
              null,
            ],
          },
        },
      ],
    });
    expect(facts).toMatchObject({
      id: "chatcmpl-1",
      model: "gpt-5-2025-08-07",
      serviceTier: "flex",
      attributes: { "openai.response.service_tier": "flex", "openai.response.system_fingerprint": "fp_1" },
      finishReasons: ["stop", "tool_calls"],
      toolCalls: [{ id: "call_1", name: "lookup" }, { id: "call_2", name: "shell" }, { name: "without id" }],
    });
    expect(facts).not.toHaveProperty("usage");
    expect(facts.errorType).toBeUndefined();
  });

  it.each([
    { error: { code: 502, message: "upstream" }, type: "error" },
    { error: { code: "insufficient_quota" }, type: "insufficient_quota" },
    { error: { type: "overloaded_error" }, type: "overloaded_error" },
  ])("that is an error is one: $error", ({ error, type }) => {
    expect(chatResponse({ error }).errorType).toBe(type);
  });

  it("with choices is not an error, whatever else it carries", () => {
    expect(chatResponse({ error: { code: "x" }, choices: [{}] }).errorType).toBeUndefined();
  });
});

describe("a response", () => {
  it.each([
    { body: { status: "completed", output: [] }, reasons: ["stop"] },
    { body: { status: "completed", output: [{ type: "function_call", name: "f" }] }, reasons: ["tool_calls"] },
    { body: { status: "incomplete", incomplete_details: { reason: "content_filter" } }, reasons: ["content_filter"] },
    { body: { status: "incomplete" }, reasons: ["length"] },
    { body: { status: "failed" }, reasons: ["error"] },
    { body: { status: "cancelled" }, reasons: ["error"] },
    { body: { status: "queued" }, reasons: undefined },
    { body: {}, reasons: undefined },
  ])("$body ended by $reasons", ({ body, reasons }) => {
    expect(responsesResponse(body).finishReasons).toEqual(reasons);
  });

  it("tells which tools it asks for, not which the provider ran", () => {
    const output = [
      { type: "web_search_call", id: "ws_1" },
      { type: "function_call", call_id: "call_1", name: "lookup" },
      { type: "custom_tool_call", call_id: "call_2", name: "shell" },
    ];
    expect(responsesResponse({ output }).toolCalls).toEqual([
      { id: "call_1", name: "lookup" },
      { id: "call_2", name: "shell" },
    ]);
  });

  it("that failed is an error of its code", () => {
    expect(responsesResponse({ status: "failed", error: { code: "server_error" } }).errorType).toBe("server_error");
    expect(responsesResponse({ status: "completed", error: null }).errorType).toBeUndefined();
  });
});

describe("a list of embeddings", () => {
  it("bills input only", () => {
    expect(embeddingsResponse({ model: "m", usage: { prompt_tokens: 8, total_tokens: 8 } })).toMatchObject({
      model: "m",
      usage: { inputTokens: 8 },
    });
  });
});
