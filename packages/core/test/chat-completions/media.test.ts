// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import {
  TranscriptionStream,
  speechRequest,
  speechResponse,
  transcriptionRequest,
  transcriptionResponse,
} from "../../src/chat-completions/audio.ts";
import { ImagesStream, imagesRequest, imagesResponse } from "../../src/chat-completions/images.ts";
import { normalizeUsage } from "../../src/usage.ts";
import { usageFromOpenAIMedia } from "../../src/vendors/openai-media-usage.ts";

const TOKENS = {
  type: "tokens",
  input_tokens: 14,
  input_token_details: { text_tokens: 4, audio_tokens: 10 },
  output_tokens: 45,
  total_tokens: 59,
};

describe("a transcription", () => {
  it.each([
    {
      name: "by tokens",
      body: { text: "Hello", usage: TOKENS },
      usage: { inputTokens: 14, inputAudioTokens: 10, outputTokens: 45 },
    },
    {
      name: "by seconds",
      body: { text: "Hello", usage: { type: "duration", seconds: 27 } },
      usage: { units: { mediaSeconds: 27 } },
    },
    { name: "by its length", body: { duration: 3.2, text: "Hello" }, usage: { units: { mediaSeconds: 3.2 } } },
    { name: "by its length as text", body: { duration: "3.2" }, usage: { units: { mediaSeconds: 3.2 } } },
    {
      name: "as usage says, whatever its length",
      body: { duration: 26.4, usage: { type: "duration", seconds: 27 } },
      usage: { units: { mediaSeconds: 27 } },
    },
  ])("is billed $name", ({ body, usage }) => {
    expect(normalizeUsage(transcriptionResponse(body).usage ?? {}).usage).toEqual(usage);
  });

  it.each(["1\n00:00 --> 00:01\nHello", { text: "Hello" }, { duration: "long" }, { duration: -1 }, null])(
    "that is %j tells nothing of its bill",
    (body) => {
      expect(transcriptionResponse(body)).not.toHaveProperty("usage");
    },
  );

  it("in a stream is what its last event says", () => {
    const stream = new TranscriptionStream();
    stream.push({ type: "transcript.text.delta", delta: "Hel" });
    stream.push({ type: "transcript.text.done", text: "Hello", usage: TOKENS });
    const facts = stream.finish();
    expect(facts.usage).toMatchObject({ inputTokens: 14, outputTokens: 45 });
    expect(facts.content?.().outputMessages?.[0]?.parts).toEqual([{ type: "text", content: "Hello" }]);
  });

  it("in a stream that was left has no usage", () => {
    const stream = new TranscriptionStream();
    stream.push({ type: "transcript.text.delta", delta: "Hel" });
    expect(stream.finish()).not.toHaveProperty("usage");
  });

  it("asks with a prompt, or without", () => {
    const prompted = transcriptionRequest({ model: "whisper-1", prompt: "Names: Ada", stream: true });
    expect(prompted).toMatchObject({ operationName: "transcription", model: "whisper-1", stream: true });
    expect(prompted.content?.().inputMessages).toHaveLength(1);
    expect(transcriptionRequest({}).content?.().inputMessages).toEqual([]);
  });
});

describe("speech", () => {
  it.each([
    ["Hello", 5],
    ["Grüße 👋🏽", 8],
  ])("of %j is billed by %i characters", (input, characters) => {
    const request = speechRequest({ model: "tts-1", input });
    expect(speechResponse(new ArrayBuffer(8), request)).toEqual({ usage: { units: { characters } } });
  });

  it.each([undefined, "", 5])("of %j is not billed by anything known", (input) => {
    expect(speechResponse(undefined, speechRequest({ input }))).toEqual({});
  });
});

