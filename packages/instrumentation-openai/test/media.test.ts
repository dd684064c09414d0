// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { OpenAIInstrumentation } from "../src/index.ts";
import { loadSdk } from "./load-sdk.ts";
import type { Client } from "./load-sdk.ts";
import { VERSIONS } from "./subjects.ts";

const AUDIO = new File([new Uint8Array(64)], "said.wav", { type: "audio/wav" });
const PICTURE = new File([new Uint8Array(64)], "drawn.png", { type: "image/png" });

const operations: Operation[] = [];
const instrumentation = new OpenAIInstrumentation();
const stop = observeOperations({ operationEnded: (operation) => operations.push(operation) });
let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(async () => {
  stop();
  instrumentation.disable();
  await provider.close();
});
beforeEach(() => {
  operations.length = 0;
});

describe.each(VERSIONS)("$name", ({ name }) => {
  let client: Client;
  beforeAll(async () => {
    const { OpenAI } = await loadSdk(name, "ESM");
    client = new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  });

  it("bills images by tokens where these are told, and by the piece elsewhere", async () => {
    await client.images.generate({ model: "gpt-image-1", prompt: "A cat" });
    await client.images.edit({ model: "gpt-image-1", prompt: "A dog", image: PICTURE });
    await client.images.generate({ model: "dall-e-3", prompt: "A cat", size: "1024x1792", quality: "hd" });
    await client.images.createVariation({ image: PICTURE, n: 2 });

    const drawn = { operationName: "image_generation", usageStatus: "reported" };
    const byTokens = { requestModel: "gpt-image-1", usage: { outputTokens: 1056, outputImageTokens: 1056 } };
    expect(operations).toMatchObject([
      { ...drawn, ...byTokens },
      { ...drawn, ...byTokens },
      {
        ...drawn,
        requestModel: "dall-e-3",
        usage: { units: { images: 1, mediaSize: "1024x1792", mediaQuality: "hd" } },
      },
      { ...drawn, usage: { units: { images: 2, mediaSize: "auto", mediaQuality: "auto" } } },
    ]);
  });

  it("bills transcriptions by tokens or seconds, and knows nothing of those that are only text", async () => {
    const transcriptions = client.audio.transcriptions;
    await transcriptions.create({ file: AUDIO, model: "gpt-4o-transcribe" });
    await transcriptions.create({ file: AUDIO, model: "whisper-1" });
    await client.audio.translations.create({ file: AUDIO, model: "whisper-1" });
    await transcriptions.create({ file: AUDIO, model: "whisper-1", response_format: "srt" });

    expect(operations).toMatchObject([
      { operationName: "transcription", usage: { inputTokens: 270, inputAudioTokens: 270 } },
      { requestModel: "whisper-1", usage: { units: { mediaSeconds: 27 } } },
      { usage: { units: { mediaSeconds: 27 } } },
      { usageStatus: "missing" },
    ]);
  });

  it("bills speech by its characters, and leaves the audio to the caller", async () => {
    const response = await client.audio.speech.create({ model: "tts-1", voice: "alloy", input: "Hello" });

    expect((await response.arrayBuffer()).byteLength).toBe(64);
    expect(operations).toMatchObject([
      { operationName: "speech", requestModel: "tts-1", usageStatus: "reported", usage: { units: { characters: 5 } } },
    ]);
  });

  it("records moderations, which say nothing of what they used", async () => {
    await client.moderations.create({ input: "Hello" });

    expect(operations).toMatchObject([
      { operationName: "moderation", responseModel: "omni-moderation-latest", usageStatus: "missing" },
    ]);
    expect(operations[0]).not.toHaveProperty("usage");
  });
});

describe("the newest version", () => {
  let client: Client;
  beforeAll(async () => {
    const { OpenAI } = await loadSdk("openai", "CommonJS");
    client = new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  });

  it("bills streamed images and transcriptions by their last event", async () => {
    const image = await client.images.generate({ model: "gpt-image-1", prompt: "A cat", stream: true });
    for await (const _ of image) continue;
    const model = "gpt-4o-transcribe";
    const said = await client.audio.transcriptions.create({ file: AUDIO, model, stream: true });
    for await (const _ of said) continue;

    expect(operations).toMatchObject([
      { operationName: "image_generation", stream: true, usage: { outputImageTokens: 1056 } },
      { operationName: "transcription", stream: true, usage: { inputAudioTokens: 270 } },
    ]);
  });

  it("knows nothing of the bill of images that were left", async () => {
    const image = await client.images.generate({ model: "gpt-image-1", prompt: "A cat", stream: true });
    for await (const _ of image) break;

    expect(operations).toMatchObject([{ status: "abandoned", usageStatus: "missing" }]);
  });
});
