// SPDX-License-Identifier: Apache-2.0
import type { Step } from "@outlay-test/fake-provider";

import type { TrueCall } from "./fixture.ts";

/** One call: how the provider answers it, and what it therefore costs. */
export interface ScriptedCall {
  readonly step?: Step;
  /** The body of the answer, for wires that the fake provider does not speak; an array is a stream of events. */
  readonly answer?: object;
  readonly truth: TrueCall;
}

/** What the user asks for in every case. */
export const QUESTION = "How many planets are there?";
const TEXT = "Eight.";
export const WEATHER_TOOL = "get_weather";
const TOOL_CALL = { toolCalls: [{ name: WEATHER_TOOL, arguments: { city: "Paris" } }] };

export const OPENAI_MODEL = "gpt-5-mini";
export const CLAUDE_MODEL = "claude-sonnet-4-6";

/** How calls of one case differ. */
export interface CallOptions {
  /** Position among the calls of this API in the case, from 1: the fake provider numbers its responses. */
  readonly nth?: number;
  /** Asks for the weather tool instead of answering. */
  readonly toolCall?: boolean;
}

const OPENAI_COUNTS = {
  provider: "openai",
  // What answers for the model's name.
  model: "gpt-5-mini-2025-08-07",
  inputTokens: 1500,
  cacheReadTokens: 1000,
  outputTokens: 50,
  reasoningTokens: 20,
  // 500 × 0.25 + 1000 × 0.025 + 50 × 2 micro-USD
  costPicoUsd: 250_000_000,
} as const;

/** A chat completion of `gpt-5-mini`. */
export function chatCompletion({ nth = 1, toolCall = false }: CallOptions = {}): ScriptedCall {
  return {
    step: {
      ...(toolCall ? TOOL_CALL : { text: TEXT }),
      usage: {
        prompt_tokens: 1500,
        completion_tokens: 50,
        total_tokens: 1550,
        prompt_tokens_details: { cached_tokens: 1000 },
        completion_tokens_details: { reasoning_tokens: 20 },
      },
    },
    truth: { ...OPENAI_COUNTS, responseId: `chatcmpl-${String(nth).padStart(29, "0")}` },
  };
}

/** A response of `gpt-5-mini` by the Responses API. */
export function response({ nth = 1, toolCall = false }: CallOptions = {}): ScriptedCall {
  return {
    step: {
      ...(toolCall ? TOOL_CALL : { text: TEXT }),
      usage: {
        input_tokens: 1500,
        output_tokens: 50,
        total_tokens: 1550,
        input_tokens_details: { cached_tokens: 1000 },
        output_tokens_details: { reasoning_tokens: 20 },
      },
    },
    truth: { ...OPENAI_COUNTS, responseId: `resp_${String(nth).padStart(48, "0")}` },
  };
}

/** A message of `claude-sonnet-4-6` that writes to the cache for five minutes. */
export function message({ nth = 1, toolCall = false }: CallOptions = {}): ScriptedCall {
  return {
    step: { ...(toolCall ? TOOL_CALL : MESSAGE_TEXT), usage: messageUsage(400, 0) },
    truth: {
      ...MESSAGE_COUNTS,
      cacheWrite5mTokens: 400,
      responseId: messageId(nth),
      // 100 × 3 + 1000 × 0.3 + 400 × 3.75 + 50 × 15 micro-USD
      costPicoUsd: 2_850_000_000,
    },
  };
}

/** The same, with three quarters of what is written kept for an hour, and two web searches. */
export function longCachedMessage({ nth = 1 }: CallOptions = {}): ScriptedCall {
  return {
    step: {
      ...MESSAGE_TEXT,
      usage: { ...messageUsage(100, 300), server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 } },
    },
    truth: {
      ...MESSAGE_COUNTS,
      cacheWrite5mTokens: 100,
      cacheWrite1hTokens: 300,
      webSearchRequests: 2,
      responseId: messageId(nth),
      // 100 × 3 + 1000 × 0.3 + 100 × 3.75 + 300 × 6 + 50 × 15 + 2 searches × 10,000 micro-USD
      costPicoUsd: 23_525_000_000,
    },
  };
}

/** Without `citations`, which older versions of the AI SDK do not take as `null`. */
const MESSAGE_TEXT = { text: TEXT, fields: { content: [{ type: "text", text: TEXT }] } };

/** The same message by a cross-region profile of Bedrock. */
export function bedrockMessage(): ScriptedCall {
  const called = message();
  return {
    ...called,
    truth: {
      ...called.truth,
      provider: "aws.bedrock",
      // 100 × 3.3 + 1000 × 0.33 + 400 × 4.125 + 50 × 16.5 micro-USD
      costPicoUsd: 3_135_000_000,
    },
  };
}

const MESSAGE_COUNTS = {
  provider: "anthropic",
  model: CLAUDE_MODEL,
  inputTokens: 1500,
  cacheReadTokens: 1000,
  cacheWriteTokens: 400,
  outputTokens: 50,
  reasoningTokens: 20,
} as const;

function messageUsage(write5m: number, write1h: number): Record<string, unknown> {
  return {
    input_tokens: 100,
    cache_read_input_tokens: 1000,
    cache_creation_input_tokens: write5m + write1h,
    cache_creation: { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h },
    output_tokens: 50,
    output_tokens_details: { thinking_tokens: 20 },
  };
}

function messageId(nth: number): string {
  return `msg_01${String(nth).padStart(24, "0")}`;
}

/** An embedding: 40 tokens at 0.02 USD a million. */
export function embedding(): ScriptedCall {
  return {
    step: { usage: { prompt_tokens: 40, total_tokens: 40 } },
    truth: {
      provider: "openai",
      model: "text-embedding-3-small",
      operationName: "embeddings",
      inputTokens: 40,
      costPicoUsd: 800_000,
    },
  };
}
