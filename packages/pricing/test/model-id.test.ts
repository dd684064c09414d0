// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { compiledTable, createPriceEngine, parsePriceOverrides } from "../src/index.ts";
import type { PriceQuery } from "../src/index.ts";
import { MAX_REMEMBERED, PriceIndex } from "../src/price-index.ts";
import { NO_OVERRIDES } from "../src/price-overrides.ts";
import { canonicalProvider } from "../src/provider-name.ts";

const engine = createPriceEngine();

function listed(provider: string, model: string): string | undefined {
  const entry = engine.find(provider, model);
  return entry === undefined ? undefined : `${entry.listed.provider}/${entry.listed.model}`;
}

/** Each kind of name that providers, clouds and routers give a model: who is called, by which name, and what that is. */
const KINDS: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  "as listed, in any case": [
    ["openai", "GPT-4o", "openai/gpt-4o"],
    ["xai", "grok-4.20", "x_ai/grok-4.20"],
    ["azure", "gpt-5", "azure.ai.openai/gpt-5"],
    ["groq", "openai/gpt-oss-120b", "groq/openai/gpt-oss-120b"],
    ["openai.responses", "gpt-5", "openai/gpt-5"],
  ],
  "dated snapshots": [
    ["openai", "gpt-5-2025-08-07", "openai/gpt-5"],
    ["openai", "gpt-5-mini-2031-01-31", "openai/gpt-5-mini"],
    ["openai", "gpt-4o-2024-05-13", "openai/gpt-4o-2024-05-13"],
    ["anthropic", "claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5"],
    ["google", "gemini-2.0-flash-001", "gcp.gemini/gemini-2.0-flash"],
  ],
  "@date": [
    ["anthropic", "claude-opus-4-5@20251101", "anthropic/claude-opus-4-5"],
    ["gcp.vertex_ai", "claude-sonnet-4-5@20250929", "gcp.vertex_ai/claude-sonnet-4-5"],
    ["gcp.vertex_ai", "claude-opus-4-5@default", "gcp.vertex_ai/claude-opus-4-5"],
  ],
  "-latest": [
    ["anthropic", "claude-3-5-haiku-latest", "anthropic/claude-3-5-haiku"],
    ["mistral_ai", "mistral-small-latest", "mistral_ai/mistral-small-latest"],
    ["openai", "chatgpt-4o-latest", "openai/chatgpt-4o-latest"],
  ],
  aliases: [
    ["x_ai", "grok-4.20-0309", "x_ai/grok-4.20"],
    ["openai", "text-embedding-ada-002-v2", "openai/text-embedding-ada-002"],
    ["gcp.gemini", "gemini-3-pro", "gcp.gemini/gemini-3-pro-preview"],
  ],
  "models/…": [["gcp.gemini", "models/gemini-2.5-pro", "gcp.gemini/gemini-2.5-pro"]],
  "publishers/…/models/…": [
    ["gcp.vertex_ai", "publishers/anthropic/models/claude-sonnet-4-5@20250929", "gcp.vertex_ai/claude-sonnet-4-5"],
    ["gcp.vertex_ai", "publishers/google/models/gemini-2.5-flash", "gcp.vertex_ai/gemini-2.5-flash"],
    [
      "gcp.vertex_ai",
      "projects/p/locations/us-central1/publishers/google/models/gemini-2.5-pro",
      "gcp.vertex_ai/gemini-2.5-pro",
    ],
  ],
  "router prefixes": [
    ["openai", "openai/gpt-4o", "openai/gpt-4o"],
    ["anthropic", "anthropic/claude-opus-4-5", "anthropic/claude-opus-4-5"],
    ["some-gateway", "anthropic/claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5"],
    ["some-gateway", "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws.bedrock/anthropic.claude-sonnet-4-5"],
    ["some-gateway", "vertex_ai/gemini-2.5-pro", "gcp.vertex_ai/gemini-2.5-pro"],
    ["some-gateway", "azure/gpt-5", "azure.ai.openai/gpt-5"],
    ["some-gateway", "openrouter/openai/gpt-5", "openrouter/openai/gpt-5"],
    ["some-gateway", "x-ai/grok-4.20", "x_ai/grok-4.20"],
    ["some-gateway", "z-ai/glm-4.7", "zai/glm-4.7"],
    ["vercel_ai_gateway", "openai/gpt-5", "openai/gpt-5"],
    ["gateway", "anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"],
    ["github_models", "openai/gpt-4.1", "openai/gpt-4.1"],
  ],
  ":free, :nitro and other variants": [
    ["openrouter", "openai/gpt-5:nitro", "openrouter/openai/gpt-5"],
    ["openrouter", "meta-llama/llama-9-1b-instruct:free", "openrouter/*:free"],
    ["anthropic", "claude-sonnet-4-5[1m]", "anthropic/claude-sonnet-4-5"],
  ],
  "* on a server of one's own": [
    ["ollama", "llama3.2", "ollama/*"],
    ["ollama", "hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M", "ollama/*"],
  ],
  "Bedrock ids": [
    ["aws.bedrock", "global.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws.bedrock/anthropic.claude-sonnet-4-5"],
    ["bedrock", "us.amazon.nova-pro-v1:0", "aws.bedrock/amazon.nova-pro"],
    ["anthropic", "us.anthropic.claude-opus-4-5-20251101-v1:0", "aws.bedrock/anthropic.claude-opus-4-5"],
  ],
  "ARNs of inference profiles and foundation models": [
    [
      "aws.bedrock",
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "aws.bedrock/anthropic.claude-sonnet-4-5",
    ],
    [
      "aws.bedrock",
      "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
      "aws.bedrock/anthropic.claude-3-haiku",
    ],
  ],
  "ft: fine-tunes": [
    ["openai", "ft:gpt-4o-mini-2024-07-18:acme::abc", "openai/ft:gpt-4o-mini"],
    ["openai", "ft:gpt-4.1-2025-04-14:acme:support:xyz", "openai/ft:gpt-4.1"],
    ["azure", "gpt-4o-mini-2024-07-18.ft-0123", "openai/ft:gpt-4o-mini"],
  ],
};

