// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { chatRequest, embedRequest, generateRequest } from "../src/request.ts";
import { embeddingsAnswer, generationAnswer } from "../src/response.ts";
import { OllamaStream } from "../src/stream.ts";

const REQUEST = { operationName: "chat", model: "llama3.2", stream: true, attributes: {} } as const;
const CALL = { function: { name: "lookup", arguments: { city: "Paris" } } };

// Examples of docs/api.md of ollama/ollama, read 2026-11-26.
const CHAT = {
  model: "llama3.2",
  created_at: "2023-12-12T14:13:43.416799Z",
  message: { role: "assistant", content: "Hello! How are you today?" },
  done: true,
  total_duration: 5191566416,
  load_duration: 2154458,
  prompt_eval_count: 26,
  prompt_eval_duration: 383809000,
  eval_count: 298,
  eval_duration: 4799921000,
};
const PIECE = { model: "llama3.2", message: { role: "assistant", content: "The" }, done: false };
const LAST = { ...CHAT, message: { role: "assistant", content: "" } };

describe("an answer", () => {
  it("has its counts beside its text", () => {
    expect(generationAnswer(CHAT)).toMatchObject({
      model: "llama3.2",
      finishReasons: undefined,
      usage: { inputTokens: 26, outputTokens: 298 },
    });
    expect(generationAnswer(CHAT)).not.toHaveProperty("usageStatus");
  });

  it("of generate() may have thoughts", () => {
    const facts = generationAnswer({
      model: "qwen3",
      response: "Blue.",
      thinking: "Hm.",
      done: true,
      done_reason: "stop",
    });
    expect(facts.content?.().outputMessages).toEqual([
      {
        role: "assistant",
        parts: [
          { type: "reasoning", content: "Hm." },
          { type: "text", content: "Blue." },
        ],
        finish_reason: "stop",
      },
    ]);
  });

  it("asks for tools by name", () => {
    const message = { role: "assistant", content: "", tool_calls: [CALL] };
    const facts = generationAnswer({ ...CHAT, message, done_reason: "stop" });
    expect(facts.toolCalls).toEqual([{ name: "lookup" }]);
    expect(facts.content?.().outputMessages).toMatchObject([{ parts: [{ arguments: { city: "Paris" } }] }]);
  });

  it.each([
    ["the prompt's", { ...CHAT, prompt_eval_count: undefined }, { outputTokens: 298 }],
    ["the answer's", { ...CHAT, eval_count: undefined }, { inputTokens: 26 }],
  ])("without %s count is partly known", (_whose, body, usage) => {
    expect(generationAnswer(body)).toMatchObject({ usage, usageStatus: "partial" });
  });

  it("that only loads a model counts nothing", () => {
    const body = { model: "llama3.2", response: "", done: true, done_reason: "load" };
    expect(generationAnswer(body)).toMatchObject({ finishReasons: ["load"] });
    expect(generationAnswer(body).usage).toBeUndefined();
  });

  it("of embed() has an input, and that of embeddings() no counts", () => {
    expect(embeddingsAnswer({ model: "all-minilm", embeddings: [[0.1]], prompt_eval_count: 8 })).toEqual({
      model: "all-minilm",
      usage: { inputTokens: 8 },
    });
    expect(embeddingsAnswer({ embedding: [0.1] })).toEqual({ model: undefined });
  });
});

