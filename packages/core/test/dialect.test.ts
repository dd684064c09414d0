// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";

import { operationFromSpan } from "../src/index.ts";
import type { Operation, SpanFacts } from "../src/index.ts";

function read(scope: string, attributes: Attributes): Operation | undefined {
  const span: SpanFacts = {
    scope,
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    startTimeMs: 1_000,
    endTimeMs: 2_000,
    failed: false,
    attributes,
  };
  return operationFromSpan(span);
}

/** One call of 100 uncached + 1000 read + 400 written input tokens and 50 output tokens, as each emitter tells it. */
const WHOLE = { inputTokens: 1500, outputTokens: 50, cacheReadTokens: 1000, cacheWriteTokens: 400 };

describe("operationFromSpan", () => {
  it.each<[emitter: string, scope: string, attributes: Attributes, provider: string]>([
    [
      "the conventions v1.41",
      "anybody",
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "anthropic",
        "gen_ai.usage.input_tokens": 1500,
        "gen_ai.usage.output_tokens": 50,
        "gen_ai.usage.cache_read.input_tokens": 1000,
        "gen_ai.usage.cache_creation.input_tokens": 400,
      },
      "anthropic",
    ],
    [
      "the Anthropic SDK itself, with the unreleased names",
      "com.anthropic.sdk.typescript.bedrock",
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "aws.bedrock",
        "gen_ai.usage.input_tokens": 1500,
        "gen_ai.usage.output_tokens": 50,
        "gen_ai.usage.cache_read.input_tokens": 1000,
        "gen_ai.usage.cache_write.input_tokens": 400,
      },
      "aws.bedrock",
    ],
    [
      "OpenLIT on Anthropic, which passes the vendor's counts through under standard names",
      "openlit",
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.system": "anthropic",
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 50,
        "gen_ai.usage.cache_read.input_tokens": 1000,
        "gen_ai.usage.cache_creation.input_tokens": 400,
      },
      "anthropic",
    ],
    [
      "OpenInference on Bedrock",
      "@arizeai/openinference-instrumentation-bedrock",
      {
        "openinference.span.kind": "LLM",
        "llm.provider": "aws",
        "llm.token_count.prompt": 100,
        "llm.token_count.completion": 50,
        "llm.token_count.prompt_details.cache_read": 1000,
        "llm.token_count.prompt_details.cache_write": 400,
      },
      "aws.bedrock",
    ],
    [
      "a stated total that settles what is inside what",
      "anybody",
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.system": "openai",
        "gen_ai.usage.prompt_tokens": 100,
        "gen_ai.usage.completion_tokens": 50,
        "gen_ai.usage.total_tokens": 1550,
        "gen_ai.usage.cache_read_input_tokens": 1000,
        "gen_ai.usage.cache_creation_input_tokens": 400,
      },
      "openai",
    ],
    [
      "AI SDK 6",
      "ai",
      {
        "ai.operationId": "ai.generateText.doGenerate",
        "ai.model.provider": "openai.responses",
        "ai.usage.inputTokens": 1500,
        "ai.usage.outputTokens": 50,
        "ai.usage.inputTokenDetails.cacheReadTokens": 1000,
        "ai.usage.inputTokenDetails.cacheWriteTokens": 400,
        "gen_ai.usage.input_tokens": 1500,
        "gen_ai.usage.output_tokens": 50,
      },
      "openai",
    ],
  ])("reads %s", (_emitter, scope, attributes, provider) => {
    const operation = read(scope, attributes);
    expect(operation?.usage).toEqual(WHOLE);
    expect(operation?.usageStatus).toBe("reported");
    expect(operation?.provider).toBe(provider);
  });

  it("adds reasoning to the output of emitters that pass Google's counts through", () => {
    const operation = read("@traceloop/instrumentation-google-generativeai", {
      "gen_ai.operation.name": "chat",
      "gen_ai.system": "gemini",
      "gen_ai.usage.input_tokens": 10,
      "gen_ai.usage.output_tokens": 5,
      "gen_ai.usage.reasoning_tokens": 7,
    });
    expect(operation?.usage).toEqual({ inputTokens: 10, outputTokens: 12, reasoningTokens: 7 });
  });

  it("never adds two families of names together", () => {
    const operation = read("@arizeai/openinference-instrumentation-openai", {
      "openinference.span.kind": "LLM",
      "llm.token_count.prompt": 10,
      "llm.token_count.completion": 5,
      "gen_ai.usage.input_tokens": 10,
      "gen_ai.usage.output_tokens": 5,
    });
    expect(operation?.usage).toEqual({ inputTokens: 10, outputTokens: 5 });
  });

  it.each([
    ["an agent", { "gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 5 }],
    ["the outer span of the AI SDK", { "ai.operationId": "ai.generateText", "ai.usage.inputTokens": 5 }],
    ["an OpenInference chain", { "openinference.span.kind": "CHAIN", "llm.token_count.prompt": 5 }],
    ["an HTTP call", { "http.request.method": "POST" }],
  ] as const)("does not bill %s", (_kind, attributes) => {
    expect(read("any", attributes)).toBeUndefined();
  });

  it.each([
    ["azure.ai.inference", "azure.ai.inference"],
    ["az.ai.openai", "azure.ai.openai"],
    ["amazon-bedrock.converse", "aws.bedrock"],
    ["google.vertex.chat", "gcp.vertex_ai"],
    ["OpenAI", "openai"],
    ["constructor", "constructor"],
  ])("knows the provider %s as %s", (name, provider) => {
    const operation = read("any", { "gen_ai.operation.name": "chat", "gen_ai.provider.name": name });
    expect(operation?.provider).toBe(provider);
  });

  it("says that usage is missing, not that it is zero", () => {
    const operation = read("any", { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai" });
    expect(operation).toMatchObject({ usage: {}, usageStatus: "missing" });
  });
});
