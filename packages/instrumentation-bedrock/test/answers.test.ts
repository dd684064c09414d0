// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { answerFacts } from "../src/invoke/answer.ts";
import { BidirectionalStreamReducer } from "../src/invoke/bidirectional-stream.ts";
import { parsedBody } from "../src/invoke/json.ts";
import { operationOf } from "../src/invoke/operation.ts";
import { commandName } from "../src/command.ts";
import { completed, usageFromConverse, usageFromHeaders, usageFromMetrics } from "../src/usage.ts";

describe("usage", () => {
  it("of Converse leaves the cache out of the input, which is added", () => {
    const wire = { inputTokens: 5, outputTokens: 7, cacheReadInputTokens: 100, cacheWriteInputTokens: 20 };
    expect(usageFromConverse(wire)).toEqual({
      inputTokens: 125,
      outputTokens: 7,
      cacheReadTokens: 100,
      cacheWriteTokens: 20,
      cacheWrite5mTokens: undefined,
      cacheWrite1hTokens: undefined,
    });
  });

  it("that is no count is left for core to refuse", () => {
    expect(usageFromConverse({ inputTokens: "many", cacheReadInputTokens: 3 })).toMatchObject({ inputTokens: "many" });
    expect(usageFromConverse(null)).toBeUndefined();
  });

  it("is in headers only where they are numbers", () => {
    expect(usageFromHeaders({ "x-amzn-bedrock-input-token-count": "twelve" })).toBeUndefined();
    const headers = {
      "x-amzn-bedrock-input-token-count": "12",
      "x-amzn-bedrock-output-token-count": "3",
      "x-amzn-bedrock-cache-read-input-token-count": "40",
      "x-amzn-bedrock-cache-write-input-token-count": "0",
    };
    expect(usageFromHeaders(headers)).toEqual({
      inputTokens: 52,
      outputTokens: 3,
      cacheReadTokens: 40,
      cacheWriteTokens: 0,
    });
  });

  it("of the body wins; Bedrock's counts fill in what it does not tell", () => {
    const bedrock = usageFromMetrics({ inputTokenCount: 8, outputTokenCount: 3, cacheReadInputTokenCount: 2 });
    expect(completed({ inputTokens: 9 }, bedrock)).toEqual({ inputTokens: 9, outputTokens: 3 });
    expect(completed({ outputTokens: 4 }, bedrock)).toMatchObject({
      inputTokens: 10,
      outputTokens: 4,
      cacheReadTokens: 2,
    });
    expect(completed(undefined, bedrock)).toBe(bedrock);
    expect(completed({ inputTokens: 9 }, undefined)).toEqual({ inputTokens: 9 });
  });
});

/** Bodies of models that the fake provider does not play, as AWS documents them. */
const BODIES = [
  {
    name: "an OpenAI-shaped answer (DeepSeek, Qwen, gpt-oss, AI21)",
    body: {
      id: "chatcmpl-1",
      choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hello" } }],
      usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
    },
    facts: { id: "chatcmpl-1", finishReasons: ["stop"], usage: { inputTokens: 5, outputTokens: 7 } },
    says: "Hello",
  },
  {
    name: "Mistral's chat, with its own word for why it stopped and no usage",
    body: { choices: [{ index: 0, message: { role: "assistant", content: "Hello" }, stop_reason: "length" }] },
    facts: { finishReasons: ["length"], usage: undefined },
    says: "Hello",
  },
  {
    name: "Claude's old completions",
    body: { type: "completion", completion: " Hello", stop_reason: "stop_sequence", stop: "\n\nHuman:" },
    facts: { finishReasons: ["stop_sequence"], usage: undefined },
    says: " Hello",
  },
  {
    name: "several results of Titan, each counted",
    body: {
      inputTextTokenCount: 5,
      results: [
        { tokenCount: 3, outputText: "Hello", completionReason: "FINISH" },
        { tokenCount: 4, outputText: "Hi", completionReason: "LENGTH" },
      ],
    },
    facts: { finishReasons: ["FINISH", "LENGTH"], usage: { inputTokens: 5, outputTokens: 7 } },
    says: "Hello",
  },
  {
    name: "Cohere's units, where it tells them",
    body: { results: [{ index: 0, relevance_score: 0.9 }], meta: { billed_units: { search_units: 1 } } },
    facts: { usage: { units: { searchUnits: 1 } } },
    says: undefined,
  },
  {
    name: "images, by the piece",
    body: { images: ["aGVsbG8=", "aGVsbG8="] },
    facts: { usage: { units: { images: 2 } } },
    says: undefined,
  },
];

