// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { streamRequest, generateRequest } from "../src/models/language-request.ts";
import { generateResponse } from "../src/models/language-response.ts";
import { LanguageStream, isLast, isPreamble } from "../src/models/language-stream.ts";
import { clientFromModel, providerOf } from "../src/models/provider.ts";

const MODEL = { provider: "openai.responses", modelId: "gpt-5-mini" };
const requestFor = (options: object, model: object = MODEL) => generateRequest({ resource: model, args: [options] });

describe("a request of a language model", () => {
  it("tells everything that the conventions have a name for", () => {
    const { content, ...facts } = requestFor({
      prompt: [],
      maxOutputTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      stopSequences: ["END"],
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      seed: 7,
      responseFormat: { type: "json", schema: {} },
      reasoning: "low",
      providerOptions: { openai: { serviceTier: "flex", reasoningEffort: "high" } },
    });
    expect(content).toBeTypeOf("function");
    expect(facts).toMatchObject({
      operationName: "chat",
      model: "gpt-5-mini",
      stream: false,
      mayDelegate: true,
      attributes: {
        "gen_ai.request.max_tokens": 100,
        "gen_ai.request.temperature": 0.5,
        "gen_ai.request.top_p": 0.9,
        "gen_ai.request.top_k": 40,
        "gen_ai.request.stop_sequences": ["END"],
        "gen_ai.request.presence_penalty": 0.1,
        "gen_ai.request.frequency_penalty": 0.2,
        "gen_ai.request.seed": 7,
        "gen_ai.output.type": "json",
        "gen_ai.request.reasoning.level": "high",
        "openai.request.service_tier": "flex",
      },
    });
  });

  it.each([
    ["a reasoning level that is the provider's own", { reasoning: "provider-default" }],
    ["a tier that is left to OpenAI", { providerOptions: { openai: { serviceTier: "auto" } } }],
    ["values of another type", { temperature: "hot", stopSequences: "END", seed: null }],
    ["no options", undefined],
  ])("leaves out %s", (_what, options) => {
    expect(requestFor(options as object).attributes).toEqual({});
  });

  it("is of a text completion where the model is one, and streams where it does", () => {
    const call = { resource: { provider: "openai.completion", modelId: "gpt-3.5-turbo-instruct" }, args: [{}] };
    expect(streamRequest(call)).toMatchObject({ operationName: "text_completion", stream: true });
  });

  it("tells its messages in the shape of the conventions, and leaves media out", () => {
    const { content } = requestFor({
      prompt: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "file", mediaType: "image/png", data: "aGk=" },
            { type: "file", mediaType: "application/pdf", data: new URL("https://example.com/a.pdf") },
          ],
        },
        {
          role: "assistant",
          content: [
            { type: "reasoning", text: "Hm." },
            { type: "tool-call", toolCallId: "1", toolName: "look", input: { a: 1 } },
          ],
        },
        {
          role: "tool",
          content: [{ type: "tool-result", toolCallId: "1", toolName: "look", output: { type: "text" } }],
        },
      ],
      tools: [
        { type: "function", name: "look", description: "Looks", inputSchema: { type: "object" } },
        { type: "provider", id: "openai.web_search", name: "search", args: {} },
      ],
    });
    expect(content?.()).toEqual({
      systemInstructions: [{ type: "text", content: "Be brief." }],
      inputMessages: [
        {
          role: "user",
          parts: [
            { type: "text", content: "What is this?" },
            { type: "blob", modality: "image", mime_type: "image/png", content: "[left out]" },
            { type: "uri", modality: "file", mime_type: "application/pdf", uri: "https://example.com/a.pdf" },
          ],
        },
        {
          role: "assistant",
          parts: [
            { type: "reasoning", content: "Hm." },
            { type: "tool_call", id: "1", name: "look", arguments: { a: 1 } },
          ],
        },
        { role: "tool", parts: [{ type: "tool_call_response", id: "1", response: { type: "text" } }] },
      ],
      toolDefinitions: [
        { type: "function", name: "look", description: "Looks", parameters: { type: "object" } },
        { type: "provider", name: "search", id: "openai.web_search" },
      ],
    });
  });
});

describe("an answer of a language model", () => {
  it("tells who answered, why it ended, and which tools it asks for", () => {
    const { content, ...facts } = generateResponse({
      content: [
        { type: "text", text: "Hello" },
        { type: "tool-call", toolCallId: "1", toolName: "look", input: '{"a":1}' },
        { type: "tool-call", toolCallId: "2", toolName: "search", input: "{}", providerExecuted: true },
      ],
      finishReason: { unified: "tool-calls", raw: "tool_use" },
      response: { id: "msg_1", modelId: "claude-sonnet-5" },
    });
    expect(facts).toEqual({
      id: "msg_1",
      model: "claude-sonnet-5",
      finishReasons: ["tool_use"],
      toolCalls: [{ id: "1", name: "look" }],
    });
    expect(content?.().outputMessages?.[0]?.parts.map(({ type }) => type)).toEqual(["text", "tool_call", "tool_call"]);
  });
});

