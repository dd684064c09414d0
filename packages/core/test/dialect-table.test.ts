// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { DIALECTS } from "@outlay/semconv";
import { describe, expect, it } from "vitest";

import { operationFromSpan } from "../src/index.ts";
import type { Operation, SpanFacts } from "../src/index.ts";

function read(attributes: Attributes, span: Partial<SpanFacts> = {}): Operation | undefined {
  return operationFromSpan({
    scope: "anybody",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    startTimeMs: 1_000,
    endTimeMs: 2_000,
    failed: false,
    attributes,
    ...span,
  });
}

const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai" };
const counts = (input: number, output: number): Attributes => ({
  ...CHAT,
  "gen_ai.usage.input_tokens": input,
  "gen_ai.usage.output_tokens": output,
});

describe("the table of dialects", () => {
  it("has one name for each entry", () => {
    expect(new Set(DIALECTS.map(({ name }) => name)).size).toBe(DIALECTS.length);
  });

  it.each([
    ["0.27.0", 100, 1500, "openllmetry-anthropic-0.27"],
    ["0.28.0", 1500, 1500, "openllmetry"],
  ])("reads %s of an emitter by the rule of that version", (scopeVersion, input, whole, dialect) => {
    const attributes = {
      ...counts(input, 50),
      "gen_ai.provider.name": "anthropic",
      "gen_ai.usage.cache_read.input_tokens": 1000,
      "gen_ai.usage.cache_creation.input_tokens": 400,
      "gen_ai.usage.total_tokens": input + 50,
    };
    const operation = read(attributes, { scope: "@traceloop/instrumentation-anthropic", scopeVersion });
    expect(operation?.usage?.inputTokens).toBe(whole);
    expect(operation?.usageStatus).toBe("reported");
    expect(operation?.source.dialect).toBe(dialect);
  });

  it("takes what an emitter counts beside for that even where the parts would fit inside", () => {
    const attributes = {
      ...counts(5000, 50),
      "gen_ai.provider.name": "anthropic",
      "gen_ai.usage.cache_read.input_tokens": 1000,
      "gen_ai.usage.total_tokens": 5050,
    };
    const scope = "@traceloop/instrumentation-anthropic";
    expect(read(attributes, { scope, scopeVersion: "0.27.0" })?.usage?.inputTokens).toBe(6000);
    expect(read(attributes)?.usage?.inputTokens).toBe(5000);
  });
});

describe("a scope that no entry names", () => {
  const OUTER = { "ai.operationId": "ai.generateText.doGenerate", "ai.model.provider": "anthropic.messages" };

  it.each<[dialect: string, attributes: Attributes, input: number | undefined]>([
    ["gen-ai", { ...counts(1500, 5), "llm.token_count.prompt": 9 }, 1500],
    [
      "openinference",
      {
        "openinference.span.kind": "LLM",
        "llm.provider": "aws",
        "llm.token_count.prompt": 1500,
        "llm.token_count.completion": 5,
        "llm.token_count.prompt_details.cache_read": 1000,
      },
      1500,
    ],
    [
      "ai-sdk-6",
      {
        ...OUTER,
        "ai.usage.inputTokens": 1500,
        "ai.usage.cachedInputTokens": 1000,
        "ai.usage.inputTokenDetails.noCacheTokens": 500,
      },
      1500,
    ],
    ["ai-sdk", { ...OUTER, "ai.usage.inputTokens": 1500, "ai.usage.cachedInputTokens": 1000 }, 2500],
    [
      "ai-sdk-6",
      {
        ...OUTER,
        "ai.usage.inputTokens": 500,
        "ai.usage.cachedInputTokens": 300,
        "ai.usage.inputTokenDetails.noCacheTokens": 500,
      },
      800,
    ],
    ["gen-ai", { ...CHAT, input_tokens: 9, output_tokens: 9 }, undefined],
  ])("is read as %s", (dialect, attributes, input) => {
    const operation = read(attributes);
    expect([operation?.source.dialect, operation?.usage?.inputTokens]).toEqual([dialect, input]);
  });
});

describe("what an emitter does not tell", () => {
  it.each([
    [
      "leaves short prompts alone, which nobody caches",
      "@opentelemetry/instrumentation-openai",
      1023,
      "reported",
      undefined,
    ],
    ["makes a long prompt doubtful", "@opentelemetry/instrumentation-openai", 1024, "reported", ["cache_not_told"]],
    [
      "makes a bill partial where the cache is beside",
      "@opentelemetry/instrumentation-aws-sdk",
      10,
      "partial",
      ["cache_not_told"],
    ],
    ["is nothing for emitters that tell", "anybody", 5000, "reported", undefined],
  ] as const)("%s", (_what, scope, input, status, problems) => {
    const operation = read(counts(input, 5), { scope });
    expect([operation?.usageStatus, operation?.usageProblems]).toEqual([status, problems]);
  });

  it("shows in a total that is more than all counts", () => {
    const operation = read({ ...counts(100, 50), "gen_ai.usage.total_tokens": 1550 });
    expect(operation).toMatchObject({ usageStatus: "partial", usageProblems: ["total_exceeds_counts"] });
  });

  it("is partial where one half of a generation is not there", () => {
    expect(read({ ...CHAT, "gen_ai.usage.input_tokens": 7 })?.usageStatus).toBe("partial");
    expect(read({ ...CHAT, "gen_ai.operation.name": "embeddings", "gen_ai.usage.input_tokens": 7 })?.usageStatus).toBe(
      "reported",
    );
  });

  it("is not zero: a call of nothing to nothing has no counts", () => {
    expect(read(counts(0, 0))).toMatchObject({ usage: {}, usageStatus: "missing" });
  });
});

