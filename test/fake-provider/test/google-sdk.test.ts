// SPDX-License-Identifier: Apache-2.0
import { GoogleGenAI } from "@google/genai";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { startFakeProvider, type FakeProvider } from "../src/index.ts";

let provider: FakeProvider;
beforeEach(async () => {
  provider = await startFakeProvider();
});
afterEach(() => provider.close());

const MODEL = "gemini-2.5-flash";

function connect(vertexai = false): GoogleGenAI {
  return new GoogleGenAI({ apiKey: "k", vertexai, httpOptions: { baseUrl: provider.googleBaseUrl } });
}

describe("content", () => {
  test("is an echo, with counts by modality", async () => {
    const image = { inlineData: { mimeType: "image/png", data: "AAAA" } };
    const answer = await connect().models.generateContent({ model: MODEL, contents: ["hello there", image] });

    expect(answer).toMatchObject({ text: "Echo: hello there", modelVersion: MODEL });
    expect(answer.candidates?.[0]?.finishReason).toBe("STOP");
    expect(answer.usageMetadata).toEqual({
      promptTokenCount: 261,
      candidatesTokenCount: 5,
      totalTokenCount: 266,
      promptTokensDetails: [
        { modality: "TEXT", tokenCount: 3 },
        { modality: "IMAGE", tokenCount: 258 },
      ],
    });
  });

  test("is counted without its thoughts, and ends where the limit is", async () => {
    provider.enqueue({ text: "one two three four five", reasoning: "Hmm, well." });
    const config = { maxOutputTokens: 6 };
    const answer = await connect().models.generateContent({ model: MODEL, contents: "hi", config });

    expect(answer.candidates?.[0]).toMatchObject({ finishReason: "MAX_TOKENS" });
    expect(answer.candidates?.[0]?.content?.parts?.[0]).toEqual({ text: "Hmm, well.", thought: true });
    expect(answer.usageMetadata).toMatchObject({ candidatesTokenCount: 3, thoughtsTokenCount: 3, totalTokenCount: 7 });
  });

  test("is streamed with the prompt's count first, and the answer's last", async () => {
    provider.enqueue({ text: "abcdefgh", serverToolCalls: [{ name: "web_search" }] });
    const counts = [];
    let text = "";
    let queries: readonly string[] | undefined;
    for await (const chunk of await connect().models.generateContentStream({ model: MODEL, contents: "hi" })) {
      counts.push(chunk.usageMetadata?.candidatesTokenCount);
      text += chunk.text ?? "";
      queries = chunk.candidates?.[0]?.groundingMetadata?.webSearchQueries;
    }

    expect(text).toBe("abcdefgh");
    expect(counts).toEqual([undefined, undefined, undefined, undefined, 2]);
    expect(queries).toEqual(["query 1"]);
  });

  test("has calls of tools", async () => {
    provider.enqueue({ toolCalls: [{ name: "f", arguments: { a: 1 }, id: "1" }] });
    const { functionCalls } = await connect().models.generateContent({ model: MODEL, contents: "hi" });
    expect(functionCalls).toEqual([{ id: "1", name: "f", args: { a: 1 } }]);
  });

  test("tells the tier in a header of Gemini's API, and beside the counts of Vertex AI", async () => {
    provider.enqueue({ serviceTier: "flex" }, { serviceTier: "ON_DEMAND_FLEX" });
    const gemini = await connect().models.generateContent({ model: MODEL, contents: "hi" });
    expect(gemini.sdkHttpResponse?.headers?.["x-gemini-service-tier"]).toBe("flex");
    const vertex = await connect(true).models.generateContent({ model: MODEL, contents: "hi" });
    expect(vertex.usageMetadata?.trafficType).toBe("ON_DEMAND_FLEX");
    expect(provider.requests.map(({ path }) => path)).toEqual([
      `/google/v1/models/${MODEL}:generateContent`,
      `/google/v1beta1/publishers/google/models/${MODEL}:generateContent`,
    ]);
  });
});

describe("errors", () => {
  test.each([
    [400, "INVALID_ARGUMENT"],
    [429, "RESOURCE_EXHAUSTED"],
    [503, "UNAVAILABLE"],
  ])("of status %i are %s", async (status, name) => {
    provider.enqueue({ fault: { kind: "status", status } });
    const call = connect().models.generateContent({ model: MODEL, contents: "hi" });
    await expect(call).rejects.toMatchObject({ status, message: expect.stringContaining(`"status":"${name}"`) });
  });

  test("inside a stream are thrown", async () => {
    provider.enqueue({ fault: { kind: "stream-error", afterEvents: 1 } });
    const stream = await connect().models.generateContentStream({ model: MODEL, contents: "hi" });
    const read = async (): Promise<void> => {
      for await (const _ of stream);
    };
    await expect(read()).rejects.toMatchObject({ status: 503 });
  });

  test("are what a request without contents gets", async () => {
    await expect(connect().models.generateContent({ model: MODEL, contents: [] })).rejects.toThrow(/contents/);
  });
});

describe("everything else", () => {
  test("embeds texts, the same for the same text", async () => {
    const { embeddings, usageMetadata } = await connect().models.embedContent({
      model: "gemini-embedding-001",
      contents: ["a", "a", "b"],
      config: { outputDimensionality: 4 },
    });
    expect(embeddings).toHaveLength(3);
    expect(embeddings?.[0]?.values).toHaveLength(4);
    expect(embeddings?.[0]).toEqual(embeddings?.[1]);
    expect(embeddings?.[0]).not.toEqual(embeddings?.[2]);
    expect(usageMetadata?.promptTokenCount).toBe(3);
  });

  test("counts tokens without taking a step", async () => {
    provider.enqueue({ text: "for another" });
    expect(await connect().models.countTokens({ model: MODEL, contents: "abcdefgh" })).toMatchObject({
      totalTokens: 2,
    });
    expect(provider.remainingSteps).toHaveLength(1);
  });

  test("interacts, whole and streamed", async () => {
    const { interactions } = connect();
    const whole = await interactions.create({ model: MODEL, input: "hello" });
    expect(whole).toMatchObject({ status: "completed", output_text: "Echo: hello" });
    expect(whole.usage).toMatchObject({ total_input_tokens: 2, total_output_tokens: 3, total_tokens: 5 });
    const types = [];
    for await (const event of await interactions.create({ model: MODEL, input: "hello", stream: true }))
      types.push(event.event_type);
    expect(types.at(0)).toBe("interaction.created");
    expect(types.at(-1)).toBe("interaction.completed");
  });

  test("runs a batch, a step for each request", async () => {
    provider.enqueue({ text: "one" }, { fault: { kind: "status", status: 400 } });
    const { batches } = connect();
    const src = [{ contents: "a" }, { contents: "b" }];
    const created = await batches.create({ model: MODEL, src });
    expect(created.state).toBe("JOB_STATE_PENDING");
    const done = await batches.get({ name: created.name ?? "" });
    expect(done.state).toBe("JOB_STATE_SUCCEEDED");
    const [first, second] = done.dest?.inlinedResponses ?? [];
    expect(first?.response?.candidates?.[0]?.content?.parts).toEqual([{ text: "one" }]);
    expect(second).toMatchObject({ error: { code: 400 } });
    await expect(batches.get({ name: "batches/none" })).rejects.toMatchObject({ status: 404 });
  });
});