describe("answers", () => {
  it.each(BODIES)("$name", ({ body, facts, says }) => {
    const read = answerFacts(body);
    const { usage, ...others } = facts;
    expect(read).toMatchObject(others);
    expect(read.usage).toEqual(usage);
    const said = JSON.stringify(read.content?.());
    if (says === undefined) expect(said).not.toContain('"type":"text"');
    else expect(said).toContain(JSON.stringify(says));
  });

  it("are read from text or bytes, and left alone where they are neither, too long or not JSON", () => {
    expect(parsedBody('{"a":1}')).toEqual({ a: 1 });
    expect(parsedBody(new TextEncoder().encode('{"a":1}'))).toEqual({ a: 1 });
    for (const body of ["{", undefined, 7, {}, `"${"a".repeat(17 * 1024 * 1024)}"`])
      expect(parsedBody(body)).toBeUndefined();
  });
});

describe("what a call does", () => {
  it.each([
    ["amazon.titan-embed-image-v1", {}, "embeddings"],
    ["twelvelabs.marengo-embed-2-7-v1:0", {}, "embeddings"],
    ["us.stability.sd3-5-large-v1:0", { prompt: "A cat" }, "image_generation"],
    ["arn:aws:bedrock:us-east-1:1:provisioned-model/a", { texts: ["a"] }, "embeddings"],
    ["arn:aws:bedrock:us-east-1:1:provisioned-model/a", { messages: [], documents: [] }, "chat"],
    ["arn:aws:bedrock:us-east-1:1:provisioned-model/a", { query: "a", documents: [] }, "rerank"],
    ["arn:aws:bedrock:us-east-1:1:provisioned-model/a", { prompt: "a" }, "text_completion"],
    [undefined, {}, "chat"],
  ])("is told by the model or by the body: %s %j", (model, body, operation) => {
    expect(operationOf(model, body)).toBe(operation);
  });

  it("is told by a command's schema before its class, which a bundler may have renamed", () => {
    class a {
      readonly schema = [9, "com.amazonaws.bedrockruntime", "Converse", {}];
    }
    class InvokeModelCommand2 {
      readonly input = {};
    }
    expect(commandName(new a())).toBe("Converse");
    expect(commandName(new InvokeModelCommand2())).toBe("InvokeModel");
    for (const nothing of [null, undefined, "ConverseCommand", Object.create(null)])
      expect(commandName(nothing)).toBeUndefined();
  });
});

describe("a conversation of speech", () => {
  const told = (totalInputTokens: number, totalOutputTokens: number): unknown => {
    const details = {
      total: { input: { speechTokens: 30, textTokens: 2 }, output: { speechTokens: 40, textTokens: 1 } },
    };
    const event = { event: { usageEvent: { totalInputTokens, totalOutputTokens, totalTokens: 0, details } } };
    return { chunk: { bytes: new TextEncoder().encode(JSON.stringify(event)) } };
  };

  it("is billed by the last of its totals", () => {
    const stream = new BidirectionalStreamReducer();
    for (const chunk of [told(10, 5), { chunk: { bytes: new TextEncoder().encode("{}") } }, told(32, 41)])
      stream.push(chunk);

    const usage = { inputTokens: 32, outputTokens: 41, inputAudioTokens: 30, outputAudioTokens: 40 };
    expect(stream.finish(true)).toEqual({ usage });
    expect(stream.finish(false)).toEqual({ usage, usageStatus: "partial" });
  });

  it("has no usage before the first of them", () => {
    expect(new BidirectionalStreamReducer().finish(true)).toEqual({ usage: undefined });
  });
});