describe.each(Object.entries(KINDS))("a model is found under %s", (_kind, names) => {
  it.each(names)("%s %s is %s", (provider, model, expected) => {
    expect(listed(provider, model)).toBe(expected);
  });
});

describe("a provider is found under the name that instrumentations, routers and hosts give it", () => {
  it.each([
    ["together_ai", "together_ai"],
    ["together", "together_ai"],
    ["fireworks_ai", "fireworks_ai"],
    ["fireworks-ai", "fireworks_ai"],
    ["zai", "zai"],
    ["z-ai", "zai"],
    ["dashscope", "dashscope"],
    ["alibaba", "dashscope"],
    ["nvidia_nim", "nvidia_nim"],
    ["nvidia", "nvidia_nim"],
    ["vercel_ai_gateway", "vercel_ai_gateway"],
    ["vercel", "vercel_ai_gateway"],
    ["x_ai", "x_ai"],
    ["gcp.gen_ai", "gcp.gemini"],
    ["IBM.watsonx.ai", "ibm.watsonx.ai"],
    ["azure.ai.inference", "azure.ai.inference"],
  ])("%s is %s", (name, provider) => {
    expect(canonicalProvider(name)).toBe(provider);
  });

  it.each([
    ["together_ai", "meta-llama/Llama-3.3-70B-Instruct-Turbo"],
    ["fireworks_ai", "accounts/fireworks/models/deepseek-v3p1"],
    ["zai", "glm-4.7"],
    ["dashscope", "qwen3-max"],
    ["deepinfra", "deepseek-ai/DeepSeek-V3.1"],
    ["sambanova", "DeepSeek-R1"],
  ])("and its models have prices: %s %s", (provider, model) => {
    const cost = engine.price({
      provider,
      responseModel: model,
      startTimeMs: Date.parse("2026-10-01"),
      usage: { inputTokens: 1000, outputTokens: 10 },
    });
    expect(cost).toMatchObject({ status: "priced", provider });
  });

  it("nobody publishes a price of NVIDIA's own endpoints, so they have none", () => {
    const call = { provider: "nvidia_nim", requestModel: "nvidia/nemotron-4-340b-instruct", startTimeMs: 0 };
    expect(engine.price({ ...call, usage: { inputTokens: 1 } })).toMatchObject({ status: "unpriced" });
  });

  it.each([
    ["open.bigmodel.cn", "zai"],
    ["dashscope-intl.aliyuncs.com", "dashscope"],
    ["ai-gateway.vercel.sh", "vercel_ai_gateway"],
    ["integrate.api.nvidia.com", "nvidia_nim"],
    ["api.deepinfra.com", "deepinfra"],
  ])("%s is %s, whatever the client calls itself", (serverAddress, provider) => {
    const query = { provider: "openai", requestModel: "nobody-lists-this", serverAddress, startTimeMs: 0 };
    expect(engine.price({ ...query, usage: { inputTokens: 1 } })).toMatchObject({ status: "unpriced", provider });
  });
});