describe("a stream", () => {
  const read = (pieces: readonly unknown[], keepContent = false, complete = true): ResponseFacts => {
    const stream = new OllamaStream(REQUEST, keepContent);
    for (const piece of pieces) expect(stream.push(piece)).toBe(false);
    return stream.finish(complete);
  };

  it("has its counts in the last piece, and stopped where no reason is given", () => {
    expect(read([PIECE, LAST])).toMatchObject({
      model: "llama3.2",
      finishReasons: ["stop"],
      usage: { inputTokens: 26, outputTokens: 298 },
    });
  });

  it("that is cut off has none", () => {
    const facts = read([PIECE], false, false);
    expect(facts.finishReasons).toEqual(["error"]);
    expect(facts.usage).toBeUndefined();
  });

  it("keeps apart the calls of tools that come in pieces of their own", () => {
    const call = (name: string): object => ({
      ...PIECE,
      message: { role: "assistant", content: "", tool_calls: [{ function: { name, arguments: { name } } }] },
    });
    const facts = read([{ ...PIECE, message: { content: "", thinking: "Hm." } }, call("one"), call("two"), LAST], true);
    expect(facts.toolCalls).toEqual([{ name: "one" }, { name: "two" }]);
    expect(facts.content?.().outputMessages).toMatchObject([
      {
        parts: [
          { type: "reasoning", content: "Hm." },
          { type: "tool_call", name: "one", arguments: { name: "one" } },
          { type: "tool_call", name: "two", arguments: { name: "two" } },
        ],
      },
    ]);
  });

  it("of generate() is put together", () => {
    const piece = (response: string): object => ({ model: "llama3.2", response, done: false });
    const facts = read([piece("The "), piece("sky"), { ...piece(""), done: true, done_reason: "length" }], true);
    expect(facts.content?.().outputMessages).toMatchObject([
      { parts: [{ type: "text", content: "The sky" }], finish_reason: "length" },
    ]);
  });
});

describe("a request", () => {
  const chat = (body: object): ReturnType<typeof chatRequest> => chatRequest({ resource: {}, args: [body] });

  it.each([
    [{ think: "high" }, { "gen_ai.request.reasoning.level": "high" }],
    [{ think: true }, {}],
    [{ format: "json" }, { "gen_ai.output.type": "json" }],
    [{ format: { type: "object" } }, { "gen_ai.output.type": "json" }],
    [{ format: "" }, {}],
    [{ options: { num_predict: 5 } }, { "gen_ai.request.max_tokens": 5 }],
    [{ options: { num_predict: -1 } }, {}],
  ])("%j has the attributes %j", (body, attributes) => {
    expect(chat({ model: "llama3.2", ...body }).attributes).toEqual(attributes);
  });

  it.each([
    [{}, false],
    [{ stream: false }, false],
    [{ stream: true }, true],
    [{ stream: 1 }, true],
  ])("%j streams: %j", (body, stream) => {
    expect(chat({ model: "llama3.2", ...body }).stream).toBe(stream);
  });

  it("is a conversation, whose images are named and not shown", () => {
    const messages = [
      { role: "system", content: "Be short." },
      { role: "user", content: "What is it?", images: ["iVBORw0KGgo="] },
      { role: "assistant", content: "", tool_calls: [CALL] },
      { role: "tool", content: "in France", tool_name: "lookup" },
    ];
    const content = chat({ model: "llava", messages }).content?.();
    expect(content?.inputMessages).toMatchObject([
      { role: "system", parts: [{ type: "text", content: "Be short." }] },
      { role: "user", parts: [{ type: "text", content: "What is it?" }, { type: "image" }] },
      { role: "assistant", parts: [{ type: "tool_call", name: "lookup", arguments: { city: "Paris" } }] },
      { role: "tool", parts: [{ type: "tool_call_response", id: "lookup", response: "in France" }] },
    ]);
    expect(JSON.stringify(content)).not.toContain("iVBORw0KGgo=");
  });

  it("of generate() is a prompt, after a system prompt", () => {
    const args = [{ model: "llama3.2", system: "Be short.", prompt: "Why?" }];
    expect(generateRequest({ resource: {}, args }).content?.().inputMessages).toMatchObject([
      { role: "system", parts: [{ content: "Be short." }] },
      { role: "user", parts: [{ content: "Why?" }] },
    ]);
  });

  it("of embed() may ask for a size", () => {
    const args = [{ model: "nomic-embed-text", input: "a", dimensions: 256 }];
    expect(embedRequest({ resource: {}, args })).toMatchObject({
      operationName: "embeddings",
      attributes: { "gen_ai.embeddings.dimension.count": 256 },
    });
  });
});