describe("attributes that hold JSON", () => {
  const GENERATED = { "ai.operationId": "ai.generateText.doGenerate", "ai.model.provider": "gateway" };
  const USAGE = {
    "ai.usage.inputTokens": 10,
    "ai.usage.outputTokens": 5,
    "ai.usage.inputTokenDetails.noCacheTokens": 10,
    "ai.model.id": "gpt-5-mini",
  };
  const withMetadata = (metadata: string): Operation | undefined =>
    read({ ...GENERATED, ...USAGE, "ai.response.providerMetadata": metadata }, { scope: "ai" });

  it.each([
    ["a gateway's bill as text", '{"gateway":{"cost":"0.0045"}}', 0.0045],
    ["a router's bill as number", '{"openrouter":{"usage":{"cost":0.25}}}', 0.25],
    ["no amount", '{"gateway":{"cost":"free"}}', undefined],
    ["broken JSON", '{"gateway":{"cost":"0.0045"', undefined],
    ["JSON too long to be parsed beside a program", `{"gateway":{"cost":1},"x":"${"x".repeat(65_536)}"}`, undefined],
  ])("tell %s", (_what, metadata, usd) => {
    expect(withMetadata(metadata)?.reportedCostUsd).toBe(usd);
  });

  it("never replace what an attribute says", () => {
    const operation = read(
      {
        ...CHAT,
        "gen_ai.usage.input_tokens": 10,
        "gen_ai.usage.output_tokens": 5,
        "langsmith.usage_metadata":
          '{"input_tokens":99,"output_tokens":99,"input_token_details":{"cache_read":4},"total_cost":7}',
      },
      { scope: "langsmith" },
    );
    expect(operation?.usage).toEqual({ inputTokens: 10, outputTokens: 5, cacheReadTokens: 4 });
    expect(operation).not.toHaveProperty("reportedCostUsd");
  });
});

describe("costs that emitters work out themselves", () => {
  it.each([
    ["gen_ai.usage.cost", "openlit"],
    ["llm.cost.total", "@arizeai/openinference-instrumentation-openai"],
    ["operation.cost", "pydantic-ai"],
    ["gen_ai.cost.total_tokens", "auto.ai.openai"],
  ])("are no bill: %s", (name, scope) => {
    expect(read({ ...counts(10, 5), [name]: 123 }, { scope })).not.toHaveProperty("reportedCostUsd");
  });
});

describe("agents that run elsewhere", () => {
  const AGENT = { ...counts(10, 5), "gen_ai.operation.name": "invoke_agent" };

  it.each([
    ["are billed by a CLIENT span with counts", AGENT, 2, true],
    ["are not billed by a CLIENT span without", { "gen_ai.operation.name": "invoke_agent" }, 2, false],
    ["are not billed by the INTERNAL span of an agent that runs here", AGENT, 0, false],
    ["are not billed by a span of unknown kind", AGENT, undefined, false],
  ] as const)("%s", (_what, attributes, kind, billed) => {
    expect(read({ ...attributes }, { kind }) !== undefined).toBe(billed);
  });
});

describe("spans that name no operation", () => {
  it.each([
    [
      "are calls of emitters that never name one",
      "@opentelemetry/instrumentation-aws-sdk",
      "gen_ai.usage.input_tokens",
      true,
    ],
    ["are nothing of anybody else", "anybody", "gen_ai.usage.input_tokens", false],
    [
      "are calls of Claude Code when they have its bare counts",
      "com.anthropic.claude_code.tracing",
      "input_tokens",
      true,
    ],
    ["are nothing with bare counts of others", "anybody", "input_tokens", false],
    ["are turns of Codex", "codex_exec", "codex.turn.token_usage.input_tokens", true],
    ["are no single responses of Codex, which have no model", "codex_exec", "gen_ai.usage.input_tokens", false],
  ])("%s", (_what, scope, name, billed) => {
    expect(read({ [name]: 5, model: "gpt-5-mini" }, { scope }) !== undefined).toBe(billed);
  });
});

describe("who was called", () => {
  it.each([
    ["strands-agents", "us.anthropic.claude-sonnet-4-6", "aws.bedrock"],
    ["strands-agents", "gpt-5-mini", "openai"],
    [undefined, "claude-sonnet-4-6", "anthropic"],
    [undefined, "house-model", "unknown"],
    ["azure", "gpt-5-mini", "azure.ai.openai"],
  ])("is told by %s and %s", (said, model, provider) => {
    const attributes = { ...counts(1, 1), "gen_ai.provider.name": said, "gen_ai.request.model": model };
    expect(read(attributes)?.provider).toBe(provider);
  });
});

describe("for whom a call was made", () => {
  it.each([
    ["langfuse.user.id", "user.id"],
    ["ai.telemetry.metadata.userId", "user.id"],
    ["traceloop.association.properties.session_id", "session.id"],
    ["langsmith.metadata.thread_id", "gen_ai.conversation.id"],
  ])("is read from %s as %s", (theirs, ours) => {
    const attributes = { ...counts(1, 1), [theirs]: "it" };
    expect(read(attributes)?.attributes[ours]).toBe("it");
    expect(attributes).not.toHaveProperty([ours]);
    expect(read({ ...attributes, [ours]: "own" })?.attributes[ours]).toBe("own");
  });
});

it("knows an id that the AI SDK made up for none of the provider's", () => {
  const id = { "gen_ai.response.id": "aitxt-nnWwJqO1jXdy9LIVGQOiw4yW" };
  expect(read({ ...counts(1, 1), ...id })).not.toHaveProperty("responseId");
});
