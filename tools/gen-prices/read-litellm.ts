// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import type {
  ContextBand,
  PricePeriod,
  PriceSource,
  RateCard,
  RateName,
  RegionPrice,
  TokenRates,
  UnitRates,
} from "../../packages/pricing/src/price-table.ts";
import { foldBedrock } from "./fold-bedrock.ts";
import { compact, picoFromUsd, saysSomething } from "./source-row.ts";
import type { Reading, SourceRow } from "./source-row.ts";

/** One model of LiteLLM's file, reduced to its prices. */
export type LitellmModel = Readonly<Record<string, unknown>> & {
  readonly litellm_provider?: string;
  readonly mode?: string;
};

/** Our provider by theirs; a Vertex AI family is any `vertex_ai…`. */
export const LITELLM_PROVIDERS: Readonly<Record<string, string>> = {
  anthropic: "anthropic",
  azure: "azure.ai.openai",
  azure_text: "azure.ai.openai",
  azure_ai: "azure.ai.inference",
  bedrock: "aws.bedrock",
  bedrock_converse: "aws.bedrock",
  bedrock_mantle: "aws.bedrock",
  cerebras: "cerebras",
  cohere: "cohere",
  cohere_chat: "cohere",
  dashscope: "dashscope",
  deepinfra: "deepinfra",
  deepseek: "deepseek",
  fireworks_ai: "fireworks_ai",
  "fireworks_ai-embedding-models": "fireworks_ai",
  gemini: "gcp.gemini",
  groq: "groq",
  hyperbolic: "hyperbolic",
  minimax: "minimax",
  mistral: "mistral_ai",
  moonshot: "moonshot_ai",
  nebius: "nebius",
  novita: "novita",
  openai: "openai",
  openrouter: "openrouter",
  perplexity: "perplexity",
  sambanova: "sambanova",
  "text-completion-openai": "openai",
  together_ai: "together_ai",
  voyage: "voyage_ai",
  watsonx: "ibm.watsonx.ai",
  xai: "x_ai",
  zai: "zai",
};

/** Their provider prefixes; what follows is the provider's own id. */
const PREFIX =
  /^(?:azure_ai|azure|bedrock_mantle|bedrock|cerebras|cohere|dashscope|deepinfra|deepseek|fireworks_ai|gemini|groq|hyperbolic|minimax|mistral|moonshot|nebius|novita|openai|openrouter|perplexity|sambanova|together_ai|vertex_ai|voyage|watsonx|xai|zai)\//;

/** Not models: image sizes, size classes, provisioned throughput, default rows. */
const NOT_A_MODEL =
  /^\d+-x-\d+|^(?:max|\d+)-x-|^(?:together-ai|fireworks-ai)-|commitment|\/invoke\/|^(?:low|medium|high|standard|hd)\//;

const TOKEN_FIELDS: readonly (readonly [field: string, rate: RateName])[] = [
  ["input_cost_per_token", "input"],
  ["cache_read_input_token_cost", "cacheRead"],
  ["cache_creation_input_token_cost_above_1hr", "cacheWrite1h"],
  ["output_cost_per_token", "output"],
  ["input_cost_per_audio_token", "inputAudio"],
  ["input_cost_per_image_token", "inputImage"],
  ["cache_read_input_audio_token_cost", "cacheReadAudio"],
  ["output_cost_per_audio_token", "outputAudio"],
  ["output_cost_per_image_token", "outputImage"],
];

const TIERS: readonly (readonly [suffix: string, tier: string])[] = [
  ["_batches", "batch"],
  ["_flex", "flex"],
  ["_priority", "priority"],
];

const BANDS_IN_THOUSANDS: readonly number[] = [128, 200, 256, 272, 512];

/** xAI's bound belongs to the higher band, everybody else's to the lower one. */
const INCLUSIVE_BOUNDS = new Set(["x_ai"]);

function ratesOf(model: LitellmModel, suffix: string, id: string): TokenRates {
  const rate = (field: string): number | undefined => picoFromUsd(model[`${field}${suffix}`]);
  const own = Object.fromEntries(TOKEN_FIELDS.map(([field, name]) => [name, rate(field)]));
  const write = rate("cache_creation_input_token_cost");
  const reasoning = rate("output_cost_per_reasoning_token");
  return compact({
    ...own,
    ...(id.includes("claude") ? { cacheWrite5m: write } : { cacheWrite: write }),
    reasoning: reasoning === own["output"] ? undefined : reasoning,
  });
}

function cardOf(model: LitellmModel, tier: string, provider: string, id: string): RateCard | undefined {
  const rates = ratesOf(model, tier, id);
  if (rates.input === undefined && rates.output === undefined) return undefined;
  const context = BANDS_IN_THOUSANDS.flatMap((thousands): readonly ContextBand[] => {
    const band = ratesOf(model, `_above_${thousands}k_tokens${tier}`, id);
    const over = thousands * 1000 - (INCLUSIVE_BOUNDS.has(provider) ? 1 : 0);
    return band.input === undefined ? [] : [{ over, rates: band }];
  });
  return context.length === 0 ? { rates } : { rates, context };
}

