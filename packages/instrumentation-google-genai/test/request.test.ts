// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { clientOfResource } from "../src/client.ts";
import { inputMessages } from "../src/content.ts";
import { editParameters, outgoingParameters } from "../src/outgoing.ts";
import { embedRequest, generateRequest, imagesRequest, videosRequest } from "../src/request.ts";

const call = (parameters: unknown, resource: object = {}): { resource: object; args: unknown[] } => ({
  resource,
  args: [parameters],
});
const text = (content: string): object => ({ type: "text", content });

describe("parameters", () => {
  it.each([
    [{ candidateCount: 1 }, {}],
    [{ candidateCount: 2 }, { "gen_ai.request.choice.count": 2 }],
    [{ responseMimeType: "application/json" }, { "gen_ai.output.type": "json" }],
    [{ responseMimeType: "text/plain" }, { "gen_ai.output.type": "text" }],
    [{ responseModalities: ["TEXT", "Image"] }, { "gen_ai.output.type": "image" }],
    [{ responseModalities: ["AUDIO"] }, { "gen_ai.output.type": "speech" }],
    [{ thinkingConfig: { thinkingLevel: "LOW" } }, { "gen_ai.request.reasoning.level": "LOW" }],
    [
      { frequencyPenalty: 0.1, presencePenalty: -0.1 },
      { "gen_ai.request.frequency_penalty": 0.1, "gen_ai.request.presence_penalty": -0.1 },
    ],
    [{ temperature: "hot", topK: null }, {}],
  ])("%j", (config, attributes) => {
    expect(generateRequest(call({ model: "m", contents: "hi", config })).attributes).toEqual(attributes);
  });

  it("of media say what is asked for", () => {
    const config = { numberOfImages: 2, numberOfVideos: 2, durationSeconds: 8, outputDimensionality: 64 };
    expect(imagesRequest(call({ model: "m", config }))).toMatchObject({
      operationName: "image_generation",
      attributes: { "gen_ai.output.type": "image", "gen_ai.request.choice.count": 2 },
    });
    expect(videosRequest(call({ model: "m", config }))).toMatchObject({
      attributes: { "gen_ai.output.type": "video", "gen_ai.request.choice.count": 2 },
      billedUnits: { mediaSeconds: 16, mediaSize: "auto" },
    });
    expect(videosRequest(call({ model: "m", config: { durationSeconds: 8, resolution: "1080p" } }))).toMatchObject({
      billedUnits: { mediaSeconds: 8, mediaSize: "1080p" },
    });
    expect(videosRequest(call({ model: "m" })).billedUnits).toBeUndefined();
    expect(embedRequest(call({ model: "m", config })).attributes).toEqual({ "gen_ai.embeddings.dimension.count": 64 });
  });

  it("have system instructions of every kind, and tools, as content", () => {
    const config = { systemInstruction: { parts: [{ text: "Be brief." }] }, tools: [{ googleSearch: {} }] };
    expect(generateRequest(call({ model: "m", contents: "hi", config })).content?.()).toEqual({
      systemInstructions: [text("Be brief.")],
      inputMessages: [{ role: "user", parts: [text("hi")] }],
      toolDefinitions: [{ googleSearch: {} }],
    });
  });
});

describe("contents", () => {
  it.each([
    ["a text", "hi", [{ role: "user", parts: [text("hi")] }]],
    ["a part", { text: "hi" }, [{ role: "user", parts: [text("hi")] }]],
    ["nothing", undefined, []],
    [
      "texts and parts, which are one message",
      ["look", { fileData: { fileUri: "gs://bucket/a.mp4", mimeType: "video/mp4" } }],
      [
        {
          role: "user",
          parts: [text("look"), { type: "uri", modality: "video", mime_type: "video/mp4", uri: "gs://bucket/a.mp4" }],
        },
      ],
    ],
    [
      "a conversation with a tool",
      [
        { role: "user", parts: [{ text: "hi" }] },
        { role: "model", parts: [{ functionCall: { id: "1", name: "f", args: { a: 1 } } }] },
        { role: "user", parts: [{ functionResponse: { id: "1", name: "f", response: { b: 2 } } }] },
      ],
      [
        { role: "user", parts: [text("hi")] },
        { role: "assistant", parts: [{ type: "tool_call", id: "1", name: "f", arguments: { a: 1 } }] },
        { role: "user", parts: [{ type: "tool_call_response", id: "1", response: { b: 2 } }] },
      ],
    ],
  ])("are read from %s", (_name, contents, messages) => {
    expect(inputMessages(contents)).toEqual(messages);
  });
});

