// SPDX-License-Identifier: Apache-2.0
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";

import type { ConverseCommandInput } from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it } from "vitest";

import { clientConfig } from "./load-sdk.ts";
import { onStage } from "./stage.ts";

const stage = onStage();
const INPUT = {
  modelId: "arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/a1b2c3",
  messages: [{ role: "user", content: [{ text: "Hi" }] }],
} satisfies ConverseCommandInput;

async function converse(more: Partial<ConverseCommandInput> = {}): Promise<void> {
  await stage.client().send(new stage.sdk.ConverseCommand({ ...INPUT, ...more }));
}

describe("Converse", () => {
  it("keeps an ARN as the model, for pricing to resolve", async () => {
    await converse();

    expect(stage.operations).toMatchObject([{ requestModel: INPUT.modelId, region: "us-east-1" }]);
    expect(stage.operations[0]).not.toHaveProperty("responseModel");
  });

  it("names the model that a prompt router chose", async () => {
    const invokedModelId = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0";
    stage.provider.enqueue({ fields: { trace: { promptRouter: { invokedModelId } } } });
    await converse();

    expect(stage.operations).toMatchObject([{ responseModel: invokedModelId }]);
  });

  it("tells the guardrail, and that it intervened", async () => {
    stage.provider.enqueue({ stopReason: "guardrail_intervened" });
    await converse({ guardrailConfig: { guardrailIdentifier: "gr-1", guardrailVersion: "1" } });

    expect(await stage.attributes()).toMatchObject({
      "aws.bedrock.guardrail.id": "gr-1",
      "gen_ai.response.finish_reasons": ["guardrail_intervened"],
    });
  });

  it.each([
    { asked: { serviceTier: { type: "flex" } }, tier: "flex" },
    { asked: { performanceConfig: { latency: "optimized" } }, tier: "optimized" },
    { asked: { performanceConfig: { latency: "standard" }, serviceTier: { type: "priority" } }, tier: "priority" },
    { asked: {}, tier: undefined },
  ] as const)("is billed at the tier that served it: $tier", async ({ asked, tier }) => {
    await converse(asked);

    expect(stage.operations[0]?.serviceTier).toBe(tier);
  });

  it("records settings of the request", async () => {
    await converse({
      inferenceConfig: { maxTokens: 9, temperature: 0.5, topP: 0.9, stopSequences: ["END"] },
      additionalModelRequestFields: { top_k: 40 },
      outputConfig: { effort: "high" },
    });

    expect(await stage.attributes()).toMatchObject({
      "gen_ai.request.max_tokens": 9,
      "gen_ai.request.temperature": 0.5,
      "gen_ai.request.top_p": 0.9,
      "gen_ai.request.top_k": 40,
      "gen_ai.request.stop_sequences": ["END"],
      "gen_ai.request.reasoning.level": "high",
    });
  });

  it("splits what cache points wrote by its lifetime, and reads it the next time", async () => {
    const system: ConverseCommandInput["system"] = [
      { text: "a".repeat(8000) },
      { cachePoint: { type: "default", ttl: "1h" } },
      { text: "b".repeat(8000) },
      { cachePoint: { type: "default" } },
    ];
    await converse({ system });
    await converse({ system });

    expect(stage.operations.map(({ usage }) => usage)).toMatchObject([
      {
        inputTokens: 4001,
        cacheReadTokens: 0,
        cacheWriteTokens: 4000,
        cacheWrite5mTokens: 2000,
        cacheWrite1hTokens: 2000,
      },
      { inputTokens: 4001, cacheReadTokens: 4000, cacheWriteTokens: 0 },
    ]);
  });

  it("names the tools that are to be run, of a stream without keeping what they are given", async () => {
    stage.provider.enqueue({ toolCalls: [{ name: "lookup", arguments: { city: "Paris" }, id: "tooluse_1" }] });
    const output = await stage.client().send(new stage.sdk.ConverseStreamCommand(INPUT));
    for await (const _ of output.stream ?? []) void _;

    expect(stage.operations).toMatchObject([{ toolCalls: [{ id: "tooluse_1", name: "lookup" }] }]);
  });

  it("is not delayed by a region that is never told", async () => {
    const pending = new Promise<string>(() => undefined);
    let asked = 0;
    const region = (): Promise<string> => ((asked += 1) > 1 ? Promise.resolve("us-west-2") : pending);
    const client = new stage.sdk.BedrockRuntimeClient({ ...clientConfig(stage.provider), region });
    await client.send(new stage.sdk.ConverseCommand(INPUT));

    expect(stage.operations).toMatchObject([{ status: "ok" }]);
    expect(stage.operations[0]).not.toHaveProperty("region");
  });
});

describe("commands that call no model", () => {
  it("pass through", async () => {
    const command = new stage.sdk.CountTokensCommand({ modelId: INPUT.modelId, input: { converse: INPUT } });
    await expect(stage.client().send(command)).rejects.toThrow();

    expect(stage.operations).toEqual([]);
  });
});

describe("the SDK's own HTTP/2 handler", () => {
  it("is followed like the other", async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, {
        "content-type": "application/json",
        "x-amzn-requestid": "h2-1",
        "x-amzn-bedrock-input-token-count": "12",
        "x-amzn-bedrock-output-token-count": "34",
      });
      response.end(JSON.stringify({ outputs: [{ text: "Hello", stop_reason: "stop" }] }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { requestHandler: _http1, ...config } = clientConfig({ url: `http://127.0.0.1:${port}` });
    const client = new stage.sdk.BedrockRuntimeClient(config);
    try {
      const body = JSON.stringify({ prompt: "Hi" });
      await client.send(new stage.sdk.InvokeModelCommand({ modelId: "mistral.mistral-7b-instruct-v0:2", body }));
    } finally {
      client.destroy();
      server.close();
    }

    expect(stage.operations).toMatchObject([{ usage: { inputTokens: 12, outputTokens: 34 }, serverPort: port }]);
    expect(await stage.attributes()).toMatchObject({ "aws.request_id": "h2-1" });
  });
});