describe("a stream of a language model", () => {
  const SEARCHES = { tools: [{ type: "provider-defined", id: "openai.web_search_preview", name: "find" }] };
  const fold = (parts: readonly object[], keepContent = false, options: object = SEARCHES) => {
    const reducer = new LanguageStream(requestFor(options), keepContent);
    for (const part of parts) expect(reducer.push(part)).toBe(false);
    return reducer.finish();
  };
  const FINISH = { type: "finish", finishReason: "stop", usage: { inputTokens: 10, outputTokens: 5 } };

  it("puts together who answers from several parts", () => {
    const facts = fold([
      { type: "response-metadata", id: "resp_1" },
      { type: "response-metadata", modelId: "gpt-5-mini-2025-08-07" },
      FINISH,
    ]);
    expect(facts).toMatchObject({ id: "resp_1", model: "gpt-5-mini-2025-08-07", finishReasons: ["stop"] });
  });

  it("knows no usage before its last part", () => {
    expect(fold([{ type: "text-delta", id: "0", delta: "Hel" }])).not.toHaveProperty("usage");
  });

  it("types an error that it hands out", () => {
    const error = { type: "error", error: { type: "overloaded_error", message: "prompt text" } };
    expect(fold([error]).errorType).toBe("overloaded_error");
  });

  it("counts searches that the provider runs, and not the pages that it opens", () => {
    const facts = fold([
      { type: "tool-call", toolCallId: "1", toolName: "find", input: "{}", providerExecuted: true },
      { type: "tool-result", toolCallId: "1", toolName: "find", result: { action: { type: "search" } } },
      { type: "tool-result", toolCallId: "2", toolName: "find", result: { action: { type: "openPage" } } },
      { type: "tool-result", toolCallId: "3", toolName: "other", result: {} },
      FINISH,
    ]);
    expect(facts.usage?.units).toEqual({ webSearchRequests: 1 });
    expect(facts.toolCalls).toBeUndefined();
  });

  it("keeps text only when it will be asked for", () => {
    const parts = [
      { type: "reasoning-delta", id: "r", delta: "Hm." },
      { type: "text-delta", id: "0", delta: "Hel" },
      { type: "text-delta", id: "0", delta: "lo" },
      { type: "tool-call", toolCallId: "1", toolName: "look", input: '{"a":1}' },
      FINISH,
    ];
    const text = (keep: boolean): unknown => fold(parts, keep).content?.().outputMessages?.[0]?.parts;
    expect(text(true)).toEqual([
      { type: "reasoning", content: "Hm." },
      { type: "text", content: "Hello" },
      { type: "tool_call", id: "1", name: "look", arguments: { a: 1 } },
    ]);
    expect(text(false)).toEqual([{ type: "tool_call", id: "1", name: "look", arguments: { a: 1 } }]);
  });

  it("begins with a part that nobody sent, and ends with one that has the bill", () => {
    expect([isPreamble({ type: "stream-start" }), isPreamble({ type: "text-delta" })]).toEqual([true, false]);
    expect([isLast(FINISH), isLast({ type: "text-delta" })]).toEqual([true, false]);
  });
});

describe("the provider of a model", () => {
  it.each([
    ["openai.chat", "openai"],
    ["anthropic.messages", "anthropic"],
    ["google.generative-ai", "gcp.gemini"],
    ["google.vertex.chat", "gcp.vertex_ai"],
    ["vertex.anthropic.messages", "gcp.vertex_ai"],
    ["amazon-bedrock", "aws.bedrock"],
    ["bedrock.anthropic.messages", "aws.bedrock"],
    ["azure.responses", "azure.ai.openai"],
    ["azure-openai.chat", "azure.ai.openai"],
    ["xai.chat", "x_ai"],
    ["groq.chat", "groq"],
    ["gateway", "vercel_ai_gateway"],
    ["acme.chat", "acme"],
  ])("is called %s by the AI SDK and %s by us", (name, provider) => {
    expect(providerOf(name)).toBe(provider);
  });

  it.each([
    [
      "a base URL",
      { baseURL: "https://api.anthropic.com/v1" },
      { serverAddress: "api.anthropic.com", serverPort: 443 },
    ],
    ["a function of it", { baseUrl: () => "http://127.0.0.1:8080" }, { serverAddress: "127.0.0.1", serverPort: 8080 }],
    [
      "a function of a path",
      { url: ({ path }: { path: string }) => `http://localhost/v1${path}` },
      { serverAddress: "localhost", serverPort: 80 },
    ],
    ["something else", { url: 3 }, {}],
    ["nothing", undefined, {}],
  ])("is where %s says", (_what, config, expected) => {
    expect(clientFromModel({ provider: "openai.chat", config })).toEqual({ provider: "openai", ...expected });
  });
});
