// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { MistralInstrumentation } from "../src/index.ts";
import { loadSdk } from "./load-sdk.ts";
import type { Client, Sdk } from "./load-sdk.ts";
import { VERSIONS } from "./subjects.ts";

const AUDIO = { fileName: "said.wav", content: new Uint8Array(64) };
const MODEL = "voxtral-mini-2507";

// Attempts are told apart by the context that they are made in.
const telemetry = startTelemetry();
const operations: Operation[] = [];
const instrumentation = new MistralInstrumentation();
const stop = observeOperations({ operationEnded: (operation) => operations.push(operation) });
let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(async () => {
  stop();
  instrumentation.disable();
  await provider.close();
  await telemetry.shutdown();
});
beforeEach(() => {
  operations.length = 0;
});

describe.each(VERSIONS)("$name", ({ name }) => {
  let sdk: Sdk;
  let client: Client;
  beforeAll(async () => {
    sdk = await loadSdk(name, "ESM");
    client = new sdk.Mistral({ apiKey: "test", serverURL: provider.mistralServerUrl });
  });

  const transcription = {
    provider: "mistral_ai",
    operationName: "transcription",
    requestModel: MODEL,
    responseModel: MODEL,
    usageStatus: "reported",
    usage: { inputTokens: 4, units: { mediaSeconds: 27 } },
  };

  it("bills a transcription by the seconds of its audio", async () => {
    await client.audio.transcriptions.complete({ model: MODEL, file: AUDIO });
    expect(operations).toMatchObject([transcription]);
  });

  it("bills a streamed transcription likewise, and knows nothing of one that was left", async () => {
    for await (const _ of await client.audio.transcriptions.stream({ model: MODEL, file: AUDIO }));
    for await (const _ of await client.audio.transcriptions.stream({ model: MODEL, file: AUDIO })) break;
    expect(operations).toMatchObject([transcription, { status: "abandoned", usageStatus: "missing" }]);
    expect(operations[1]?.usage?.inputTokens).toBeUndefined();
  });

  it("knows no price of a document that is read, and does not say that there is none", async () => {
    const document = { type: "document_url", documentUrl: "https://example.com/a.pdf" } as const;
    await client.ocr.process({ model: "mistral-ocr-2505", document });
    expect(operations[0]?.usage?.units).toBeUndefined();
    expect(operations).toMatchObject([
      { operationName: "generate_content", requestModel: "mistral-ocr-2505", usageStatus: "missing" },
    ]);
  });

  it("counts what the SDK sends again, by the strategy that the program gives it", async () => {
    const strategy = {
      strategy: "backoff",
      backoff: { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 10_000 },
      retryConnectionErrors: true,
    } as const;
    const before = provider.requests.length;
    const refused = { fault: { kind: "status", status: 503 } } as const;
    provider.enqueue(refused, refused, { text: "hello" });
    await client.chat.complete(
      { model: "mistral-medium-2508", messages: [{ role: "user", content: "hello" }] },
      { retries: strategy },
    );
    expect(provider.requests).toHaveLength(before + 3);
    expect(operations).toMatchObject([{ status: "ok", resendCount: 2 }]);
  });
});
