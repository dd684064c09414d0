// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type { PriceQuery } from "../../packages/pricing/src/cost.ts";
import { PICO_PER_USD } from "../../packages/pricing/src/money.ts";

// The part of @pydantic/genai-prices 0.1.8 (dist/index.d.ts) that is called here.
interface GenaiPrices {
  calcPrice(
    usage: Readonly<Record<string, number>>,
    model: string,
    options: { readonly provider?: unknown; readonly providerId: string; readonly timestamp: Date },
  ): { readonly total_price: number } | null;
}

const PROVIDERS: Readonly<Record<string, string>> = {
  "aws.bedrock": "aws",
  "azure.ai.openai": "azure",
  "azure.ai.inference": "azure",
  fireworks_ai: "fireworks",
  "gcp.gemini": "google",
  "gcp.vertex_ai": "google",
  mistral_ai: "mistral",
  together_ai: "together",
  voyage_ai: "voyageai",
  x_ai: "x-ai",
};

function usageOf({ usage = {} }: PriceQuery): Record<string, number> {
  const { units = {} } = usage;
  const counts: Record<string, number | undefined> = {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    cache_write_1h_tokens: usage.cacheWrite1hTokens,
    output_reasoning_tokens: usage.reasoningTokens,
    input_audio_tokens: usage.inputAudioTokens,
    input_image_tokens: usage.inputImageTokens,
    cache_audio_read_tokens: usage.cacheReadAudioTokens,
    output_audio_tokens: usage.outputAudioTokens,
    output_image_tokens: usage.outputImageTokens,
    web_searches: units.webSearchRequests,
    storage_searches: units.fileSearchRequests,
    audio_seconds: units.mediaSeconds,
  };
  return Object.fromEntries(Object.entries(counts).filter((entry): entry is [string, number] => Boolean(entry[1])));
}

/**
 * What `@pydantic/genai-prices` says of a call, in pico-USD.
 *
 * @returns `undefined` when it knows no price, or throws.
 */
export function genaiPricesBill(packageManifest: URL): (query: PriceQuery) => number | undefined {
  const genaiPrices = createRequire(packageManifest)("@pydantic/genai-prices") as GenaiPrices;
  return (query) => {
    const providerId = PROVIDERS[query.provider] ?? query.provider;
    const model = query.responseModel ?? query.requestModel ?? "";
    try {
      const price = genaiPrices.calcPrice(usageOf(query), model, {
        providerId,
        timestamp: new Date(query.startTimeMs),
      });
      return price === null ? undefined : Math.round(price.total_price * PICO_PER_USD);
    } catch {
      return undefined;
    }
  };
}
