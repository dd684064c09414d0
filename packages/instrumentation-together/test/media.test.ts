// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { TogetherInstrumentation } from "../src/index.ts";
import { VERSIONS, connect, loadSdk } from "./load-sdk.ts";
import type { Client } from "./load-sdk.ts";

const AUDIO = new File([new Uint8Array(64)], "said.wav", { type: "audio/wav" });

const operations: Operation[] = [];
const instrumentation = new TogetherInstrumentation();
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
  const isOldest = name === "together-ai-oldest";
  /** A method that has moved, by where it is in this version. */
  const methodOf = (...paths: readonly (readonly string[])[]): ((body: object) => Promise<unknown>) => {
    for (const path of paths) {
      const owner = path.slice(0, -1).reduce<unknown>((value, key) => Reflect.get(Object(value), key), client);
      const method: unknown = Reflect.get(Object(owner), path.at(-1) ?? "");
      if (typeof method === "function") return (body) => method.call(owner, body) as Promise<unknown>;
    }
    throw new Error("no such method");
  };

  it("bills a ranking by the tokens of query and documents", async () => {
    provider.enqueue({ usage: { prompt_tokens: 40, total_tokens: 40 } });
    const rerank = methodOf(["rerank", "create"], ["rerank"]);
    await rerank({ model: "Salesforce/Llama-Rank-v1", query: "Paris", documents: ["a city", "a river"] });

    expect(operations).toMatchObject([
      {
        provider: "together_ai",
        operationName: "rerank",
        requestModel: "Salesforce/Llama-Rank-v1",
        responseModel: "Salesforce/Llama-Rank-v1",
        usageStatus: "reported",
        usage: { inputTokens: 40, outputTokens: 0 },
      },
    ]);
  });

  it("bills images by the piece", async () => {
    const draw = methodOf(["images", "generate"], ["images", "create"]);
    await draw({ model: "black-forest-labs/FLUX.1-schnell", prompt: "A cat", n: 2 });

    expect(operations).toMatchObject([
      { operationName: "image_generation", usageStatus: "reported", usage: { units: { images: 2 } } },
    ]);
  });

  it("bills a text completion, streamed too, without being asked to", async () => {
    const body = { model: "meta-llama/Meta-Llama-3-70B", prompt: "Once" } as const;
    const usage = { prompt_tokens: 12, completion_tokens: 7, total_tokens: 19 };
    provider.enqueue({ usage }, { usage });
    await client.completions.create(body);
    for await (const _ of await client.completions.create({ ...body, stream: true })) continue;

    const one = {
      operationName: "text_completion",
      usageStatus: "reported",
      usage: { inputTokens: 12, outputTokens: 7 },
    };
    expect(operations).toMatchObject([
      { ...one, stream: false },
      { ...one, stream: true },
    ]);
  });

  // Later than the oldest version.
  it.runIf(!isOldest)("bills speech by its characters", async () => {
    const speak = methodOf(["audio", "speech", "create"], ["audio", "create"]);
    await speak({ model: "cartesia/sonic", input: "Hello", voice: "laidback woman" });

    expect(operations).toMatchObject([{ operationName: "speech", usage: { units: { characters: 5 } } }]);
  });

  it.runIf(!isOldest)("bills transcriptions and translations by the seconds that they tell", async () => {
    provider.enqueue({ usage: "omit", fields: { duration: 4.5 } }, { usage: "omit", fields: { duration: 4.5 } });
    await client.audio.transcriptions.create({ file: AUDIO, model: "openai/whisper-large-v3" });
    await client.audio.translations.create({ file: AUDIO, model: "openai/whisper-large-v3" });

    const one = { operationName: "transcription", usage: { units: { mediaSeconds: 4.5 } } };
    expect(operations).toMatchObject([one, one]);
  });
});
