// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { groqResponse, groqStream } from "../src/chat.ts";

const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, queue_time: 0.03 };
const BREAKDOWN = {
  models: [
    { model: "llama-3.3-70b-versatile", usage: { prompt_tokens: 70, completion_tokens: 15, total_tokens: 85 } },
    { model: "openai/gpt-oss-120b", usage: { prompt_tokens: 30, completion_tokens: 5, total_tokens: 35 } },
  ],
};
const ITERATIONS = [
  { kind: "model", model: "llama-3.3-70b-versatile", usage: { inputTokens: 70, outputTokens: 15 } },
  { kind: "model", model: "openai/gpt-oss-120b", usage: { inputTokens: 30, outputTokens: 5 } },
];
const TOOLS = [{ index: 0, type: "search", arguments: "{}", output: "..." }];
const REQUEST = { operationName: "chat", model: "groq/compound", stream: true, attributes: {} } as const;

describe("an answer of Groq's", () => {
  it("takes its counts from usage, not from the hardware's cache", () => {
    const facts = groqResponse({
      usage: USAGE,
      x_groq: { id: "req_1", usage: { dram_cached_tokens: 64 } },
      choices: [{}],
    });
    expect(facts.usage).toMatchObject({ inputTokens: 100, outputTokens: 20 });
    expect(facts).not.toHaveProperty("iterations");
    expect(facts).not.toHaveProperty("usageStatus");
  });

  it("of a compound system tells which model used what", () => {
    expect(groqResponse({ usage: USAGE, usage_breakdown: BREAKDOWN }).iterations).toEqual(ITERATIONS);
  });

  it("is partly unknown where Groq ran tools, which it bills on top", () => {
    const choices = [{ message: { role: "assistant", executed_tools: TOOLS } }];
    expect(groqResponse({ usage: USAGE, choices }).usageStatus).toBe("partial");
  });

  it.each([null, "x", { models: 5 }, { models: [null] }])("survives %j for a breakdown", (breakdown) => {
    expect(() => groqResponse({ usage: USAGE, usage_breakdown: breakdown })).not.toThrow();
  });
});

describe("a stream of Groq's", () => {
  const read = (chunks: readonly unknown[]): ReturnType<typeof groqResponse> => {
    const stream = groqStream(REQUEST, false);
    for (const chunk of chunks) stream.push(chunk);
    return stream.finish(true);
  };
  const last = { choices: [{ index: 0, delta: {}, finish_reason: "stop" }], x_groq: { id: "req_1", usage: USAGE } };

  it("has its usage in the last chunk", () => {
    expect(read([{ choices: [{ index: 0, delta: { content: "a" } }] }, last])).toMatchObject({
      finishReasons: ["stop"],
      usage: { inputTokens: 100, outputTokens: 20 },
    });
  });

  it("of a compound system says which models and tools it took", () => {
    const searched = { choices: [{ index: 0, delta: { executed_tools: TOOLS } }] };
    const told = { ...last, x_groq: { ...last.x_groq, usage_breakdown: BREAKDOWN } };
    expect(read([searched, told])).toMatchObject({ iterations: ITERATIONS, usageStatus: "partial" });
  });
});