describe("what a server of one's own passes on to a cloud has no price", () => {
  const priced = (requestModel: string, serverAddress?: string): unknown =>
    engine.price({
      provider: "ollama",
      requestModel,
      startTimeMs: Date.parse("2026-11-26"),
      usage: { inputTokens: 1000, outputTokens: 10 },
      ...(serverAddress === undefined ? {} : { serverAddress }),
    });

  it.each(["gpt-oss:120b-cloud", "gemma4:cloud"])("%s", (model) => {
    expect(priced(model, "localhost")).toMatchObject({ status: "unpriced" });
  });

  it("nor has what is sent there at once", () => {
    expect(priced("gemma4:31b", "ollama.com")).toMatchObject({ status: "unpriced" });
    expect(priced("gemma4:31b", "gpu.internal")).toMatchObject({ status: "priced", totalPicoUsd: 0 });
    expect(priced("gemma4:31b")).toMatchObject({ status: "priced", totalPicoUsd: 0 });
  });
});

describe("a name that is more than a known one and a date stays unknown", () => {
  it.each([
    ["anthropic", "claude-sonnet-5-9-mini"],
    ["anthropic", "claude-opus-4-9"],
    ["anthropic", "claude-sonnet-4-5-fast"],
    ["anthropic", "claude-sonnet-4-5-20259999"],
    ["anthropic", "claude"],
    ["anthropic", ""],
    ["openai", "gpt-5-ultra-x"],
    ["openai", "gpt-5-2025"],
    ["openai", "gpt-5-2025-13-01"],
    ["openai", "gpt-5-2025-12-32"],
    ["openai", "gpt-5-1999-12-31"],
    ["openai", "gpt-"],
    ["openai", "ft:gpt-9:acme::abc"],
    ["openai", "my-gpt-5"],
    ["openai", "__proto__"],
    ["openai", "constructor"],
    ["__proto__", "gpt-5"],
    ["gcp.gemini", "gemini-2.5-pro-deluxe"],
    ["gcp.gemini", "gemini-9-flash-001"],
    ["aws.bedrock", "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123"],
    ["aws.bedrock", "us.anthropic.claude-sonnet-9-v1:0"],
    ["aws.bedrock", "mars.anthropic.claude-sonnet-4-5-20250929-v1:0"],
    ["azure.ai.openai", "my-deployment"],
    ["groq", "openai/gpt-5"],
    ["together_ai", "openai/gpt-5"],
    ["mistral_ai", "mistral-large-2707"],
    ["some-gateway", "gpt-5"],
  ])("%s %s is unpriced", (provider, model) => {
    expect(listed(provider, model)).toBeUndefined();
    const cost = engine.price({ provider, responseModel: model, startTimeMs: 0, usage: { inputTokens: 1 } });
    expect(cost).toMatchObject({ status: "unpriced", model });
    expect(cost).not.toHaveProperty("totalPicoUsd");
  });
});

