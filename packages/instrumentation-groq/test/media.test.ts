// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { GroqInstrumentation } from "../src/index.ts";
import { VERSIONS, connect, loadSdk } from "./load-sdk.ts";
import type { Client } from "./load-sdk.ts";

const AUDIO = new File([new Uint8Array(64)], "said.wav", { type: "audio/wav" });

const operations: Operation[] = [];
const instrumentation = new GroqInstrumentation();
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

describe.each(VERSIONS)("%s", (name) => {
  let client: Client;
  beforeAll(async () => {
    client = connect(await loadSdk(name, "ESM"), provider);
  });

  it("bills a transcription by the seconds that it tells", async () => {
    await client.audio.transcriptions.create({
      file: AUDIO,
      model: "whisper-large-v3",
      response_format: "verbose_json",
    });

    expect(operations).toMatchObject([
      {
        provider: "groq",
        operationName: "transcription",
        requestModel: "whisper-large-v3",
        usageStatus: "reported",
        usage: { units: { mediaSeconds: 27 } },
      },
    ]);
  });

  it("knows nothing of a transcription that tells nothing", async () => {
    provider.enqueue({ usage: "omit" });
    await client.audio.transcriptions.create({ file: AUDIO, model: "whisper-large-v3" });

    expect(operations).toMatchObject([{ usageStatus: "missing" }]);
  });

  it("bills a translation alike", async () => {
    provider.enqueue({ usage: "omit", fields: { duration: 12.5 } });
    await client.audio.translations.create({ file: AUDIO, model: "whisper-large-v3" });

    expect(operations).toMatchObject([{ operationName: "transcription", usage: { units: { mediaSeconds: 12.5 } } }]);
  });

  // Added in 0.16.
  it.runIf(name !== "groq-sdk-0-oldest")(
    "bills speech by its characters, and leaves the audio to the caller",
    async () => {
      const input = "Hello 👋";
      const response = await client.audio.speech.create({ input, model: "playai-tts", voice: "Fritz-PlayAI" });

      expect((await response.arrayBuffer()).byteLength).toBe(64);
      expect(operations).toMatchObject([
        { operationName: "speech", usageStatus: "reported", usage: { units: { characters: 7 } } },
      ]);
    },
  );
});
