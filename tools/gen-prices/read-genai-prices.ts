// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type {
  PricePeriod,
  PriceSource,
  RateName,
  TokenRates,
  UnitRates,
} from "../../packages/pricing/src/price-table.ts";
import { foldBedrock } from "./fold-bedrock.ts";
import { compact, picoFromUsd, saysSomething } from "./source-row.ts";
import type { Reading, SourceRow } from "./source-row.ts";

/** Our provider names by theirs. Their `google` is both the Gemini API and Vertex AI. */
const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  anthropic: ["anthropic"],
  aws: ["aws.bedrock"],
  azure: ["azure.ai.inference"],
  cerebras: ["cerebras"],
  cohere: ["cohere"],
  deepseek: ["deepseek"],
  fireworks: ["fireworks_ai"],
  google: ["gcp.gemini", "gcp.vertex_ai"],
  groq: ["groq"],
  mistral: ["mistral_ai"],
  moonshotai: ["moonshot_ai"],
  openai: ["openai"],
  openrouter: ["openrouter"],
  perplexity: ["perplexity"],
  together: ["together_ai"],
  voyageai: ["voyage_ai"],
  "x-ai": ["x_ai"],
};

const RATE_FIELDS: readonly (readonly [field: string, rate: RateName])[] = [
  ["input_mtok", "input"],
  ["cache_read_mtok", "cacheRead"],
  ["cache_write_1h_mtok", "cacheWrite1h"],
  ["output_mtok", "output"],
  ["output_reasoning_mtok", "reasoning"],
  ["input_audio_mtok", "inputAudio"],
  ["input_image_mtok", "inputImage"],
  ["input_video_mtok", "inputVideo"],
  ["cache_audio_read_mtok", "cacheReadAudio"],
  ["cache_image_read_mtok", "cacheReadImage"],
  ["output_audio_mtok", "outputAudio"],
  ["output_image_mtok", "outputImage"],
];

/** They write "more than 271,999" for OpenAI; its model pages say "over 272K". */
const BOUNDS: Readonly<Record<number, number>> = { 271_999: 272_000 };

// The part of @pydantic/genai-prices 0.1.8 (dist/index.d.ts) that is read here. It is a development dependency of
// packages/pricing, found from there at run time, so its types are not in reach of this folder.

interface Tiered {
  readonly base: number;
  readonly tiers: readonly { readonly start: number; readonly price: number }[];
}

type Field = number | Tiered | undefined;
type ModelPrice = Readonly<Record<string, Field>>;

type Constraint =
  | { readonly type: "start_date"; readonly start_date: string }
  | { readonly type: "time_of_date"; readonly start_time: string; readonly end_time: string };

type MatchLogic =
  | { readonly or: readonly MatchLogic[] }
  | { readonly and: readonly MatchLogic[] }
  | { readonly equals: string }
  | { readonly starts_with: string }
  | { readonly ends_with: string }
  | { readonly contains: string }
  | { readonly regex: string };

interface ConditionalPrice {
  readonly constraint?: Constraint;
  readonly prices: ModelPrice;
}

interface GenaiModel {
  readonly id: string;
  readonly match: MatchLogic;
  readonly prices: readonly ConditionalPrice[] | ModelPrice;
}

interface GenaiPrices {
  findProvider(options: { readonly providerId: string }): { readonly models: readonly GenaiModel[] } | undefined;
}

function priceAbove(field: Field, start: number): number | undefined {
  if (field === undefined || typeof field === "number") return field;
  return field.tiers.findLast((tier) => tier.start <= start)?.price ?? field.base;
}

function picoPerToken(usdPerMtok: number | undefined): number | undefined {
  return usdPerMtok === undefined ? undefined : picoFromUsd(usdPerMtok / 1e6);
}

function ratesAbove(price: ModelPrice, start: number, isClaude: boolean): TokenRates {
  const rate = (field: string): number | undefined => picoPerToken(priceAbove(price[field], start));
  const write = rate("cache_write_mtok");
  const own = Object.fromEntries(RATE_FIELDS.map(([field, name]) => [name, rate(field)]));
  return compact({ ...own, ...(isClaude ? { cacheWrite5m: write } : { cacheWrite: write }) });
}

