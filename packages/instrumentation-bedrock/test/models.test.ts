// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { onStage } from "./stage.ts";

const stage = onStage();
const ANSWER = "The capital of France is Paris.";

const CONVERSE_BODY = {
  messages: [{ role: "user", content: [{ text: "What is the capital of France?" }] }],
  inferenceConfig: { maxTokens: 99 },
};
const PROMPT = "What is the capital of France?"; // 30 bytes: 8 tokens
const COUNTED = { inputTokens: 8, outputTokens: 8 };

/** How each family says what it used: in its body, or only by Bedrock's headers and the end of its stream. */
const GENERATING = [
  {
    family: "Nova",
    model: "us.amazon.nova-lite-v1:0",
    body: CONVERSE_BODY,
    operation: "chat",
    usage: { ...COUNTED, cacheReadTokens: 0, cacheWriteTokens: 0 },
    reasons: ["end_turn"],
  },
  {
    family: "Llama",
    model: "meta.llama3-3-70b-instruct-v1:0",
    body: { prompt: PROMPT, max_gen_len: 99 },
    operation: "text_completion",
    usage: COUNTED,
    reasons: ["stop"],
  },
  {
    family: "Mistral",
    model: "mistral.mixtral-8x7b-instruct-v0:1",
    body: { prompt: PROMPT, max_tokens: 99 },
    operation: "text_completion",
    usage: COUNTED,
    reasons: ["stop"],
  },
  {
    family: "Titan Text",
    model: "amazon.titan-text-premier-v1:0",
    body: { inputText: PROMPT, textGenerationConfig: { maxTokenCount: 99 } },
    operation: "text_completion",
    usage: COUNTED,
    reasons: ["FINISH"],
  },
  {
    family: "Cohere Command R",
    model: "cohere.command-r-plus-v1:0",
    body: { message: PROMPT, max_tokens: 99 },
    operation: "chat",
    usage: COUNTED,
    reasons: ["COMPLETE"],
  },
] as const;

describe.each(GENERATING)("$family", ({ model, body, operation, usage, reasons }) => {
  const input = {
    modelId: model,
    contentType: "application/json",
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
  const EXPECTED = { operationName: operation, requestModel: model, usageStatus: "reported", finishReasons: reasons };

  it("is billed by what its answer says", async () => {
    stage.provider.enqueue({ text: ANSWER });
    await stage.client().send(new stage.sdk.InvokeModelCommand(input));

    expect(stage.operations).toMatchObject([{ ...EXPECTED, stream: false, usage, region: "us-east-1" }]);
    expect(await stage.attributes()).toMatchObject({ "gen_ai.request.max_tokens": 99 });
  });

  it("is billed by what the end of its stream says", async () => {
    stage.provider.enqueue({ text: ANSWER });
    const output = await stage.client().send(new stage.sdk.InvokeModelWithResponseStreamCommand(input));
    for await (const _ of output.body ?? []) void _;

    expect(stage.operations).toMatchObject([{ ...EXPECTED, stream: true, usage }]);
  });

  it("has no known output where its stream is left", async () => {
    stage.provider.enqueue({ text: ANSWER });
    const output = await stage.client().send(new stage.sdk.InvokeModelWithResponseStreamCommand(input));
    for await (const _ of output.body ?? []) break;

    expect(stage.operations[0]?.usage?.outputTokens).toBeUndefined();
    expect(stage.operations[0]?.usageStatus).not.toBe("reported");
  });
});

describe("the tier of InvokeModel", () => {
  const LLAMA = { modelId: "meta.llama3-3-70b-instruct-v1:0", body: JSON.stringify({ prompt: PROMPT }) };

  it.each([
    { asked: { serviceTier: "priority" }, tier: "priority" },
    { asked: { serviceTier: "flex", performanceConfigLatency: "optimized" }, tier: "optimized" },
    { asked: {}, tier: undefined },
  ] as const)("is the one that served, whole or streamed: $tier", async ({ asked, tier }) => {
    await stage.client().send(new stage.sdk.InvokeModelCommand({ ...LLAMA, ...asked }));
    const command = new stage.sdk.InvokeModelWithResponseStreamCommand({ ...LLAMA, ...asked });
    for await (const _ of (await stage.client().send(command)).body ?? []) void _;

    expect(stage.operations.map(({ serviceTier }) => serviceTier)).toEqual([tier, tier]);
  });
});

const OTHERS = [
  {
    name: "Titan's embeddings, counted in the body",
    model: "amazon.titan-embed-text-v2:0",
    body: { inputText: PROMPT, dimensions: 256 },
    expected: { operationName: "embeddings", usage: { inputTokens: 8 }, usageStatus: "reported" },
  },
  {
    name: "Cohere's embeddings, counted by the headers",
    model: "cohere.embed-english-v3",
    body: { texts: [PROMPT], input_type: "search_query" },
    expected: { operationName: "embeddings", usage: { inputTokens: 8 }, usageStatus: "reported" },
  },
  {
    name: "Cohere's ranking, which nothing counts",
    model: "cohere.rerank-v3-5:0",
    body: { query: PROMPT, documents: ["a", "b"], api_version: 2 },
    expected: { operationName: "rerank", usageStatus: "missing" },
  },
] as const;

describe("models that generate no text", () => {
  it.each(OTHERS)("$name", async ({ model, body, expected }) => {
    const input = { modelId: model, contentType: "application/json", body: JSON.stringify(body) };
    await stage.client().send(new stage.sdk.InvokeModelCommand(input));

    expect(stage.operations).toMatchObject([{ requestModel: model, provider: "aws.bedrock", ...expected }]);
    expect(stage.operations[0]?.usage?.outputTokens).toBeUndefined();
  });

  it("StartAsyncInvoke is accepted, with the seconds that were ordered, and a bill that is not final", async () => {
    const command = new stage.sdk.StartAsyncInvokeCommand({
      modelId: "amazon.nova-reel-v1:1",
      modelInput: { taskType: "TEXT_VIDEO", videoGenerationConfig: { durationSeconds: 6, fps: 24 } },
      outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://bucket" } },
    });
    const { invocationArn } = await stage.client().send(command);

    expect(stage.operations).toMatchObject([
      {
        operationName: "generate_content",
        requestModel: "amazon.nova-reel-v1:1",
        responseId: invocationArn,
        usage: { units: { mediaSeconds: 6 } },
        usageStatus: "partial",
      },
    ]);
  });
});
