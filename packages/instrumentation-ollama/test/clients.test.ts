// SPDX-License-Identifier: Apache-2.0
import { recordOperations } from "@outlay-test/conformance";
import { beforeAll, describe, expect, it } from "vitest";

import { clientOf } from "../src/client.ts";
import { OllamaInstrumentation } from "../src/index.ts";
import { VERSIONS, connect, loadSdk } from "./load-sdk.ts";
import type { Client, Sdk } from "./load-sdk.ts";

const BODY = { model: "llama3.2", messages: [{ role: "user", content: "hello" }], stream: true as const };

const { operations, provider } = recordOperations(() => new OllamaInstrumentation());

describe.each(VERSIONS)("%s", (name) => {
  let sdk: Sdk;
  let client: Client;
  beforeAll(async () => {
    sdk = await loadSdk(name, "ESM");
    client = connect(sdk, provider());
  });

  it.each([
    ["the stream's own abort()", (stream: { abort(): void }) => stream.abort()],
    ["the client's", () => client.abort()],
  ])("ends a call when its stream is given up before it is read, by %s", async (_by, abort) => {
    provider().enqueue({ fault: { kind: "pause", afterEvents: 1 } });
    const stream = await client.chat(BODY);
    abort(stream);

    expect(operations).toMatchObject([{ status: "aborted", usageStatus: "missing" }]);
  });

  it("ends a call when its stream is given up while it is read", async () => {
    provider().enqueue({ fault: { kind: "pause", afterEvents: 1 } });
    const stream = await client.chat(BODY);
    const reading = async (): Promise<void> => {
      for await (const _ of stream) stream.abort();
    };
    await expect(reading()).rejects.toMatchObject({ name: "AbortError" });

    expect(operations).toMatchObject([{ status: "aborted", usageStatus: "missing" }]);
  });

  it("knows no usage of embeddings(), whose answer counts nothing", async () => {
    await client.embeddings({ model: "all-minilm", prompt: "hello" });

    expect(operations).toMatchObject([{ operationName: "embeddings", usageStatus: "missing" }]);
  });

  it("traces the client that the SDK exports", async () => {
    const exported = sdk.default;
    // Nothing is listening there: what counts is that the attempt is seen.
    Reflect.set(Object(Reflect.get(exported, "config")) as object, "host", "http://127.0.0.1:1");
    await expect(exported.embed({ model: "all-minilm", input: "hello" })).rejects.toBeInstanceOf(Error);

    expect(operations).toMatchObject([{ provider: "ollama", serverPort: 1, status: "error" }]);
  });
});

describe("who answers", () => {
  it.each([
    ["http://127.0.0.1:11434", { provider: "ollama", serverAddress: "127.0.0.1", serverPort: 11434 }],
    ["http://gpu.internal:8080", { provider: "ollama", serverAddress: "gpu.internal", serverPort: 8080 }],
    ["https://ollama.com:443", { serverAddress: "ollama.com", serverPort: 443 }],
    ["", { provider: "ollama" }],
    [undefined, { provider: "ollama" }],
  ])("at %s is told by the host", (host, facts) => {
    expect(clientOf({ config: { host } })).toMatchObject(facts);
  });
});
