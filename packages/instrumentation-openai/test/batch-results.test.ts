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

const MODEL = "gpt-5-mini";
const CHAT = { url: "/v1/chat/completions", body: { model: MODEL, messages: [{ role: "user", content: "Hi" }] } };
const RESPONSE = { url: "/v1/responses", body: { model: MODEL, input: "Hi" } };
const EMBEDDING = { url: "/v1/embeddings", body: { model: "text-embedding-3-small", input: "Hi" } };

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
  provider.clear();
});

/** Runs a batch and gives the id of its results. */
async function runBatch(client: Client, items: readonly object[]): Promise<string> {
  const lines = items.map((item, index) => JSON.stringify({ custom_id: `item-${index}`, method: "POST", ...item }));
  const file = new File([lines.join("\n")], "in.jsonl", { type: "application/jsonl" });
  const input = await client.files.create({ file, purpose: "batch" });
  const settings = { endpoint: "/v1/chat/completions", completion_window: "24h" } as const;
  const { id } = await client.batches.create({ input_file_id: input.id, ...settings });
  return (await client.batches.retrieve(id)).output_file_id ?? "";
}

describe.each(VERSIONS.filter(({ name }) => name !== "openai-4-oldest"))("results of a batch, $name", ({ name }) => {
  let client: Client;
  beforeAll(async () => {
    const { OpenAI } = await loadSdk(name, "ESM");
    client = new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  });

  it("are billed at the batch tier, line by line, when the caller reads them", async () => {
    provider.enqueue({ usage: { prompt_tokens: 20, completion_tokens: 7, total_tokens: 27 } });
    const response = await client.files.content(await runBatch(client, [CHAT, RESPONSE, EMBEDDING]));
    expect(operations).toEqual([]);
    const text = await response.text();

    expect(text.split("\n")).toHaveLength(4);
    const shared = { serviceTier: "batch", usageStatus: "reported", status: "ok" };
    expect(operations).toMatchObject([
      {
        ...shared,
        operationName: "chat",
        responseModel: "gpt-5-mini-2025-08-07",
        usage: { inputTokens: 20, outputTokens: 7 },
      },
      { ...shared, operationName: "chat", responseId: expect.stringMatching(/^resp_/) as string },
      { ...shared, operationName: "embeddings", responseModel: "text-embedding-3-small" },
    ]);
  });

  it("are billed once, however often and in whatever way they are read", async () => {
    const id = await runBatch(client, [CHAT]);
    const first = await (await client.files.content(id)).arrayBuffer();
    const line: unknown = await (await client.files.content(id)).json();
    const { data } = await client.files.content(id).withResponse();
    await data.text();

    expect(first.byteLength).toBeGreaterThan(0);
    expect(line).toMatchObject({ custom_id: "item-0" });
    expect(operations).toHaveLength(1);
  });

  it("leave out the items that were refused", async () => {
    provider.enqueue({ fault: { kind: "status", status: 400 } });
    await (await client.files.content(await runBatch(client, [CHAT, CHAT]))).text();

    expect(operations).toMatchObject([{ usageStatus: "reported" }]);
  });
});

describe("a file", () => {
  let client: Client;
  beforeAll(async () => {
    const { OpenAI } = await loadSdk("openai", "CommonJS");
    client = new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  });

  it("stays the very response, unread until the caller reads it", async () => {
    const response = await client.files.content(await runBatch(client, [CHAT]));

    expect(response).toBeInstanceOf(Response);
    expect(response.bodyUsed).toBe(false);
    const chunks: unknown[] = [];
    for await (const chunk of response.body ?? []) chunks.push(chunk);
    expect(chunks.length).toBeGreaterThan(0);
    expect(operations).toEqual([]);
  });

  it("of another kind is left alone", async () => {
    const file = new File(['{"object":"chat.completion","usage":{}}'], "x.jsonl");
    const { id } = await client.files.create({ file, purpose: "fine-tune" });
    expect(await (await client.files.content(id)).text()).toContain("chat.completion");

    expect(operations).toEqual([]);
  });

  it("of many results is billed to its last line, without holding up the program", async () => {
    const id = await runBatch(
      client,
      Array.from({ length: 1200 }, () => EMBEDDING),
    );
    await (await client.files.content(id)).text();
    expect(operations).toHaveLength(500);
    while (operations.length < 1200) await new Promise((resolve) => setImmediate(resolve));

    expect(new Set(operations.map(({ serviceTier }) => serviceTier))).toEqual(new Set(["batch"]));
  });
});
