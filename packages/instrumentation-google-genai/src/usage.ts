// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, isTokenCount, listOf, textOf } from "@outlay/core";
import type { RawUsage, ResponseFacts, UsageUnits } from "@outlay/core";

import type { EmbeddingFields, EmbeddingsFields, ModalityFields, UsageFields } from "./internal-types.ts";

/** What an answer says of its tokens. */
type TokenFacts = Pick<ResponseFacts, "usage" | "usageStatus">;

/**
 * Usage of an answer.
 *
 * The prompt includes what was read from the cache, and not what the tools of the provider put into it. Candidates are
 * counted without the thoughts before them; both are billed as output.
 *
 * @param isWhole - Whether the answer came to its end: a stream tells the prompt early, and the output as it grows.
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function usageFromGemini(value: unknown, isWhole: boolean, units?: UsageUnits): TokenFacts {
  if (typeof value !== "object" || value === null) {
    return units === undefined ? {} : { usage: { units }, usageStatus: "partial" };
  }
  const fields = fieldsOf<UsageFields>(value);
  const outputTokens = isWhole ? outputOf(fields) : undefined;
  const isTold = outputTokens !== undefined;
  const usage: RawUsage = {
    ...inputOf(fields),
    ...(isTold ? { outputTokens, ...outputParts(fields) } : {}),
    ...(units === undefined ? {} : { units }),
  };
  if (Object.values(usage).every((count) => count === undefined || count === null)) return {};
  return isTold ? { usage } : { usage, usageStatus: "partial" };
}

/** Usage of embeddings: of all of them together, or of each by itself. There is no output. */
export function usageFromEmbeddings({ embeddings, usageMetadata }: Partial<EmbeddingsFields>): RawUsage | undefined {
  const { promptTokenCount, promptTokensDetails } = fieldsOf<UsageFields>(usageMetadata);
  if (promptTokenCount !== undefined) {
    return { inputTokens: promptTokenCount, ...inputModalities([promptTokensDetails], []) };
  }
  const statistics = listOf(embeddings).map((embedding) =>
    fieldsOf<{ tokenCount: unknown; tokensDetails: unknown }>(fieldsOf<EmbeddingFields>(embedding).statistics),
  );
  const counts = statistics.map(({ tokenCount }) => tokenCount);
  if (counts.length === 0 || counts.includes(undefined)) return undefined;
  const details = statistics.map(({ tokensDetails }) => tokensDetails);
  const inputTokens = counts.every(isTokenCount) ? sumOf(counts) : Number.NaN;
  return { inputTokens, ...inputModalities(details, []) };
}

/** The tier that served: told with the counts, as Vertex AI's kind of traffic, or in a header of Gemini's API. */
export function servedTier(usageMetadata: unknown, sdkHttpResponse: unknown): string | undefined {
  const { serviceTier, trafficType } = fieldsOf<UsageFields>(usageMetadata);
  const headers = fieldsOf<{ "x-gemini-service-tier": unknown }>(
    fieldsOf<{ headers: unknown }>(sdkHttpResponse).headers,
  );
  const told = [serviceTier, trafficType, headers["x-gemini-service-tier"]].map(textOf);
  return told.find((tier) => tier !== undefined && !/unspecified$/i.test(tier));
}

function inputOf(fields: Partial<UsageFields>): RawUsage {
  const { promptTokenCount, toolUsePromptTokenCount, promptTokensDetails, toolUsePromptTokensDetails } = fields;
  return {
    inputTokens: isTokenCount(promptTokenCount) ? sumOf([promptTokenCount, toolUsePromptTokenCount]) : promptTokenCount,
    cacheReadTokens: fields.cachedContentTokenCount,
    ...inputModalities([promptTokensDetails, toolUsePromptTokensDetails], [fields.cacheTokensDetails]),
  };
}

/** A count of nothing is left out on the way; the total says what it is. */
function outputOf(fields: Partial<UsageFields>): unknown {
  const { candidatesTokenCount, thoughtsTokenCount, promptTokenCount, totalTokenCount } = fields;
  if (isTokenCount(candidatesTokenCount)) return sumOf([candidatesTokenCount, thoughtsTokenCount]);
  if (candidatesTokenCount !== undefined && candidatesTokenCount !== null) return candidatesTokenCount;
  if (!isTokenCount(promptTokenCount) || !isTokenCount(totalTokenCount)) return undefined;
  const rest = totalTokenCount - sumOf([promptTokenCount, fields.toolUsePromptTokenCount]);
  return rest >= 0 ? rest : undefined;
}

function outputParts({ thoughtsTokenCount, candidatesTokensDetails }: Partial<UsageFields>): RawUsage {
  return {
    reasoningTokens: thoughtsTokenCount,
    outputAudioTokens: tokensOf("AUDIO", [candidatesTokensDetails]),
    outputImageTokens: tokensOf("IMAGE", [candidatesTokensDetails]),
  };
}

/** Video that was read from the cache has the price of everything else that was, so it counts with that. */
function inputModalities(prompt: readonly unknown[], cache: readonly unknown[]): RawUsage {
  const video = tokensOf("VIDEO", prompt);
  return {
    inputAudioTokens: tokensOf("AUDIO", prompt),
    inputImageTokens: tokensOf("IMAGE", prompt),
    inputVideoTokens: video === undefined ? undefined : Math.max(0, video - (tokensOf("VIDEO", cache) ?? 0)),
    cacheReadAudioTokens: tokensOf("AUDIO", cache),
    cacheReadImageTokens: tokensOf("IMAGE", cache),
  };
}

function tokensOf(modality: string, details: readonly unknown[]): number | undefined {
  const counts = details
    .flatMap((list) => listOf(list))
    .map((detail) => fieldsOf<ModalityFields>(detail))
    .filter((detail) => detail.modality === modality && isTokenCount(detail.tokenCount));
  return counts.length === 0 ? undefined : sumOf(counts.map(({ tokenCount }) => tokenCount));
}

function sumOf(counts: readonly unknown[]): number {
  return counts.reduce<number>((sum, count) => sum + (isTokenCount(count) ? count : 0), 0);
}
