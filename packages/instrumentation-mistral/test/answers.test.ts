// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { chatRequest, embeddingsRequest, fimRequest, parseRequest, streamed } from "../src/request.ts";
import { completionAnswer, embeddingsAnswer } from "../src/response.ts";
import { MistralStream } from "../src/stream.ts";

const MODEL = "mistral-medium-2508";
const COUNTS = { promptTokens: 12, completionTokens: 9, totalTokens: 21 };
const USAGE = { inputTokens: 12, outputTokens: 9 };
const CALL = { id: "call_1", function: { name: "lookup", arguments: "{}" } };

describe("a request", () => {
  it.each([
    ["chat", chatRequest, { model: MODEL, maxTokens: 5, randomSeed: 7 }, "chat", MODEL, { max_tokens: 5, seed: 7 }],
    ["an agent", chatRequest, { agentId: "ag_1" }, "chat", undefined, {}],
    [
      "code",
      fimRequest,
      { model: "codestral-2508", prompt: "f(", topP: 0.1 },
      "text_completion",
      "codestral-2508",
      { top_p: 0.1 },
    ],
    [
      "vectors",
      embeddingsRequest,
      { model: "mistral-embed", encodingFormat: "float" },
      "embeddings",
      "mistral-embed",
      { encoding_formats: ["float"] },
    ],
  ])("of %s is read", (_name, read, body, operationName, model, settings) => {
    const facts = read({ resource: {}, args: [body] });
    expect(facts).toMatchObject({ operationName, model, stream: false });
    const requested = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [`gen_ai.request.${name}`, value]),
    );
    expect(facts.attributes).toMatchObject(requested);
  });

  it("of parse() says so, and a stream's that it is one", () => {
    const call = { resource: {}, args: [{ model: MODEL }] };
    expect(parseRequest(call)).toMatchObject({ helper: "parse", attributes: { "gen_ai.output.type": "json" } });
    expect(streamed(chatRequest)(call).stream).toBe(true);
  });
});

describe("an answer", () => {
  const message = {
    role: "assistant",
    content: [
      { type: "thinking", thinking: [{ type: "text", text: "Hm" }] },
      { type: "text", text: "Yes" },
    ],
    toolCalls: [CALL],
  };

  it("of a model that thinks is read whole", () => {
    const facts = completionAnswer({
      id: "1",
      model: MODEL,
      choices: [{ index: 0, finishReason: "tool_calls", message }],
      usage: COUNTS,
    });
    expect(facts).toMatchObject({
      id: "1",
      model: MODEL,
      finishReasons: ["tool_calls"],
      toolCalls: [{ id: "call_1", name: "lookup" }],
      usage: USAGE,
    });
    expect(facts.content?.().outputMessages).toEqual([
      expect.objectContaining({
        parts: expect.arrayContaining([
          { type: "reasoning", content: "Hm" },
          { type: "text", content: "Yes" },
        ]) as unknown,
      }),
    ]);
  });

  it("with vectors is billed by its input", () => {
    expect(
      embeddingsAnswer({
        id: "1",
        model: "mistral-embed",
        usage: { promptTokens: 12, completionTokens: 0, totalTokens: 12 },
      }),
    ).toMatchObject({
      id: "1",
      model: "mistral-embed",
      usage: { inputTokens: 12, outputTokens: 0 },
    });
  });

  it.each([[null], [[]], ["text"], [{}]])("that is %j tells nothing", (body) => {
    expect(completionAnswer(body).usage).toBeUndefined();
    expect(embeddingsAnswer(body).usage).toBeUndefined();
  });
});

describe("a stream", () => {
  const chunk = (delta: object, rest: object = {}) => ({
    data: { id: "1", model: MODEL, choices: [{ index: 0, delta, finishReason: null, ...rest }] },
  });
  const events = [
    chunk({ role: "assistant", content: "" }),
    chunk({ content: [{ type: "text", text: "Ye" }] }),
    chunk({ content: "s" }),
    {
      data: {
        ...chunk({ content: "", toolCalls: [{ ...CALL, index: 0 }] }, { finishReason: "tool_calls" }).data,
        usage: COUNTS,
      },
    },
  ];
  const folded = (count: number, complete: boolean) => {
    const stream = new MistralStream({ operationName: "chat", model: MODEL, stream: true, attributes: {} }, true);
    for (const event of events.slice(0, count)) expect(stream.push(event)).toBe(false);
    return stream.finish(complete);
  };

  it("is folded to the facts of the whole answer", () => {
    const facts = folded(4, true);
    expect(facts).toMatchObject({
      id: "1",
      model: MODEL,
      finishReasons: ["tool_calls"],
      toolCalls: [{ id: "call_1", name: "lookup" }],
      usage: USAGE,
    });
    expect(JSON.stringify(facts.content?.())).toContain('"Yes"');
  });

  it("that was cut has no usage, or a part of it", () => {
    expect(folded(3, false).usage).toBeUndefined();
    expect(folded(4, false)).toMatchObject({ usage: USAGE, usageStatus: "partial" });
  });
});
