// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from "../facts.ts";
import { fieldsOf, listOf, numberOf, textOf } from "../read-fields.ts";
import { isTokenCount } from "../usage.ts";
import type { RawUsage, UsageUnits } from "../usage.ts";

/** What a gateway or provider says of the cost, inside `usage`. */
export interface ReportedCostFields {
  /** OpenRouter, Vercel AI Gateway, LiteLLM: USD charged. Perplexity: an object with `total_cost`. */
  readonly cost: unknown;
  /** OpenRouter: what the provider behind it charges. */
  readonly cost_details: unknown;
  /** OpenRouter: the provider behind it charges the user's own account. */
  readonly is_byok: unknown;
  /** xAI: 10 000 000 000 ticks are one USD. */
  readonly cost_in_usd_ticks: unknown;
}

/** `usage` of completions and embeddings: openai@4–7 `resources/completions` CompletionUsage. */
interface CompletionUsageFields extends ReportedCostFields {
  readonly prompt_tokens: unknown;
  readonly completion_tokens: unknown;
  readonly total_tokens: unknown;
  readonly prompt_tokens_details: unknown;
  readonly completion_tokens_details: unknown;
  /** DeepSeek's older name of `prompt_tokens_details.cached_tokens`. */
  readonly prompt_cache_hit_tokens: unknown;
  /** Moonshot's. */
  readonly cached_tokens: unknown;
  /** Perplexity. */
  readonly reasoning_tokens: unknown;
  readonly citation_tokens: unknown;
  readonly num_search_queries: unknown;
  /** xAI: sources that its live search read. */
  readonly num_sources_used: unknown;
}

/** `usage` of responses: openai@4.87–7 `resources/responses/responses` ResponseUsage. */
interface ResponseUsageFields extends ReportedCostFields {
  readonly input_tokens: unknown;
  readonly input_tokens_details: unknown;
  readonly output_tokens: unknown;
  readonly output_tokens_details: unknown;
  readonly total_tokens: unknown;
}

/** Parts of an input count; `cache_write_*` since openai@6, `image_tokens` since 7. */
interface InputDetailsFields {
  readonly cached_tokens: unknown;
  readonly cache_write_tokens: unknown;
  readonly cache_write_tokens_details: unknown;
  readonly audio_tokens: unknown;
  readonly image_tokens: unknown;
}

/** openai@7 `input_tokens_details.cache_write_tokens_details`. */
interface CacheWriteFields {
  readonly ttl_30m_tokens: unknown;
  readonly ttl_12h_tokens: unknown;
}

/** Parts of an output count. */
interface OutputDetailsFields {
  readonly reasoning_tokens: unknown;
  readonly audio_tokens: unknown;
  /** OpenRouter. */
  readonly image_tokens: unknown;
}

/** openai@7 `tool_usage` of a response; other versions pass it through untyped. */
interface ToolUsageFields {
  readonly web_search: unknown;
  readonly image_gen: unknown;
}

/** What of a response a bill depends on: openai@4.87–7 `resources/responses/responses` Response, CompactedResponse. */
export interface OpenAIResponseBill {
  readonly output: unknown;
  readonly usage: unknown;
  readonly tool_usage: unknown;
}

/** An item of a response's output. */
interface ItemFields {
  readonly type: unknown;
  readonly action: unknown;
}

/** What an answer says of its bill. */
type BilledFacts = Pick<ResponseFacts, "usage" | "usageStatus" | "reportedCostUsd">;

const NOTHING_BILLED: BilledFacts = Object.freeze({});
const USD_TICKS = 1e10;

/**
 * Usage of chat completions, text completions and embeddings: the prompt includes what is cached, the completion
 * includes reasoning.
 *
 * @returns No usage when the answer has none, which is not the same as a usage of 0.
 */
export function usageFromOpenAICompletion(value: unknown): BilledFacts {
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
      outputImageTokens: output.image_tokens,
      ...researchCounts(usage),
    },
    // xAI's live search is billed by source, which is nothing that can be priced here.
    ...(isTokenCount(usage.num_sources_used) && usage.num_sources_used > 0 ? { usageStatus: "partial" } : {}),
    ...reportedCost(usage),
  };
}

/**
 * What Perplexity counts beside prompt and completion: citations are billed like the prompt, and reasoning of its
 * deep research is in neither count.
 */
function researchCounts(usage: Partial<CompletionUsageFields>): RawUsage {
  const { citation_tokens: citations, num_search_queries: searches } = usage;
  if (citations === undefined && searches === undefined) return {};
  return {
    inputTokens: sumOf(usage.prompt_tokens, citations),
    outputTokens: sumOf(usage.completion_tokens, usage.reasoning_tokens),
    ...(isTokenCount(usage.reasoning_tokens) ? { reasoningTokens: usage.reasoning_tokens } : {}),
    ...(isTokenCount(searches) && searches > 0 ? { units: { webSearchRequests: searches } } : {}),
  };
}

function sumOf(count: unknown, beside: unknown): unknown {
  return isTokenCount(count) && isTokenCount(beside) ? count + beside : count;
}

/** Usage of the Responses API, with the tools that OpenAI ran on its side. */
export function usageFromOpenAIResponse(response: Partial<OpenAIResponseBill>): BilledFacts {
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
    ...reportedCost(usage),
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

/**
 * The cost that a gateway or provider reports. With a key of the user's own, OpenRouter charges its fee and the
 * provider behind it the rest.
 *
 * @see https://openrouter.ai/docs/use-cases/usage-accounting, https://docs.x.ai/developers/cost-tracking, read 2026-11-25
 */
export function reportedCost(usage: Partial<ReportedCostFields>): Pick<ResponseFacts, "reportedCostUsd"> {
  const ticks = numberOf(usage.cost_in_usd_ticks);
  const charged =
    numberOf(usage.cost) ??
    numberOf(fieldsOf<{ total_cost: unknown }>(usage.cost).total_cost) ??
    (ticks === undefined ? undefined : ticks / USD_TICKS);
  if (charged === undefined) return NOTHING_BILLED;
  const usd = charged + (usage.is_byok === true ? upstreamCost(usage.cost_details) : 0);
  return usd < 0 ? NOTHING_BILLED : { reportedCostUsd: usd };
}

function upstreamCost(details: unknown): number {
  return numberOf(fieldsOf<{ upstream_inference_cost: unknown }>(details).upstream_inference_cost) ?? 0;
}