function unitsOf(price: ModelPrice): UnitRates | undefined {
  const perThousand = (field: string): number | undefined => picoFromUsd(Number(price[field] ?? Number.NaN) / 1000);
  const hours = picoFromUsd(price["input_audio_hours"] ?? price["audio_hours"]);
  const units = compact({
    webSearchRequests: perThousand("web_searches_kcount"),
    fileSearchRequests: perThousand("storage_searches_kcount"),
    mediaSeconds: hours === undefined ? undefined : ([hours, 3600] as const),
  });
  return Object.keys(units).length === 0 ? undefined : units;
}

function periodFrom(price: ModelPrice, isClaude: boolean): PricePeriod {
  const starts = Object.values(price).flatMap((field) =>
    typeof field === "object" ? field.tiers.map((tier) => tier.start) : [],
  );
  const bands = [...new Set(starts)].toSorted((a, b) => a - b);
  const request = picoFromUsd(Number(price["requests_kcount"] ?? Number.NaN) / 1000);
  const units = unitsOf(price);
  return {
    rates: ratesAbove(price, -1, isClaude),
    ...(bands.length === 0
      ? {}
      : {
          context: bands.map((start) => ({ over: BOUNDS[start] ?? start, rates: ratesAbove(price, start, isClaude) })),
        }),
    ...(units === undefined ? {} : { units }),
    ...(request === undefined ? {} : { request }),
  };
}

function isConditional(prices: GenaiModel["prices"]): prices is readonly ConditionalPrice[] {
  return Array.isArray(prices);
}

/** Newest first. A time-of-day price belongs to the last start date before it in their list. */
function periodsOf(model: GenaiModel, snapshot: string, remarks: string[]): readonly PricePeriod[] {
  const isClaude = model.id.includes("claude");
  if (!isConditional(model.prices)) return [periodFrom(model.prices, isClaude)];
  const periods: PricePeriod[] = [];
  let from: string | undefined;
  for (const { constraint, prices } of model.prices) {
    if (constraint?.type === "start_date") from = constraint.start_date;
    if (from !== undefined && from > snapshot) {
      remarks.push(`genai-prices ${model.id}: price from ${from} is only announced: left out`);
      continue;
    }
    const hours =
      constraint?.type === "time_of_date" ? [[constraint.start_time.slice(0, 5), constraint.end_time.slice(0, 5)]] : [];
    periods.push({
      ...(from === undefined ? {} : { from }),
      ...(hours.length === 0
        ? {}
        : { schedule: { utcOffsetMinutes: 0, hours: hours as unknown as [string, string][] } }),
      ...periodFrom(prices, isClaude),
    });
  }
  return periods.toReversed();
}

/** Exact names only. A prefix counts as a name of its own; that anything may follow it is not taken over. */
function namesIn(match: MatchLogic): readonly string[] {
  if ("or" in match) return match.or.flatMap(namesIn);
  if ("equals" in match) return [match.equals];
  if ("starts_with" in match) return [match.starts_with];
  if ("ends_with" in match) return [match.ends_with];
  return "contains" in match ? [match.contains] : [];
}

/** What is left of a prefix such as `claude-sonnet-4@` or `gpt-5-nano-` names nothing. */
function isName(id: string): boolean {
  return id.length > 1 && /[a-z0-9]$/.test(id) && !/-20\d\d$/.test(id);
}

function belongs(model: string, provider: string): boolean {
  return provider !== "gcp.gemini" || !model.includes("claude");
}

/** Reads the data inside the npm package `@pydantic/genai-prices`. */
export function readGenaiPrices(packageDirectory: URL, snapshot: string): Reading {
  const require = createRequire(packageDirectory);
  const genaiPrices = require("@pydantic/genai-prices") as GenaiPrices;
  const remarks: string[] = [];
  const source: PriceSource = { name: "genai-prices", verified: snapshot };
  const rows = Object.entries(PROVIDERS).flatMap(([theirs, ours]) => {
    const models = genaiPrices.findProvider({ providerId: theirs })?.models ?? [];
    return models.flatMap((model) => {
      const prices = periodsOf(model, snapshot, remarks);
      if (!prices.every(saysSomething)) return [];
      const ids = [...new Set([model.id, ...namesIn(model.match)].map((id) => id.toLowerCase()))].filter(isName);
      const providers = ours.filter((provider) => belongs(model.id, provider));
      return providers.map((provider): SourceRow => ({ provider, model: model.id, ids, prices, source }));
    });
  });
  return { rows: foldBedrock(rows), remarks };
}
