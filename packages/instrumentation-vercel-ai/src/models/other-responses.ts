// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, isTokenCount, numberOf, textOf } from "@outlay/core";
import type { RawUsage, RequestFacts, ResponseFacts } from "@outlay/core";

import type { LanguageUsageFields, ModelResultFields, RawUsageFields, ResponseInfoFields } from "../internal-types.ts";
import { billOf } from "./usage.ts";

/** Reads what `doEmbed` resolves to: its input is all that is billed. */
export function embedResponse(value: unknown): ResponseFacts {
  const result = fieldsOf<ModelResultFields>(value);
  const { tokens } = fieldsOf<LanguageUsageFields>(result.usage);
  const usage = tokens === undefined ? undefined : { inputTokens: tokens };
  return { ...headOf(result), ...metadataBill(result), usage };
}

/** Reads what `doRerank` resolves to; how many searches it was, only the vendor's body tells (Cohere). */
export function rerankResponse(value: unknown): ResponseFacts {
  const result = fieldsOf<ModelResultFields>(value);
  const { body } = fieldsOf<ResponseInfoFields>(result.response);
  const { meta } = fieldsOf<{ meta: unknown }>(body);
  const { billed_units: billed } = fieldsOf<{ billed_units: unknown }>(meta);
  const { search_units: searchUnits } = fieldsOf<{ search_units: unknown }>(billed);
  const usage = isTokenCount(searchUnits) ? { units: { searchUnits } } : undefined;
  return { ...headOf(result), ...metadataBill(result), usage };
}

/** Reads what an image model's `doGenerate` resolves to: some models are billed by the image, some by the token. */
export function imageResponse(value: unknown): ResponseFacts {
  const result = fieldsOf<ModelResultFields>(value);
  const images = Array.isArray(result.images) ? result.images.length : 0;
  const { inputTokens, outputTokens } = fieldsOf<LanguageUsageFields>(result.usage);
  const usage: RawUsage = {
    inputTokens,
    outputTokens,
    outputImageTokens: outputTokens,
    ...(images > 0 ? { units: { images } } : {}),
  };
  return { ...headOf(result), ...metadataBill(result), usage };
}

/** Reads what a transcription model's `doGenerate` resolves to: billed by the second or by the token. */
export function transcriptionResponse(value: unknown): ResponseFacts {
  const result = fieldsOf<ModelResultFields>(value);
  const mediaSeconds = numberOf(result.durationInSeconds);
  return {
    ...headOf(result),
    ...metadataBill(result),
    usage: { ...audioTokens(result), ...(mediaSeconds === undefined ? {} : { units: { mediaSeconds } }) },
  };
}

/** Reads what a speech model's `doGenerate` resolves to. */
export function speechResponse(value: unknown, { billedUnits }: RequestFacts): ResponseFacts {
  const result = fieldsOf<ModelResultFields>(value);
  const usage = { ...audioTokens(result), ...(billedUnits === undefined ? {} : { units: billedUnits }) };
  return { ...headOf(result), ...metadataBill(result), usage };
}

/** OpenAI's block: in the result since @ai-sdk/openai@4, in the body before. */
function audioTokens({ usage, response }: Partial<ModelResultFields>): RawUsage {
  const { body } = fieldsOf<ResponseInfoFields>(response);
  const block = fieldsOf<RawUsageFields & { output_tokens: unknown; input_token_details: unknown }>(
    usage ?? fieldsOf<{ usage: unknown }>(body).usage,
  );
  return {
    inputTokens: block.input_tokens,
    outputTokens: block.output_tokens,
    inputAudioTokens: fieldsOf<{ audio_tokens: unknown }>(block.input_token_details).audio_tokens,
  };
}

function headOf({ response }: Partial<ModelResultFields>): ResponseFacts {
  const { id, modelId } = fieldsOf<ResponseInfoFields>(response);
  return { id: textOf(id), model: textOf(modelId) };
}

/** What a gateway charged, which is told in the same place for all kinds of models. */
function metadataBill({ providerMetadata }: Partial<ModelResultFields>): ResponseFacts {
  const { reportedCostUsd, serviceTier } = billOf({ usage: undefined, providerMetadata });
  return { reportedCostUsd, serviceTier };
}