describe("which model and whose price list", () => {
  const usage = { inputTokens: 1000, outputTokens: 100 };
  const at = Date.parse("2026-06-01T12:00:00Z");
  const price = (query: Partial<PriceQuery>): object =>
    engine.price({ provider: "openai", startTimeMs: at, usage, ...query });

  it("prefers the model that served the call", () => {
    expect(price({ requestModel: "gpt-5", responseModel: "gpt-5-mini-2025-08-07" })).toMatchObject({
      modelId: "gpt-5-mini",
      matchedBy: "response",
    });
  });

  it("falls back on the model asked for, and says so", () => {
    expect(price({ requestModel: "gpt-5", responseModel: "gpt-5-ultra-x" })).toMatchObject({
      modelId: "gpt-5",
      matchedBy: "request",
    });
  });

  it("lets a known host decide whose price list holds", () => {
    expect(price({ requestModel: "llama-3.3-70b-versatile", serverAddress: "api.groq.com" })).toMatchObject({
      provider: "groq",
      status: "priced",
    });
    expect(price({ requestModel: "gpt-5", serverAddress: "127.0.0.1" })).toMatchObject({ provider: "openai" });
  });

  it("reads the region from the host of a data residency endpoint", () => {
    const home = price({ requestModel: "gpt-5.4", serverAddress: "api.openai.com" });
    const europe = price({ requestModel: "gpt-5.4", serverAddress: "eu.api.openai.com" });
    expect(home).toMatchObject({ totalPicoUsd: 4_000_000_000 });
    expect(europe).toMatchObject({ totalPicoUsd: 4_400_000_000, region: "regional" });
  });

  it("prices a free variant at an explicit zero", () => {
    const cost = price({ provider: "openrouter", requestModel: "meta-llama/llama-9-1b-instruct:free" });
    expect(cost).toMatchObject({ status: "priced", totalPicoUsd: 0, parts: {} });
  });

  it("says that a router's prefix was followed to the maker's list price", () => {
    expect(price({ provider: "some-gateway", requestModel: "openai/gpt-5" })).toMatchObject({
      status: "estimated",
      problems: ["priced_as_other_provider"],
    });
  });

  it("estimates what a LiteLLM proxy calls by its maker's name at the maker's list price, and guesses nothing else", () => {
    const atLiteLLM = (requestModel: string): unknown => price({ provider: "litellm", requestModel });
    expect(atLiteLLM("gpt-5")).toMatchObject({ status: "estimated", problems: ["priced_as_other_provider"] });
    expect(atLiteLLM("claude-sonnet-4-5")).toMatchObject({ status: "estimated" });
    expect(atLiteLLM("our-team-model")).toMatchObject({ status: "unpriced" });
  });

  it("follows the user's aliases for deployments and application profiles", () => {
    const { overrides, problems } = parsePriceOverrides({
      aliases: [
        { provider: "azure.ai.openai", model: "My-Deployment", use: { model: "gpt-5" } },
        {
          model: "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123",
          use: { provider: "aws.bedrock", model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0" },
        },
      ],
    });
    expect(problems).toEqual([]);
    const aliased = createPriceEngine({ overrides });
    expect(aliased.find("azure", "my-deployment")?.listed.model).toBe("gpt-5");
    expect(aliased.find("openai", "my-deployment")).toBeUndefined();
    expect(
      aliased.find("bedrock", "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123")?.idRegion,
    ).toBe("us");
  });
});

it("forgets names rather than grow without bound", () => {
  const index = new PriceIndex(compiledTable(), NO_OVERRIDES, 1);
  for (let serial = 0; serial < 3 * MAX_REMEMBERED; serial++) {
    index.find("openai", `unknown-${serial}`);
    expect(index.remembered).toBeLessThanOrEqual(MAX_REMEMBERED);
  }
  expect(index.find("openai", "gpt-5-2025-08-07")?.listed.model).toBe("gpt-5");
});
