// SPDX-License-Identifier: Apache-2.0
// Providers and APIs that the fake provider does not serve: real provider packages, given the vendor's bodies by their
// own option `fetch`.
import type * as amazon from "@ai-sdk/amazon-bedrock";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { BUILDS } from "./load-sdk.ts";
import { startStage } from "./stage.ts";
import type { SeenSpan, Stage } from "./stage.ts";

/** Answers every request with one body. */
function answering(body: unknown): typeof fetch {
  return () => Promise.resolve(Response.json(body));
}

/** Answers every request with a stream of events. */
function streaming(...events: readonly unknown[]): typeof fetch {
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  return () => Promise.resolve(new Response(text, { headers: { "content-type": "text/event-stream" } }));
}

describe.each(BUILDS.filter(({ format }) => format === "ESM"))("providers of ai $major", (build) => {
  let stage: Stage;
  let bedrock: typeof amazon;
  beforeAll(async () => {
    stage = await startStage(build);
    const name = build.major === 7 ? "@ai-sdk/amazon-bedrock" : `@ai-sdk/amazon-bedrock-${build.major}`;
    bedrock = (await import(name)) as typeof bedrock;
  });
  afterAll(() => stage.close());
  beforeEach(() => void stage.spans());

  const only = (): SeenSpan["attributes"] => {
    const [span, ...others] = stage.spans();
    expect(others).toEqual([]);
    return { name: span?.name, ...span?.attributes };
  };
  type Model = Parameters<Stage["ai"]["generateText"]>[0]["model"];
  const generate = (model: Model): Promise<unknown> => stage.ai.generateText({ model, prompt: "Hi" });

  it("reads Google's counts: thoughts beside the answer, the cache inside the prompt", async () => {
    // generateContent of gemini-2.5-flash, ai.google.dev/api/generate-content (UsageMetadata), read 2026-11-23
    const body = {
      candidates: [{ content: { role: "model", parts: [{ text: "Paris" }] }, finishReason: "STOP", index: 0 }],
      usageMetadata: {
        promptTokenCount: 1200,
        cachedContentTokenCount: 1000,
        candidatesTokenCount: 20,
        thoughtsTokenCount: 300,
        totalTokenCount: 1520,
        promptTokensDetails: [{ modality: "TEXT", tokenCount: 1200 }],
      },
      modelVersion: "gemini-2.5-flash",
      responseId: "abc123",
    };
    const google = (answer: typeof fetch): Model =>
      stage.google.createGoogleGenerativeAI({ apiKey: "test", fetch: answer })("gemini-2.5-flash");
    const expected = {
      "gen_ai.provider.name": "gcp.gemini",
      "server.address": "generativelanguage.googleapis.com",
      "gen_ai.usage.input_tokens": 1200,
      "gen_ai.usage.output_tokens": 320,
      "gen_ai.usage.cache_read.input_tokens": 1000,
      "gen_ai.usage.reasoning.output_tokens": 300,
      "outlay.cost.status": "priced",
    };
    await generate(google(answering(body)));
    expect(only()).toMatchObject(expected);

    const result = stage.ai.streamText({ model: google(streaming(body)), prompt: "Hi" });
    for await (const _ of result.textStream);
    expect(only()).toMatchObject(expected);
  });

  it("reads Bedrock's counts: the cache beside the input, in ai 5 as well", async () => {
    // Converse of the Bedrock runtime, docs.aws.amazon.com (TokenUsage), read 2026-11-23
    const body = {
      output: { message: { role: "assistant", content: [{ text: "Paris" }] } },
      stopReason: "end_turn",
      metrics: { latencyMs: 300 },
      usage: {
        inputTokens: 25,
        outputTokens: 70,
        totalTokens: 4695,
        cacheReadInputTokens: 4000,
        cacheWriteInputTokens: 600,
      },
    };
    const provider = bedrock.createAmazonBedrock({ region: "eu-central-1", apiKey: "test", fetch: answering(body) });
    await generate(provider("anthropic.claude-sonnet-4-5-20250929-v1:0"));

    expect(only()).toMatchObject({
      "gen_ai.provider.name": "aws.bedrock",
      "server.address": "bedrock-runtime.eu-central-1.amazonaws.com",
      "gen_ai.usage.input_tokens": 4625,
      "gen_ai.usage.output_tokens": 70,
      "gen_ai.usage.cache_read.input_tokens": 4000,
      "gen_ai.usage.cache_creation.input_tokens": 600,
      "outlay.usage.uncached_input_tokens": 25,
    });
  });

  it("takes what a gateway charged for the cost", async () => {
    const usage =
      build.major === 5
        ? { inputTokens: 100, outputTokens: 20, totalTokens: 120 }
        : { inputTokens: { total: 100 }, outputTokens: { total: 20 } };
    const body = {
      content: [{ type: "text", text: "Paris" }],
      finishReason: build.major === 5 ? "stop" : { unified: "stop", raw: "stop" },
      usage,
      warnings: [],
      providerMetadata: { gateway: { routing: { finalProvider: "openai" }, cost: "0.0012", generationId: "gen_1" } },
    };
    const gateway = stage.ai.createGateway({ apiKey: "test", fetch: answering(body) });
    await generate(gateway("openai/gpt-5-mini"));

    expect(only()).toMatchObject({
      name: "chat openai/gpt-5-mini",
      "gen_ai.provider.name": "vercel_ai_gateway",
      "gen_ai.usage.input_tokens": 100,
      "outlay.cost.status": "provider_reported",
      "gen_ai.usage.cost": 0.0012,
    });
  });

  it("calls a compatible server by the name that the program gave it", async () => {
    const provider = stage.compatible.createOpenAICompatible({
      name: "acme",
      baseURL: stage.provider.openaiBaseUrl,
      includeUsage: true,
    });
    stage.provider.enqueue({ text: "Paris" });
    const result = stage.ai.streamText({ model: provider("acme-1"), prompt: "Hi" });
    for await (const _ of result.textStream);

    expect(only()).toMatchObject({
      "gen_ai.provider.name": "acme",
      "server.address": "127.0.0.1",
      "outlay.usage.status": "reported",
    });
  });

  it("leaves the usage of a compatible server's stream unknown where the program does not ask for it", async () => {
    const provider = stage.compatible.createOpenAICompatible({ name: "acme", baseURL: stage.provider.openaiBaseUrl });
    const result = stage.ai.streamText({ model: provider("acme-1"), prompt: "Hi" });
    for await (const _ of result.textStream);

    expect(only()["outlay.usage.status"]).toBe("missing");
  });

  it("counts images, by the piece and by the token", async () => {
    // images.generate of gpt-image-1, platform.openai.com/docs/api-reference/images, read 2026-11-23
    const body = {
      created: 1,
      data: [{ b64_json: "aGk=" }],
      usage: { input_tokens: 50, output_tokens: 4160, total_tokens: 4210, input_tokens_details: { text_tokens: 50 } },
    };
    const openai = stage.openai.createOpenAI({ apiKey: "test", fetch: answering(body) });
    // `experimental_generateImage` in ai 5.
    const { generateImage, experimental_generateImage } = stage.ai as typeof stage.ai & {
      experimental_generateImage?: typeof stage.ai.generateImage;
    };
    await (generateImage ?? experimental_generateImage)({ model: openai.image("gpt-image-1"), prompt: "A cat" });

    expect(only()).toMatchObject({
      name: "image_generation gpt-image-1",
      "gen_ai.provider.name": "openai",
      "gen_ai.output.type": "image",
      "outlay.usage.status": "reported",
    });
  });

  it("counts the characters that are spoken", async () => {
    const answer: typeof fetch = () => Promise.resolve(new Response(new Uint8Array([1, 2, 3])));
    const openai = stage.openai.createOpenAI({ apiKey: "test", fetch: answer });
    const speak = stage.ai.generateSpeech ?? stage.ai.experimental_generateSpeech;
    await speak({ model: openai.speech("tts-1"), text: "Hello there" });

    expect(only()).toMatchObject({ name: "speech tts-1", "outlay.usage.status": "reported" });
  });

  it("counts what is transcribed, by the second or by the token", async () => {
    // audio.transcriptions of gpt-4o-mini-transcribe, platform.openai.com/docs/api-reference/audio, read 2026-11-23
    const tokens = {
      text: "Hello",
      usage: {
        type: "tokens",
        input_tokens: 14,
        input_token_details: { text_tokens: 0, audio_tokens: 14 },
        output_tokens: 45,
        total_tokens: 59,
      },
    };
    const transcribe = stage.ai.transcribe ?? stage.ai.experimental_transcribe;
    const run = async (model: string, body: object): Promise<SeenSpan["attributes"]> => {
      const openai = stage.openai.createOpenAI({ apiKey: "test", fetch: answering(body) });
      await transcribe({ model: openai.transcription(model), audio: new Uint8Array([1, 2, 3]) });
      return only();
    };
    expect(await run("gpt-4o-mini-transcribe", tokens)).toMatchObject({
      name: "transcription gpt-4o-mini-transcribe",
      "gen_ai.usage.input_tokens": 14,
      "gen_ai.usage.output_tokens": 45,
    });
    const seconds = { text: "Hello", language: "english", duration: 8.5, words: [], segments: [] };
    expect(await run("whisper-1", seconds)).toMatchObject({
      name: "transcription whisper-1",
      "outlay.cost.status": "priced",
    });
  });

  // Not one of the providers whose classes are known: found when `ai` is given its model.
  it.runIf(build.major === 7)("counts reranking by the searches that Cohere bills", async () => {
    // rerank of Cohere, docs.cohere.com/reference/rerank, read 2026-11-23
    const body = {
      id: "07734bd2",
      results: [{ index: 1, relevance_score: 0.9 }],
      meta: { api_version: { version: "2" }, billed_units: { search_units: 1 } },
    };
    const { createCohere } = await import("@ai-sdk/cohere");
    const model = createCohere({ apiKey: "test", fetch: answering(body) }).reranking("rerank-v3.5");
    await stage.ai.rerank({ model, documents: ["a", "b"], query: "b" });

    expect(only()).toMatchObject({
      name: "rerank rerank-v3.5",
      "gen_ai.provider.name": "cohere",
      "gen_ai.response.id": "07734bd2",
      "outlay.usage.status": "reported",
    });
  });
});
