// SPDX-License-Identifier: Apache-2.0
import { countServerTools, type Generation } from "../core/generation.ts";
import type { JsonObject } from "../core/script.ts";
import type { InputBill } from "./accounting.ts";

/** `usage` of chat completions: prompt includes cached, completion includes reasoning. */
export function chatUsage(bill: InputBill, generation: Generation): JsonObject {
  const { writes, cachedTokens } = bill.plan;
  return {
    prompt_tokens: bill.inputTokens,
    completion_tokens: generation.outputTokens,
    total_tokens: bill.inputTokens + generation.outputTokens,
    prompt_tokens_details: {
      cached_tokens: cachedTokens,
      audio_tokens: 0,
      ...(writes ? { cache_write_tokens: writes.ttl30mTokens + writes.ttl12hTokens } : {}),
    },
    completion_tokens_details: {
      reasoning_tokens: generation.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** `usage` of the Responses API. */
export function responsesUsage(bill: InputBill, generation: Generation): JsonObject {
  const { writes, cachedTokens } = bill.plan;
  return {
    input_tokens: bill.inputTokens,
    input_tokens_details: {
      cached_tokens: cachedTokens,
      ...(writes
        ? {
            cache_write_tokens: writes.ttl30mTokens + writes.ttl12hTokens,
            cache_write_tokens_details: { ttl_30m_tokens: writes.ttl30mTokens, ttl_12h_tokens: writes.ttl12hTokens },
          }
        : {}),
    },
    output_tokens: generation.outputTokens,
    output_tokens_details: { reasoning_tokens: generation.reasoningTokens },
    total_tokens: bill.inputTokens + generation.outputTokens,
  };
}

/** `tool_usage` of the Responses API: hosted tools, billed by the piece. */
export function toolUsage(generation: Generation): JsonObject {
  return {
    image_gen: {
      input_tokens: 0,
      input_tokens_details: { image_tokens: 0, text_tokens: 0 },
      output_tokens: 0,
      total_tokens: 0,
    },
    web_search: { num_requests: countServerTools(generation).webSearches },
  };
}