/** Bands written as cards of their own, each with the range of prompts that it holds for. */
interface RangedCard extends LitellmModel {
  readonly range?: readonly [number, number];
}

function rangedCard(model: LitellmModel, id: string): RateCard | undefined {
  const ranged = model["tiered_pricing"] as readonly RangedCard[] | undefined;
  const [first, ...longer] = ranged?.filter(({ range }) => range !== undefined) ?? [];
  if (first === undefined) return undefined;
  const context = longer.map((card): ContextBand => ({ over: card.range?.[0] ?? 0, rates: ratesOf(card, "", id) }));
  return { rates: ratesOf(first, "", id), ...(context.length === 0 ? {} : { context }) };
}

function regionsOf(model: LitellmModel): Readonly<Record<string, RegionPrice>> | undefined {
  const specific = model["provider_specific_entry"] as { readonly us?: number } | undefined;
  if (specific?.us !== undefined) return { us: { multiplier: specific.us } };
  const uplift = model["regional_processing_uplift_multiplier_eu"];
  return typeof uplift === "number" ? { regional: { multiplier: uplift } } : undefined;
}

interface SearchCosts {
  readonly search_context_size_low?: number;
  readonly search_context_size_medium?: number;
  readonly search_context_size_high?: number;
}

/** Search products: a fee of each call at Perplexity, a grounded prompt at Google, a search elsewhere. */
function searchPrices(model: LitellmModel, provider: string): Pick<PricePeriod, "units" | "request"> {
  const costs = model["search_context_cost_per_query"] as SearchCosts | undefined;
  const low = picoFromUsd(costs?.search_context_size_low);
  const medium = picoFromUsd(costs?.search_context_size_medium);
  const high = picoFromUsd(costs?.search_context_size_high);
  if (low === undefined || medium === undefined || high === undefined) return {};
  if (provider === "perplexity") return { request: low === high ? low : { low, medium, high } };
  if (low !== high) return {};
  return { units: provider.startsWith("gcp.") ? { groundedRequests: low } : { webSearchRequests: low } };
}

function mediaUnits(model: LitellmModel): UnitRates {
  const { mode } = model;
  const when = (modes: string, field: string): number | undefined =>
    modes === mode ? picoFromUsd(model[field]) : undefined;
  return compact({
    mediaSeconds:
      when("audio_transcription", "input_cost_per_second") ?? when("video_generation", "output_cost_per_second"),
    images: when("image_generation", "output_cost_per_image") ?? when("image_generation", "input_cost_per_image"),
    characters: when("audio_speech", "input_cost_per_character"),
    searchUnits: when("rerank", "input_cost_per_query"),
    codeExecutionSessions: picoFromUsd(model["code_interpreter_cost_per_session"]),
  });
}

function periodOf(model: LitellmModel, provider: string, id: string): PricePeriod {
  const standard = cardOf(model, "", provider, id) ?? rangedCard(model, id) ?? { rates: {} };
  const tiers = TIERS.flatMap(([suffix, tier]) => {
    const card = cardOf(model, suffix, provider, id);
    return card === undefined ? [] : [[tier, card] as const];
  });
  const regions = regionsOf(model);
  const search = searchPrices(model, provider);
  const units = { ...mediaUnits(model), ...search.units };
  return {
    ...standard,
    ...(tiers.length === 0 ? {} : { tiers: Object.fromEntries(tiers) }),
    ...(regions === undefined ? {} : { regions }),
    ...(Object.keys(units).length === 0 ? {} : { units }),
    ...(search.request === undefined ? {} : { request: search.request }),
  };
}

function providerOf(model: LitellmModel): string | undefined {
  const theirs = model.litellm_provider ?? "";
  return LITELLM_PROVIDERS[theirs] ?? (theirs.startsWith("vertex_ai") ? "gcp.vertex_ai" : undefined);
}

/** Azure's regional deployments are listed as models of their own: `eu/gpt-4o`. */
function isRegionalAzure(provider: string, id: string): boolean {
  return provider === "azure.ai.openai" && /^(?:eu|us|global|global-standard)\//.test(id);
}

/** Reads the reduced copy of LiteLLM's `model_prices_and_context_window.json`. */
export function readLitellm(file: string, snapshot: string): Reading {
  const models = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, LitellmModel>>;
  const source: PriceSource = { name: "litellm", verified: snapshot };
  const rows = Object.entries(models).flatMap(([key, model]): readonly SourceRow[] => {
    const provider = providerOf(model);
    const id = key.replace(PREFIX, "").toLowerCase();
    if (provider === undefined || NOT_A_MODEL.test(key) || isRegionalAzure(provider, id)) return [];
    const price = periodOf(model, provider, id);
    return saysSomething(price) ? [{ provider, model: id, ids: [id], prices: [price], source }] : [];
  });
  return { rows: foldBedrock(rows), remarks: [] };
}
