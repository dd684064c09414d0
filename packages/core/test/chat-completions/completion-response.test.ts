// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { completionResponse, embeddingsResponse } from "../../src/chat-completions/completion-response.ts";

describe("a chat completion", () => {
  it("tells who answered, how it ended and what it asks for", () => {
    const facts = completionResponse({
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
    expect(completionResponse({ error }).errorType).toBe(type);
  });

  it("with choices is not an error, whatever else it carries", () => {
    expect(completionResponse({ error: { code: "x" }, choices: [{}] }).errorType).toBeUndefined();
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
