// SPDX-License-Identifier: Apache-2.0
import { countServerTools, type Generation } from "../core/generation.ts";
import type { JsonObject } from "../core/script.ts";
import type { AnthropicCachePlan } from "./cache.ts";

/** `usage` of a message: input without cache, reads and writes beside it. */
export function messageUsage(plan: AnthropicCachePlan, generation: Generation, serviceTier: string): JsonObject {
  const { webSearches, webFetches } = countServerTools(generation);
  const usesServerTools = webSearches + webFetches > 0;
  return {
    input_tokens: plan.uncachedTokens,
    cache_creation_input_tokens: plan.write5mTokens + plan.write1hTokens,
    cache_read_input_tokens: plan.readTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: plan.write5mTokens,
      ephemeral_1h_input_tokens: plan.write1hTokens,
    },
    output_tokens: generation.outputTokens,
    output_tokens_details: { thinking_tokens: generation.reasoningTokens },
    server_tool_use: usesServerTools ? { web_search_requests: webSearches, web_fetch_requests: webFetches } : null,
    service_tier: serviceTier,
    inference_geo: "global",
    speed: "standard",
  };
}

/** Keys that only the start of a stream carries. */
const START_ONLY = new Set(["cache_creation", "service_tier", "inference_geo", "speed"]);
/** Keys that only its end carries. */
const END_ONLY = new Set(["output_tokens_details", "server_tool_use", "iterations"]);

/** Usage in `message_start`: the input is final, the output a placeholder of one token. */
export function startUsage(usage: JsonObject): JsonObject {
  return { ...filterKeys(usage, (key) => !END_ONLY.has(key)), output_tokens: 1 };
}

/** Usage in `message_delta`: cumulative totals, without the split of writes by lifetime. */
export function endUsage(usage: JsonObject): JsonObject {
  return filterKeys(usage, (key) => !START_ONLY.has(key));
}

function filterKeys(object: JsonObject, keep: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keep(key)));
}