describe("what policies learn", () => {
  const turns = [
    { role: "model", parts: [{ functionCall: { name: "f", args: 1 } }, { functionCall: { name: "f", args: 2 } }] },
    { role: "user", parts: [{ functionResponse: { name: "f", response: "one" } }] },
    { role: "model", parts: [{ functionCall: { id: "9", name: "g", args: 3 } }] },
    { role: "user", parts: [{ functionResponse: { id: "9", name: "g", response: "three" } }] },
  ];

  it("is the cap, the answers asked for, retries, and rounds of tools", () => {
    const client = { apiClient: { clientOptions: { httpOptions: { retryOptions: { attempts: 3 } } } } };
    const config = { maxOutputTokens: 50, candidateCount: 2, serviceTier: "flex" };
    const outgoing = outgoingParameters(call({ model: "m", contents: turns, config }, client));
    expect(outgoing).toMatchObject({ maxOutputTokens: 50, choices: 2, serviceTier: "flex", maxRetries: 2 });
    expect(outgoing.toolRounds?.()).toEqual([
      [
        { name: "f", input: 1, result: "one" },
        { name: "f", input: 2 },
      ],
      [{ name: "g", input: 3, result: "three" }],
    ]);
  });

  it.each([
    [{ tools: [{ googleSearch: {} }] }, "hi", { usesBilledTools: true, hasRemoteInput: false }],
    [{ tools: [{ urlContext: {} }] }, "hi", { usesBilledTools: false, hasRemoteInput: true }],
    [{ cachedContent: "cachedContents/1" }, "hi", { usesBilledTools: false, hasRemoteInput: true }],
    [{}, [{ fileData: { fileUri: "u" } }], { usesBilledTools: false, hasRemoteInput: true }],
    [{}, "hi", { usesBilledTools: false, hasRemoteInput: false, maxRetries: 0 }],
  ])("is what %j sends beside %j", (config, contents, expected) => {
    expect(outgoingParameters(call({ model: "m", contents, config }))).toMatchObject(expected);
  });

  it("is changed in a copy", () => {
    const parameters = { model: "m", contents: "hi", config: { seed: 1 } };
    const edited = { model: "n", contents: "hi", config: { seed: 1, maxOutputTokens: 7 } };
    expect(editParameters(parameters, { model: "n", maxOutputTokens: 7 })).toEqual(edited);
    expect(parameters).toEqual({ model: "m", contents: "hi", config: { seed: 1 } });
    expect(editParameters({ model: "m" }, {})).toEqual({ model: "m" });
  });
});

describe("who is called", () => {
  const resource = (clientOptions: unknown): object => ({ apiClient: { clientOptions } });
  it.each([
    [
      { vertexai: false, location: "eu", httpOptions: { baseUrl: "https://generativelanguage.googleapis.com/" } },
      { provider: "gcp.gemini", serverAddress: "generativelanguage.googleapis.com" },
    ],
    [
      {
        vertexai: true,
        location: "europe-west4",
        httpOptions: { baseUrl: "https://europe-west4-aiplatform.googleapis.com/" },
      },
      { provider: "gcp.vertex_ai", serverAddress: "europe-west4-aiplatform.googleapis.com", region: "europe-west4" },
    ],
    [
      { vertexai: true, location: "us", httpOptions: { baseUrl: "https://aiplatform.us.rep.googleapis.com/" } },
      { provider: "gcp.vertex_ai", serverAddress: "aiplatform.us.rep.googleapis.com", region: "us" },
    ],
    [
      { httpOptions: { baseUrl: "https://openrouter.ai/api" } },
      { provider: "openrouter", serverAddress: "openrouter.ai" },
    ],
    [{ vertexai: true, httpOptions: { baseUrl: "nowhere" } }, { provider: "gcp.vertex_ai" }],
    [undefined, { provider: "gcp.gemini" }],
  ])("%j", (options, expected) => {
    expect(clientOfResource(resource(options))).toMatchObject(expected);
  });
});
