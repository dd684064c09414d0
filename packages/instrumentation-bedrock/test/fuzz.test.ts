// SPDX-License-Identifier: Apache-2.0
import { expectSound, garbage } from "@outlay-test/conformance/garbage";
import fc from "fast-check";
import { describe, it } from "vitest";

import { converseRequest } from "../src/converse/request.ts";
import { converseResponse } from "../src/converse/response.ts";
import { ConverseStreamReducer } from "../src/converse/stream.ts";
import { answerFacts } from "../src/invoke/answer.ts";
import { BidirectionalStreamReducer } from "../src/invoke/bidirectional-stream.ts";
import { bidirectionalRequest, invokeRequest } from "../src/invoke/request.ts";
import { InvokeStreamReducer } from "../src/invoke/stream.ts";
import { ASYNC_INVOKE } from "../src/async-invoke.ts";

const anything = garbage(
  [
    "input body modelId modelInput videoGenerationConfig durationSeconds messages message system role content inferenceConfig",
    "output stopReason usage trace promptRouter invokedModelId serviceTier type performanceConfig latency choices delta",
    "inputTokens outputTokens cacheReadInputTokens cacheWriteInputTokenCount cacheDetails ttl images results tokenCount",
    "input_tokens output_tokens cache_creation content_block index start toolUse toolUseId name text thinking partial_json",
    "contentBlockStart contentBlockDelta contentBlockIndex messageStart messageStop metadata reasoningContent generation",
    "prompt_token_count generation_token_count inputTextTokenCount outputs stop_reason meta billed_units search_units",
    "amazon-bedrock-invocationMetrics inputTokenCount outputTokenCount event usageEvent totalInputTokens details total",
  ],
  ["message", "message_start", "content_block_start", "content_block_delta", "message_delta", "tool_use", "5m", "1h"],
);

/** As an event of a stream of InvokeModel: JSON in bytes. */
function asBytes(event: unknown): unknown {
  return { chunk: { bytes: new TextEncoder().encode(JSON.stringify(event) ?? "{") } };
}

describe("whatever is sent", () => {
  it.each([answerFacts, converseResponse])("is read by $name without an exception or an impossible count", (read) => {
    fc.assert(
      fc.property(anything, (body) => expectSound(read(body))),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["Converse", () => new ConverseStreamReducer(true), (event: unknown) => event],
    ["InvokeModel", () => new InvokeStreamReducer(true), asBytes],
    ["InvokeModel, undecoded", () => new InvokeStreamReducer(true), (event: unknown) => event],
    ["a conversation", () => new BidirectionalStreamReducer(), asBytes],
  ] as const)("is folded as a stream of %s without an exception or an impossible count", (_name, create, wrap) => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 12 }), fc.boolean(), (events, complete) => {
        const stream = create();
        for (const event of events) stream.push(wrap(event));
        expectSound(stream.finish(complete));
      }),
      { numRuns: 2000 },
    );
  });

  it("is read as a command without an exception", () => {
    fc.assert(
      fc.property(anything, anything, (input, body) => {
        const commands = [input, { input }, { input: { body: JSON.stringify(body) } }];
        for (const command of commands) {
          for (const stream of [true, false]) {
            converseRequest(command, stream).content?.();
            invokeRequest(command, stream).content?.();
          }
          bidirectionalRequest(command);
          ASYNC_INVOKE.request({ resource: {}, args: [command] });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