describe("images", () => {
  const usage = {
    input_tokens: 50,
    input_tokens_details: { text_tokens: 10, image_tokens: 40 },
    output_tokens: 272,
    output_tokens_details: { image_tokens: 272, text_tokens: 0 },
    total_tokens: 322,
  };
  const counts = { inputTokens: 50, inputImageTokens: 40, outputTokens: 272, outputImageTokens: 272 };

  it("are billed by tokens where these are told", () => {
    const facts = imagesResponse({ created: 1, data: [{ b64_json: "AAAA" }], usage }, imagesRequest({}));
    expect(normalizeUsage(facts.usage ?? {}).usage).toEqual(counts);
  });

  it("are billed by the piece elsewhere", () => {
    const data = [{ url: "https://example.com/1.png" }, { url: "https://example.com/2.png" }];
    expect(imagesResponse({ id: "img-1", model: "flux", data }, imagesRequest({}))).toMatchObject({
      id: "img-1",
      model: "flux",
      usage: { units: { images: 2 } },
    });
  });

  it.each([
    ["as they were asked for", { size: "1024x1792", quality: "hd" }, {}, "1024x1792", "hd"],
    ["as the API takes them where nothing is asked", { size: null }, {}, "auto", "auto"],
    ["as they came", { quality: "auto" }, { size: "1536x1024", quality: "high" }, "1536x1024", "high"],
  ])("have the size and quality %s", (_how, body, told, mediaSize, mediaQuality) => {
    const { usage: read } = imagesResponse({ data: [{ url: "u" }], ...told }, imagesRequest(body));
    expect(read).toEqual({ units: { images: 1, mediaSize, mediaQuality } });
  });

  it("that were not drawn are an error, without a bill", () => {
    const facts = imagesResponse({ error: { code: "moderation_blocked" } }, imagesRequest({}));
    expect(facts.errorType).toBe("moderation_blocked");
    expect(facts).not.toHaveProperty("usage");
  });

  it.each(["image_generation.completed", "image_edit.completed"])("in a stream are billed by %s", (type) => {
    const stream = new ImagesStream();
    stream.push({ type: type.replace("completed", "partial_image"), b64_json: "AA" });
    stream.push({ type, b64_json: "AAAA", usage });
    expect(normalizeUsage(stream.finish().usage ?? {}).usage).toEqual(counts);
  });

  it("in a stream that was left have no usage", () => {
    const stream = new ImagesStream();
    stream.push({ type: "image_generation.partial_image", b64_json: "AA" });
    expect(stream.finish()).toEqual({});
  });

  it("are asked for", () => {
    const facts = imagesRequest({ model: "gpt-image-1", prompt: "A cat", n: 2 });
    expect(facts).toMatchObject({
      operationName: "image_generation",
      model: "gpt-image-1",
      stream: false,
      attributes: { "gen_ai.output.type": "image", "gen_ai.request.choice.count": 2 },
    });
    expect(imagesRequest({ n: 1 }).attributes).toEqual({ "gen_ai.output.type": "image" });
  });
});

describe("usage with modalities", () => {
  it("reads what a realtime response says of its cache", () => {
    const { usage } = usageFromOpenAIMedia({
      total_tokens: 253,
      input_tokens: 132,
      output_tokens: 121,
      input_token_details: {
        text_tokens: 119,
        audio_tokens: 13,
        image_tokens: 0,
        cached_tokens: 64,
        cached_tokens_details: { text_tokens: 64, audio_tokens: 0, image_tokens: 0 },
      },
      output_token_details: { text_tokens: 30, audio_tokens: 91 },
    });
    expect(normalizeUsage(usage ?? {})).toEqual({
      usage: {
        inputTokens: 132,
        outputTokens: 121,
        cacheReadTokens: 64,
        cacheReadAudioTokens: 0,
        cacheReadImageTokens: 0,
        inputAudioTokens: 13,
        inputImageTokens: 0,
        outputAudioTokens: 91,
      },
      problems: [],
    });
  });

  it("takes the cost that xAI reports for an image", () => {
    expect(usageFromOpenAIMedia({ cost_in_usd_ticks: 200_000_000 }).reportedCostUsd).toBe(0.02);
  });
});
