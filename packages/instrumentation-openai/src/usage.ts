// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, isTokenCount, listOf, numberOf, textOf } from "@outlay/core";
import type { RawUsage, ResponseFacts, UsageUnits } from "@outlay/core";

import type {
  CacheWriteFields,
  CompletionUsageFields,
  InputDetailsFields,
  ItemFields,
  OutputDetailsFields,
  ResponseFields,
  ResponseUsageFields,
  ToolUsageFields,
} from "./internal-types.ts";

/** What an answer says of its bill. */
export type BilledFacts = Pick<ResponseFacts, "usage" | "usageStatus" | "reportedCostUsd">;

const NOTHING_BILLED: BilledFacts = Object.freeze({});
const USD_TICKS = 1e10;

/**
 * Usage of chat completions, text completions and embeddings: the prompt includes what is cached, the completion
 * includes reasoning.
 *
 * @returns No usage when the answer has none, which is not the same as a usage of 0.
 */
export function usageFromCompletion(value: unknown): BilledFacts {
  if (typeof value !== "object" || value === null) return NOTHING_BILLED;
  const usage = fieldsOf<CompletionUsageFields>(value);
  const input = fieldsOf<InputDetailsFields>(usage.prompt_tokens_details);
  const output = fieldsOf<OutputDetailsFields>(usage.completion_tokens_details);
  return {
    usage: {
      inputTokens: usage.prompt_tokens,
      outputTokens: withReasoning(
        usage.prompt_tokens,
        usage.completion_tokens,
        output.reasoning_tokens,
        usage.total_tokens,
      ),
      cacheReadTokens: input.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens,
      ...cacheWrites(input),
      reasoningTokens: output.reasoning_tokens,
      inputAudioTokens: input.audio_tokens,
      inputImageTokens: input.image_tokens,
      outputAudioTokens: output.audio_tokens,
    },
    ...reportedCost(usage.cost, usage.cost_in_usd_ticks),
  };
}

/** Usage of the Responses API, with the tools that OpenAI ran on its side. */
export function usageFromResponse(response: Partial<ResponseFields>): BilledFacts {
  const { usage: value } = response;
  if (typeof value !== "object" || value === null) return NOTHING_BILLED;
  const usage = fieldsOf<ResponseUsageFields>(value);
  const input = fieldsOf<InputDetailsFields>(usage.input_tokens_details);
  const output = fieldsOf<OutputDetailsFields>(usage.output_tokens_details);
  const items = listOf(response.output).map((item) => fieldsOf<ItemFields>(item));
  const raw: RawUsage = {
    inputTokens: usage.input_tokens,
    outputTokens: withReasoning(usage.input_tokens, usage.output_tokens, output.reasoning_tokens, usage.total_tokens),
    cacheReadTokens: input.cached_tokens,
    ...cacheWrites(input),
    reasoningTokens: output.reasoning_tokens,
    inputAudioTokens: input.audio_tokens,
    inputImageTokens: input.image_tokens,
    units: unitsOf(response.tool_usage, items),
  };
  return {
    usage: raw,
    // Images are drawn by another model, whose tokens are not in `usage`.
    ...(items.some((item) => item.type === "image_generation_call") ? { usageStatus: "partial" } : {}),
    ...reportedCost(usage.cost, usage.cost_in_usd_ticks),
  };
}

function cacheWrites(input: Partial<InputDetailsFields>): RawUsage {
  const split = fieldsOf<CacheWriteFields>(input.cache_write_tokens_details);
  return {
    cacheWriteTokens: input.cache_write_tokens,
    cacheWrite30mTokens: split.ttl_30m_tokens,
    cacheWrite12hTokens: split.ttl_12h_tokens,
  };
}

/** xAI counts reasoning beside the completion; the total gives it away. */
function withReasoning(input: unknown, output: unknown, reasoning: unknown, total: unknown): unknown {
  const [inputCount, outputCount, reasoningCount] = [numberOf(input), numberOf(output), numberOf(reasoning)];
  if (inputCount === undefined || outputCount === undefined || reasoningCount === undefined) return output;
  if (reasoningCount === 0 || total !== inputCount + outputCount + reasoningCount) return output;
  return outputCount + reasoningCount;
}

function unitsOf(toolUsage: unknown, items: readonly Partial<ItemFields>[]): UsageUnits | undefined {
  const webSearch = fieldsOf<{ num_requests: unknown }>(fieldsOf<ToolUsageFields>(toolUsage).web_search);
  const told = webSearch.num_requests;
  const webSearchRequests = isTokenCount(told) ? told : items.filter(isWebSearch).length;
  const fileSearchRequests = items.filter((item) => item.type === "file_search_call").length;
  if (webSearchRequests === 0 && fileSearchRequests === 0) return undefined;
  return {
    ...(webSearchRequests > 0 ? { webSearchRequests } : {}),
    ...(fileSearchRequests > 0 ? { fileSearchRequests } : {}),
  };
}

/** Opening a page that was found, and looking for text in it, are items of the same type that cost nothing more. */
function isWebSearch(item: Partial<ItemFields>): boolean {
  if (item.type !== "web_search_call") return false;
  const action = textOf(fieldsOf<{ type: unknown }>(item.action).type);
  return action === undefined || action === "search";
}

function reportedCost(cost: unknown, ticks: unknown): BilledFacts {
  const usd =
    numberOf(cost) ??
    numberOf(fieldsOf<{ total_cost: unknown }>(cost).total_cost) ??
    (numberOf(ticks) === undefined ? undefined : Number(ticks) / USD_TICKS);
  return usd === undefined || usd < 0 ? NOTHING_BILLED : { reportedCostUsd: usd };
}
