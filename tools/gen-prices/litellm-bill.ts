// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import type { PriceQuery } from "../../packages/pricing/src/cost.ts";
import { PICO_PER_USD } from "../../packages/pricing/src/money.ts";
import type { LitellmModel } from "./read-litellm.ts";

// A port of the documented rules of LiteLLM's cost calculator (litellm/llms/base_llm: generic cost per token), which is
// Python: keys are exact or carry the provider's prefix; tiers and bounds are suffixes of the price's name.

const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  "aws.bedrock": ["bedrock"],
  "azure.ai.openai": ["azure"],
  "azure.ai.inference": ["azure_ai"],
  deepseek: ["deepseek"],
  fireworks_ai: ["fireworks_ai"],
  "gcp.gemini": ["gemini"],
  "gcp.vertex_ai": ["vertex_ai"],
  groq: ["groq"],
  mistral_ai: ["mistral"],
  perplexity: ["perplexity"],
  together_ai: ["together_ai"],
  voyage_ai: ["voyage"],
  x_ai: ["xai"],
  cohere: ["cohere"],
};

const TIER_SUFFIXES: Readonly<Record<string, string>> = {
  batch: "_batches",
  flex: "_flex",
  priority: "_priority",
  fast: "_priority",
};
const BOUNDS_IN_THOUSANDS: readonly number[] = [512, 272, 256, 200, 128];

type Models = Readonly<Record<string, LitellmModel>>;

function findModel(models: Models, query: PriceQuery): LitellmModel | undefined {
  const id = query.responseModel ?? query.requestModel ?? "";
  const keys = [...(PREFIXES[query.provider] ?? []).map((prefix) => `${prefix}/${id}`), id];
  return keys.map((key) => models[key]).find((model) => model !== undefined);
}

/** The price under the longest name that applies: bound and tier, bound, tier, plain. */
function rateOf(model: LitellmModel, field: string, promptTokens: number, tier: string): number | undefined {
  const bound = BOUNDS_IN_THOUSANDS.find(
    (thousands) =>
      promptTokens > thousands * 1000 && model[`input_cost_per_token_above_${thousands}k_tokens`] !== undefined,
  );
  const above = bound === undefined ? "" : `_above_${bound}k_tokens`;
  const names = [`${field}${above}${tier}`, `${field}${above}`, `${field}${tier}`, field];
  const found = names.map((name) => model[name]).find((value) => typeof value === "number");
  return typeof found === "number" ? found : undefined;
}

function regionFactor(model: LitellmModel, query: PriceQuery): number {
  if (query.region === undefined) return 1;
  const specific = model["provider_specific_entry"] as Readonly<Record<string, number>> | undefined;
  const uplift = specific?.[query.region] ?? model[`regional_processing_uplift_multiplier_${query.region}`];
  return typeof uplift === "number" ? uplift : 1;
}

function tokensUsd(model: LitellmModel, query: PriceQuery): number {
  const { usage = {} } = query;
  const prompt = usage.inputTokens ?? 0;
  const tier = TIER_SUFFIXES[query.serviceTier ?? ""] ?? "";
  const rate = (field: string, or = 0): number => rateOf(model, field, prompt, tier) ?? or;
  const { cacheReadTokens: read = 0, cacheWriteTokens: write = 0, cacheWrite1hTokens: hour = 0 } = usage;
  const { inputAudioTokens: audioIn = 0, outputAudioTokens: audioOut = 0, outputTokens: output = 0 } = usage;
  const input = rate("input_cost_per_token");
  const written = rate("cache_creation_input_token_cost", input);
  const answer = rate("output_cost_per_token");
  return (
    (prompt - read - write - audioIn) * input +
    read * rate("cache_read_input_token_cost", input) +
    (write - hour) * written +
    hour * rate("cache_creation_input_token_cost_above_1hr", written) +
    audioIn * rate("input_cost_per_audio_token", input) +
    (output - audioOut) * answer +
    audioOut * rate("output_cost_per_audio_token", answer)
  );
}

const UNIT_FIELDS = {
  mediaSeconds: "input_cost_per_second",
  images: "output_cost_per_image",
  characters: "input_cost_per_character",
  searchUnits: "input_cost_per_query",
} as const;

/** Searches are charged by the size of their context; Perplexity's calls are a search each. */
function searchesUsd(model: LitellmModel, query: PriceQuery): number {
  const { webSearchRequests = 0, groundedRequests = 0 } = query.usage?.units ?? {};
  const costs = model["search_context_cost_per_query"] as Readonly<Record<string, number>> | undefined;
  const each = costs?.[`search_context_size_${query.searchContextSize ?? "medium"}`] ?? 0;
  return (webSearchRequests + groundedRequests + (query.provider === "perplexity" ? 1 : 0)) * each;
}

function unitsUsd(model: LitellmModel, query: PriceQuery): number {
  let sum = searchesUsd(model, query);
  for (const [unit, field] of Object.entries(UNIT_FIELDS)) {
    const price = model[field];
    const count = query.usage?.units?.[unit as keyof typeof UNIT_FIELDS] ?? 0;
    if (typeof price === "number") sum += count * price;
  }
  return sum;
}

/**
 * What LiteLLM's price file says of a call by its documented rules, in pico-USD.
 *
 * @returns `undefined` when the model is not in the file.
 */
export function litellmBill(file: string): (query: PriceQuery) => number | undefined {
  const models = JSON.parse(readFileSync(file, "utf8")) as Models;
  return (query) => {
    const model = findModel(models, query);
    if (model === undefined) return undefined;
    return Math.round((tokensUsd(model, query) * regionFactor(model, query) + unitsUsd(model, query)) * PICO_PER_USD);
  };
}
