// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";

import type { PriceQuery } from "@outlay/pricing";

import type { SentSpan } from "./otlp-spans.ts";

interface AcceptanceCase {
  readonly name: string;
  readonly query: Omit<PriceQuery, "startTimeMs"> & { readonly at: string };
}

const CASES = new URL("../../../packages/pricing/test/acceptance/", import.meta.url);
const CLIENT = 2;

/** Attributes under which a span tells the counts of a call. What has none, no span can tell. */
const COUNT_ATTRIBUTES = {
  inputTokens: "gen_ai.usage.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  cacheReadTokens: "gen_ai.usage.cache_read.input_tokens",
  cacheWriteTokens: "gen_ai.usage.cache_creation.input_tokens",
  cacheWrite5mTokens: "outlay.usage.cache_write_5m_tokens",
  cacheWrite30mTokens: "outlay.usage.cache_write_30m_tokens",
  cacheWrite1hTokens: "outlay.usage.cache_write_1h_tokens",
  cacheWrite12hTokens: "outlay.usage.cache_write_12h_tokens",
  reasoningTokens: "gen_ai.usage.reasoning.output_tokens",
  inputAudioTokens: "gen_ai.usage.audio.input_tokens",
  inputImageTokens: "gen_ai.usage.image.input_tokens",
  cacheReadAudioTokens: "gen_ai.usage.audio.cache_read.input_tokens",
  cacheReadImageTokens: "gen_ai.usage.image.cache_read.input_tokens",
  outputAudioTokens: "gen_ai.usage.audio.output_tokens",
  outputImageTokens: "gen_ai.usage.image.output_tokens",
} as const;

/** Each acceptance case of the price engine as the span of such a call. */
export function acceptanceSpans(): readonly SentSpan[] {
  const cases = readdirSync(CASES)
    .toSorted()
    .flatMap((file) => (JSON.parse(readFileSync(new URL(file, CASES), "utf8")) as { cases: AcceptanceCase[] }).cases);
  return cases.map(({ name, query }, index) => {
    const startTimeMs = Date.parse(query.at);
    return {
      name,
      kind: CLIENT,
      scope: "acceptance",
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: (index + 1).toString(16).padStart(16, "0"),
      startTimeMs,
      endTimeMs: startTimeMs + 1000,
      attributes: attributesOf(query),
    };
  });
}

function attributesOf({ usage = {}, ...query }: AcceptanceCase["query"]): Readonly<Record<string, unknown>> {
  const counts = Object.entries(COUNT_ATTRIBUTES).map(([count, name]) => [
    name,
    usage[count as keyof typeof COUNT_ATTRIBUTES],
  ]);
  const isGeneration = usage.outputTokens !== undefined || usage.inputTokens === undefined;
  return {
    ...Object.fromEntries(counts),
    "gen_ai.operation.name": isGeneration ? "chat" : "embeddings",
    "gen_ai.provider.name": query.provider,
    "gen_ai.request.model": query.requestModel,
    "gen_ai.response.model": query.responseModel,
    "outlay.usage.web_search_requests": usage.units?.webSearchRequests,
    "outlay.usage.iterations": query.iterations?.length,
    "outlay.response.service_tier": query.serviceTier,
    "outlay.response.region": query.region,
    "server.address": query.serverAddress,
  };
}
