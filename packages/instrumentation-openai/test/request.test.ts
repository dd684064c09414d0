// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { chatRequest, completionRequest, embeddingsRequest } from "../src/completions.ts";
import { compactRequest, responsesRequest } from "../src/responses/request.ts";

const RESOURCE = { _client: { baseURL: "https://api.openai.com/v1" } };
const CHAT = { "openai.api.type": "chat_completions" };
const RESPONSES = { "openai.api.type": "responses" };

const ATTRIBUTES = [
  { read: chatRequest, body: {}, attributes: CHAT },
  {
    read: chatRequest,
    body: {
      temperature: 0,
      top_p: 0.5,
      max_completion_tokens: 100,
      stop: ["a", "b"],
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      seed: 7,
      n: 2,
      reasoning_effort: "high",
      service_tier: "flex",
      response_format: { type: "json_schema" },
    },
    attributes: {
      ...CHAT,
      "gen_ai.request.temperature": 0,
      "gen_ai.request.top_p": 0.5,
      "gen_ai.request.max_tokens": 100,
      "gen_ai.request.stop_sequences": ["a", "b"],
      "gen_ai.request.frequency_penalty": 0.1,
      "gen_ai.request.presence_penalty": 0.2,
      "gen_ai.request.seed": 7,
      "gen_ai.request.choice.count": 2,
      "gen_ai.request.reasoning.level": "high",
      "openai.request.service_tier": "flex",
      "gen_ai.output.type": "json",
    },
  },
  {
    read: chatRequest,
    body: { max_tokens: 5, n: 1, service_tier: "auto", stop: "x", modalities: ["text", "audio"] },
    attributes: {
      ...CHAT,
      "gen_ai.request.max_tokens": 5,
      "gen_ai.request.stop_sequences": ["x"],
      "gen_ai.output.type": "speech",
    },
  },
  {
    read: chatRequest,
    body: { temperature: "hot", top_p: null, seed: Number.NaN, stop: [1], service_tier: 3, response_format: "json" },
    attributes: CHAT,
  },
  {
    read: responsesRequest,
    body: {
      max_output_tokens: 64,
      reasoning: { effort: "low" },
      text: { format: { type: "json_object" } },
      conversation: { id: "conv_1" },
      service_tier: "priority",
    },
    attributes: {
      ...RESPONSES,
      "gen_ai.request.max_tokens": 64,
      "gen_ai.request.reasoning.level": "low",
      "gen_ai.output.type": "json",
      "gen_ai.conversation.id": "conv_1",
      "openai.request.service_tier": "priority",
    },
  },
  {
    read: responsesRequest,
    body: { conversation: "conv_2" },
    attributes: { ...RESPONSES, "gen_ai.conversation.id": "conv_2" },
  },
  { read: completionRequest, body: { max_tokens: 9 }, attributes: { "gen_ai.request.max_tokens": 9 } },
  {
    read: embeddingsRequest,
    body: { encoding_format: "float", dimensions: 256 },
    attributes: { "gen_ai.request.encoding_formats": ["float"], "gen_ai.embeddings.dimension.count": 256 },
  },
] as const;

describe("request attributes", () => {
  it.each(ATTRIBUTES)("of $read.name for $body", ({ read, body, attributes }) => {
    expect(read({ resource: RESOURCE, args: [body] }).attributes).toEqual(attributes);
  });
});

describe("a request", () => {
  const chat = (body: unknown, options?: unknown, resource: object = RESOURCE): ReturnType<typeof chatRequest> =>
    chatRequest({ resource, args: [body, options] });

  it("names its model, and whether it streams", () => {
    expect(chat({ model: "gpt-5", stream: true })).toMatchObject({ model: "gpt-5", stream: true });
    expect(chat({ model: "gpt-5", stream: null })).toMatchObject({ stream: false });
  });

  it("is for the client's deployment when it names no model", () => {
    const azure = { _client: { deploymentName: "mine", apiVersion: "2024-10-21" } };
    expect(chat({}, undefined, azure).model).toBe("mine");
    expect(chat({ model: "gpt-5" }, undefined, azure).model).toBe("gpt-5");
  });

  it.each([
    { version: "7", options: { __metadata: { helperMethod: "stream" } } },
    { version: "4 to 6", options: { headers: { "X-Stainless-Helper-Method": "stream" } } },
  ])("names the helper that makes it, as version $version notes it", ({ options }) => {
    expect(chat({}, options).helper).toBe("stream");
  });

  it.each([undefined, null, 5, "text", [], Promise.resolve({})])("survives %s for a body and for options", (odd) => {
    expect(chat(odd, odd)).toMatchObject({ model: undefined, stream: false, helper: undefined });
  });

  it("to compact is a call like any other", () => {
    expect(compactRequest({ resource: RESOURCE, args: [{ model: "gpt-5" }] })).toMatchObject({
      operationName: "chat",
      model: "gpt-5",
      helper: "compact",
    });
  });
});
