// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import type { ReadableSpanLike } from "@outlay/semconv";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { OpenAIInstrumentation } from "../src/index.ts";
import type { OpenAIInstrumentationConfig } from "../src/index.ts";
import { askForStreamUsage } from "../src/stream-usage.ts";
import { loadSdk } from "./load-sdk.ts";
import type { Client, Sdk } from "./load-sdk.ts";
import { VERSIONS } from "./subjects.ts";

const BODY: ChatCompletionCreateParamsStreaming = {
  model: "gpt-5-mini",
  messages: [{ role: "user", content: "hello" }],
  stream: true,
};
const INJECT: OpenAIInstrumentationConfig = { streamUsage: "inject", streamUsageHosts: ["127.0.0.1"] };

let provider: FakeProvider;
let telemetry: Telemetry;
let instrumentation: OpenAIInstrumentation;

beforeAll(async () => {
  telemetry = startTelemetry();
  provider = await startFakeProvider();
  instrumentation = new OpenAIInstrumentation();
});
afterAll(async () => {
  instrumentation.disable();
  await provider.close();
  await telemetry.shutdown();
});
beforeEach(() => telemetry.clear());
afterEach(() => vi.unstubAllEnvs());

async function read<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const chunks: T[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

async function lastSpan(): Promise<ReadableSpanLike | undefined> {
  return (await telemetry.spans()).at(-1);
}

describe.each(VERSIONS)("with streamUsage: inject, $name", ({ name }) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await loadSdk(name, "ESM");
    instrumentation.setConfig(INJECT);
  });
  const connect = (): Client => new sdk.OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });

  it("learns the usage of a chat stream that does not ask for it, and hides the chunk", async () => {
    const body = structuredClone(BODY);
    const chunks = await read(await connect().chat.completions.create(body));

    expect(body).toEqual(BODY);
    expect(provider.requests.at(-1)?.json()["stream_options"]).toEqual({ include_usage: true });
    expect(chunks.every((chunk) => chunk.choices[0]?.delta !== undefined)).toBe(true);
    expect(chunks.some((chunk) => typeof chunk.usage === "object" && chunk.usage !== null)).toBe(false);
    expect((await lastSpan())?.attributes).toMatchObject({
      "gen_ai.usage.output_tokens": expect.any(Number) as number,
      "outlay.usage.status": "reported",
      "outlay.request.edits": ["stream_options.include_usage"],
    });
  });

  it("hides it from both branches of tee() too", async () => {
    const [left, right] = (await connect().chat.completions.create(BODY)).tee();
    const [first, second] = await Promise.all([read(left), read(right)]);

    expect(first.every((chunk) => chunk.choices.length === 1)).toBe(true);
    expect(second).toEqual(first);
    expect((await lastSpan())?.attributes["outlay.usage.status"]).toBe("reported");
  });

  it("learns the usage of a text completion's stream", async () => {
    const chunks = await read(
      await connect().completions.create({ model: "gpt-3.5-turbo-instruct", prompt: "x", stream: true }),
    );

    expect(chunks.every((chunk) => chunk.choices.length === 1)).toBe(true);
    expect((await lastSpan())?.attributes["outlay.usage.status"]).toBe("reported");
  });

  it("keeps the caller's other stream options", async () => {
    const body = { ...BODY, stream_options: { include_obfuscation: false } };
    await read(await connect().chat.completions.create(body));

    expect(provider.requests.at(-1)?.json()["stream_options"]).toEqual({
      include_obfuscation: false,
      include_usage: true,
    });
  });

  it.each([true, false])("leaves alone a request that says include_usage: %s itself", async (include_usage) => {
    const chunks = await read(await connect().chat.completions.create({ ...BODY, stream_options: { include_usage } }));

    expect(chunks.some((chunk) => chunk.choices.length === 0)).toBe(include_usage);
    expect((await lastSpan())?.attributes).not.toHaveProperty(["outlay.request.edits"]);
  });

  it("leaves alone calls that do not stream", async () => {
    await connect().chat.completions.create({ ...BODY, stream: false });

    expect(provider.requests.at(-1)?.json()).not.toHaveProperty("stream_options");
  });
});

describe("stream usage", () => {
  const edited = (client: object, config: OpenAIInstrumentationConfig = { streamUsage: "inject" }): boolean =>
    askForStreamUsage({ resource: { _client: client }, args: [BODY] }, config) !== undefined;

  it.each([
    { client: { baseURL: "https://api.openai.com/v1" }, asked: true },
    { client: { baseURL: "https://eu.api.openai.com/v1" }, asked: true },
    { client: { baseURL: "https://r.openai.azure.com/openai", apiVersion: "2024-10-21" }, asked: true },
    { client: { baseURL: "https://r.openai.azure.com/openai", apiVersion: "2024-09-01-preview" }, asked: true },
    { client: { baseURL: "https://r.openai.azure.com/openai", apiVersion: "2024-08-01-preview" }, asked: false },
    { client: { baseURL: "https://r.openai.azure.com/openai/v1" }, asked: true },
    { client: { baseURL: "http://127.0.0.1:1234/v1" }, asked: false },
    { client: { baseURL: "https://api.openai.com.example.com/v1" }, asked: false },
    { client: { baseURL: "https://gateway.example.com/v1" }, asked: false },
    { client: {}, asked: false },
  ])("is asked for of $client: $asked", ({ client, asked }) => {
    expect(edited(client)).toBe(asked);
  });

  it.each([
    { env: undefined, config: {}, asked: false },
    { env: "off", config: {}, asked: false },
    { env: "inject", config: {}, asked: true },
    { env: "inject", config: { streamUsage: "off" }, asked: false },
    { env: "nonsense", config: {}, asked: false },
  ] as const)("is asked for with OUTLAY_STREAM_USAGE=$env and $config: $asked", ({ env, config, asked }) => {
    vi.stubEnv("OUTLAY_STREAM_USAGE", env);
    expect(edited({ baseURL: "https://api.openai.com/v1" }, config)).toBe(asked);
  });
});
