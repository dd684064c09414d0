// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider, JsonObject } from "@outlay-test/fake-provider";
import { observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { OpenAIInstrumentation } from "../src/index.ts";
import { loadSdk } from "./load-sdk.ts";
import type { Client, Sdk } from "./load-sdk.ts";
import { VERSIONS } from "./subjects.ts";

/** Whoever answers, and how its answer counts: bodies as the vendors document them, read 2026-11-26. */
interface Host {
  readonly name: string;
  readonly baseURL: string;
  readonly usage: JsonObject;
  readonly operation: object;
}

const HOSTS: readonly Host[] = [
  {
    name: "DeepSeek, which names its cache hits twice and keeps reasoning inside",
    baseURL: "https://api.deepseek.com",
    usage: {
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      prompt_tokens_details: null,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
      completion_tokens_details: { reasoning_tokens: 30 },
    },
    operation: {
      provider: "deepseek",
      usage: { inputTokens: 100, cacheReadTokens: 64, outputTokens: 50, reasoningTokens: 30 },
    },
  },
  {
    name: "xAI, whose reasoning is beside the completion and whose cost is in ticks",
    baseURL: "https://api.x.ai/v1",
    usage: {
      prompt_tokens: 32,
      completion_tokens: 9,
      total_tokens: 135,
      prompt_tokens_details: { cached_tokens: 6 },
      completion_tokens_details: { reasoning_tokens: 94 },
      num_sources_used: 0,
      cost_in_usd_ticks: 450_000_000,
    },
    operation: {
      provider: "x_ai",
      usage: { inputTokens: 32, cacheReadTokens: 6, outputTokens: 103, reasoningTokens: 94 },
      reportedCostUsd: 0.045,
    },
  },
  {
    name: "OpenRouter, which charges what it says",
    baseURL: "https://openrouter.ai/api/v1",
    usage: {
      prompt_tokens: 194,
      completion_tokens: 2,
      total_tokens: 196,
      cost: 0.00095,
      cost_details: { upstream_inference_cost: 0.0009 },
      prompt_tokens_details: { cached_tokens: 10, cache_write_tokens: 100 },
    },
    operation: {
      provider: "openrouter",
      usage: { inputTokens: 194, cacheReadTokens: 10, cacheWriteTokens: 100, outputTokens: 2 },
      reportedCostUsd: 0.00095,
    },
  },
  {
    name: "Perplexity, with citations, searches and an itemised cost",
    baseURL: "https://api.perplexity.ai",
    usage: {
      prompt_tokens: 33,
      completion_tokens: 7163,
      total_tokens: 7196,
      prompt_tokens_details: null,
      completion_tokens_details: null,
      citation_tokens: 20_016,
      num_search_queries: 18,
      reasoning_tokens: 73_997,
      search_context_size: "low",
      cost: { input_tokens_cost: 0.04, output_tokens_cost: 0.28, total_cost: 0.6 },
    },
    operation: {
      provider: "perplexity",
      usage: { inputTokens: 20_049, outputTokens: 81_160, reasoningTokens: 73_997, units: { webSearchRequests: 18 } },
      reportedCostUsd: 0.6,
    },
  },
  {
    name: "Fireworks, which counts as OpenAI does",
    baseURL: "https://api.fireworks.ai/inference/v1",
    usage: {
      prompt_tokens: 80,
      completion_tokens: 20,
      total_tokens: 100,
      prompt_tokens_details: { cached_tokens: 16 },
    },
    operation: { provider: "fireworks_ai", usage: { inputTokens: 80, cacheReadTokens: 16, outputTokens: 20 } },
  },
  {
    name: "vLLM by the name that the program gave its host, without details",
    baseURL: "http://gpu.internal:8000/v1",
    usage: { prompt_tokens: 80, completion_tokens: 20, total_tokens: 100, prompt_tokens_details: null },
    operation: { provider: "vllm", usage: { inputTokens: 80, outputTokens: 20 } },
  },
  {
    name: "Ollama on this machine, by its port",
    baseURL: "http://localhost:11434/v1",
    usage: { prompt_tokens: 80, completion_tokens: 20, total_tokens: 100, prompt_tokens_details: null },
    operation: { provider: "ollama", usage: { inputTokens: 80, outputTokens: 20 } },
  },
];

const BODY = { model: "some-model", messages: [{ role: "user", content: "hello" }] } satisfies Parameters<
  Client["chat"]["completions"]["create"]
>[0];
const PROXY = { "x-litellm-call-id": "c1", "x-litellm-version": "1.80.0" };

const operations: Operation[] = [];
const instrumentation = new OpenAIInstrumentation({ hosts: { "gpu.internal:8000": "vllm" } });
const stop = observeOperations({ operationEnded: (operation) => operations.push(operation) });
let provider: FakeProvider;
let telemetry: Telemetry;
beforeAll(async () => {
  telemetry = startTelemetry();
  provider = await startFakeProvider();
});
afterAll(async () => {
  stop();
  instrumentation.disable();
  await provider.close();
  await telemetry.shutdown();
});
beforeEach(async () => {
  operations.length = 0;
  await telemetry.clear();
});

/** Sends what is meant for a host to the fake provider. */
async function divert(input: unknown, init?: object): Promise<Response> {
  const { pathname, search } = new URL(String(input));
  const path = pathname.slice(pathname.search(/\/(?:chat|openai\/deployments|embeddings|responses)/));
  return fetch(`${provider.url}${path.startsWith("/openai") ? "" : "/v1"}${path}${search}`, init);
}

describe.each(VERSIONS.filter(({ name }) => name !== "openai-4-oldest"))("$name", ({ name }) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await loadSdk(name, "ESM");
  });
  const connect = (baseURL: string): Client => new sdk.OpenAI({ apiKey: "test", baseURL, fetch: divert });

  it.each(HOSTS)("reads $name", async ({ baseURL, usage, operation }) => {
    provider.enqueue({ usage });
    await connect(baseURL).chat.completions.create(BODY);

    expect(operations).toMatchObject([{ usageStatus: "reported", ...operation }]);
  });

  it("reads Azure, whose client is told by itself", async () => {
    const options = { apiKey: "test", endpoint: "https://res.openai.azure.com", apiVersion: "2024-10-21" };
    provider.enqueue({ usage: { prompt_tokens: 80, completion_tokens: 20, total_tokens: 100 } });
    await new sdk.AzureOpenAI({ ...options, fetch: divert }).chat.completions.create(BODY);

    expect(operations).toMatchObject([
      { provider: "azure.ai.openai", serverAddress: "res.openai.azure.com", usage: { inputTokens: 80 } },
    ]);
  });

  it("knows a LiteLLM proxy by its headers, and takes the cost it states", async () => {
    provider.enqueue({ headers: { ...PROXY, "x-litellm-response-cost": "0.00325" }, usage: { cost: 0.001 } });
    await connect("https://llm.example.com/v1").chat.completions.create(BODY);

    expect(operations).toMatchObject([{ provider: "litellm", reportedCostUsd: 0.00325 }]);
    const [span] = await telemetry.spans();
    expect(span?.attributes["gen_ai.provider.name"]).toBe("litellm");
  });

  it("takes it from a response whose body the caller reads, without reading that", async () => {
    provider.enqueue({ headers: { ...PROXY, "x-litellm-response-cost": "0.5" } });
    const response = await connect("https://llm.example.com/v1").chat.completions.create(BODY).asResponse();

    expect(response.bodyUsed).toBe(false);
    expect(operations).toMatchObject([{ provider: "litellm", reportedCostUsd: 0.5, usageStatus: "missing" }]);
  });

  it("takes the cost of a stream from its end, since headers are sent before it is made", async () => {
    const headers = { ...PROXY, "x-litellm-response-cost": "0.0001" };
    provider.enqueue({ headers, usage: { cost: 0.02 } }, { headers });
    const { completions } = connect("https://llm.example.com/v1").chat;
    const body = { ...BODY, stream: true, stream_options: { include_usage: true } } as const;
    for await (const _ of await completions.create(body));
    for await (const _ of await completions.create(body));

    expect(operations).toMatchObject([{ provider: "litellm", reportedCostUsd: 0.02 }, { provider: "litellm" }]);
    expect(operations[1]).not.toHaveProperty("reportedCostUsd");
  });

  it("leaves a host that is known its name, whatever headers it passes on", async () => {
    provider.enqueue({ headers: PROXY });
    await connect("http://gpu.internal:8000/v1").chat.completions.create(BODY);

    expect(operations).toMatchObject([{ provider: "vllm" }]);
  });
});

describe("a LiteLLM proxy", () => {
  it("states the cost of embeddings and responses, too", async () => {
    const { OpenAI } = await loadSdk("openai", "CommonJS");
    const client = new OpenAI({ apiKey: "test", baseURL: "https://llm.example.com/v1", fetch: divert });
    const headers = { ...PROXY, "x-litellm-response-cost": "0.5" };
    provider.enqueue({ headers }, { headers });
    await client.embeddings.create({ model: "m", input: "hello" });
    const { data } = await client.responses.create({ model: "m", input: "hello" }).withResponse();

    expect(data.status).toBe("completed");
    expect(operations).toMatchObject([{ reportedCostUsd: 0.5 }, { reportedCostUsd: 0.5 }]);
  });
});
