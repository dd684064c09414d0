// SPDX-License-Identifier: Apache-2.0
import { normalizeUsage } from "@outlay/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { modelFacts, rememberName, responseFacts, responseOfEvent } from "../src/models/model-facts.ts";

describe("an answer", () => {
  it.each([
    ["of one request", { inputTokensDetails: [{ cached_tokens: 40 }], outputTokensDetails: [{ reasoning_tokens: 5 }] }],
    [
      "of several, whose details are added up",
      {
        inputTokensDetails: [{ cached_tokens: 30 }, {}, { cached_tokens: 10 }],
        outputTokensDetails: [{ reasoning_tokens: 2 }, { reasoning_tokens: 3 }],
      },
    ],
    ["in a stream", { inputTokensDetails: { cached_tokens: 40 }, outputTokensDetails: { reasoning_tokens: 5 } }],
  ])("%s is read", (_title, details) => {
    const usage = { requests: 1, inputTokens: 100, outputTokens: 20, totalTokens: 120, ...details };
    expect(responseFacts({ usage, responseId: "r" }).usage).toEqual({
      inputTokens: 100,
      outputTokens: 20,
      cacheReadTokens: 40,
      cacheWriteTokens: undefined,
      reasoningTokens: 5,
    });
  });

  it("says of how many calls it is the sum, and what OpenAI says of who answered", () => {
    const usage = { requests: 3, inputTokens: 1, outputTokens: 1, totalTokens: 2 };
    const providerData = { model: "gpt-5-2025-08-07", service_tier: "flex" };
    expect(responseFacts({ usage, id: "r", providerData })).toMatchObject({
      id: "r",
      callCount: 3,
      model: "gpt-5-2025-08-07",
      serviceTier: "flex",
    });
  });

  it.each([undefined, {}, { requests: 0, inputTokens: 0, outputTokens: 0, totalTokens: 0 }])(
    "whose usage is %j has none, not nought",
    (usage) => {
      expect(responseFacts({ usage }).usage).toBeUndefined();
    },
  );
});

describe("a model", () => {
  it.each([
    [{ _client: { baseURL: "https://api.openai.com/v1" }, _model: "gpt-5" }, "openai", "gpt-5"],
    [{ _client: { baseURL: "https://api.deepseek.com/v1" }, _model: "deepseek-chat" }, "deepseek", "deepseek-chat"],
    [{ provider: "anthropic.messages", modelId: "claude" }, "anthropic", "claude"],
    [{ modelName: "mine" }, "unknown", "mine"],
    [{}, "unknown", undefined],
  ])("%j is told by its fields", (model, provider, name) => {
    expect(modelFacts(model)).toMatchObject({ client: { provider }, model: name });
  });

  it("is told by the name that it was asked for, where it has none", () => {
    const model = {};
    rememberName(model, "mine");
    expect(modelFacts(model).model).toBe("mine");
  });

  it("of the SDK's own whose client is hidden is taken to call OpenAI", () => {
    class OpenAIChatCompletionsModel {
      readonly model = "gpt-5";
    }
    expect(modelFacts(new OpenAIChatCompletionsModel()).client).toEqual({ provider: "openai" });
  });
});

const NAMES = [
  "id",
  "responseId",
  "usage",
  "providerData",
  "model",
  "service_tier",
  "requests",
  "inputTokens",
] as const;
const MORE = [
  "outputTokens",
  "totalTokens",
  "inputTokensDetails",
  "cached_tokens",
  "type",
  "response",
  "_client",
  "baseURL",
];
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>("response_done", -1, 1e300, Number.NaN, null, undefined),
    fc.string(),
    fc.integer(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES, ...MORE), tie("value"), { maxKeys: 8 }),
  ),
}));

describe("the readers", () => {
  it("survive anything, and make no usage that a bill could choke on", () => {
    fc.assert(
      fc.property(anything.value, (value) => {
        const { usage } = responseFacts(responseOfEvent(value) ?? value);
        if (usage !== undefined) normalizeUsage(usage);
        modelFacts(Object(value) as object);
      }),
      { numRuns: 500 },
    );
  });
});
