// SPDX-License-Identifier: Apache-2.0
import Anthropic, { betaRefusalFallbackMiddleware } from "@anthropic-ai/sdk";
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider, Step } from "@outlay-test/fake-provider";
import { observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";

import { instrumentAnthropic } from "../src/index.ts";
import { paramsOf } from "./surfaces/messages.ts";

const PARAMS = paramsOf({ prompt: "Hi" }, "claude-fable-5");
const REFUSAL: Step = {
  text: "",
  stopReason: "refusal",
  usage: { input_tokens: 10, output_tokens: 1 },
  fields: { stop_details: { type: "refusal", category: "cyber", fallback_credit_token: "token" } },
};
const ANSWER: Step = { text: "Paris.", usage: { input_tokens: 12, output_tokens: 4 } };

let provider: FakeProvider;
let telemetry: Telemetry;
const operations: Operation[] = [];
beforeAll(async () => {
  provider = await startFakeProvider();
  telemetry = startTelemetry();
  instrumentAnthropic(Anthropic);
  observeOperations({ operationEnded: (operation) => operations.push(operation) });
});
afterAll(async () => {
  await provider.close();
  await telemetry.shutdown();
});
beforeEach(() => operations.splice(0));

function connect(): Anthropic {
  return new Anthropic({
    apiKey: "test",
    baseURL: provider.anthropicBaseUrl,
    maxRetries: 0,
    openTelemetry: false,
    logLevel: "off",
    middleware: [betaRefusalFallbackMiddleware([{ model: "claude-opus-5" }])],
  });
}

it("the SDK's own fallback is one call, of which the refused pass is not known", async () => {
  provider.enqueue(REFUSAL, ANSWER);
  await connect().beta.messages.create(PARAMS);

  expect(provider.remainingSteps).toEqual([]);
  expect(operations).toMatchObject([
    {
      requestModel: "claude-fable-5",
      responseModel: "claude-opus-5",
      usage: { inputTokens: 12, outputTokens: 4 },
      usageStatus: "partial",
    },
  ]);
});

it("streamed, the SDK's own fallback tells all passes", async () => {
  provider.enqueue(REFUSAL, ANSWER);
  for await (const _ of await connect().beta.messages.create({ ...PARAMS, stream: true })) void _;

  expect(provider.remainingSteps).toEqual([]);
  expect(operations).toMatchObject([
    {
      requestModel: "claude-fable-5",
      responseModel: "claude-opus-5",
      usage: { inputTokens: 22, outputTokens: 5 },
      usageStatus: "reported",
      iterations: [
        { kind: "message", model: "claude-fable-5", usage: { inputTokens: 10, outputTokens: 1 } },
        { kind: "fallback_message", model: "claude-opus-5", usage: { inputTokens: 12, outputTokens: 4 } },
      ],
    },
  ]);
});

it("a fallback by the provider is priced pass by pass", async () => {
  const iterations = [
    { type: "message", model: "claude-fable-5", input_tokens: 10, output_tokens: 1 },
    { type: "fallback_message", model: "claude-opus-5", input_tokens: 12, output_tokens: 4 },
  ];
  provider.enqueue({ ...ANSWER, model: "claude-opus-5", usage: { input_tokens: 12, output_tokens: 4, iterations } });
  await connect().beta.messages.create(PARAMS);

  expect(operations).toMatchObject([{ usage: { inputTokens: 22, outputTokens: 5 }, usageStatus: "reported" }]);
  expect(operations[0]?.iterations).toHaveLength(2);
});
