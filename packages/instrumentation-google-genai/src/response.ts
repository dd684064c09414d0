// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { RequestFacts, ResponseFacts } from "@outlay/core";

import { outputMessage, toolCallsIn } from "./content.ts";
import { Searches } from "./grounding.ts";
import type { AnswerFields, CandidateFields, ContentFields, EmbeddingsFields } from "./internal-types.ts";
import { servedTier, usageFromEmbeddings, usageFromGemini } from "./usage.ts";

/** Reads a whole answer of `generateContent()`. */
export function generateAnswer(value: unknown): ResponseFacts {
  const answer = fieldsOf<AnswerFields>(value);
  return answerFacts(answer, candidatesOf(answer), new Searches(), true);
}

/**
 * Reads an answer that came whole, or was put together from a stream.
 *
 * @param searches - Those that a stream has told of.
 * @param isWhole - Whether it came to its end.
 */
export function answerFacts(
  answer: Partial<AnswerFields>,
  candidates: readonly Partial<CandidateFields>[],
  searches: Searches,
  isWhole: boolean,
): ResponseFacts {
  for (const candidate of candidates) searches.add(candidate);
  const calls = candidates.flatMap((candidate) => toolCallsIn(partsOf(candidate)));
  return {
    id: textOf(answer.responseId),
    model: textOf(answer.modelVersion),
    finishReasons: finishReasons(answer, candidates),
    ...usageFromGemini(answer.usageMetadata, isWhole, searches.units),
    serviceTier: servedTier(answer.usageMetadata, answer.sdkHttpResponse),
    toolCalls: calls.length === 0 ? undefined : calls,
    content: () => ({
      outputMessages: candidates.map((candidate) => outputMessage(partsOf(candidate), textOf(candidate.finishReason))),
    }),
  };
}

/** Reads a list of embeddings. The model is not told. */
export function embedAnswer(value: unknown): ResponseFacts {
  return { usage: usageFromEmbeddings(fieldsOf<EmbeddingsFields>(value)) };
}

/** Reads a list of images: one that a filter held back is told without its bytes, and not billed. */
export function imagesAnswer(value: unknown): ResponseFacts {
  const { generatedImages } = fieldsOf<{ generatedImages: unknown }>(value);
  if (!Array.isArray(generatedImages)) return {};
  const images = generatedImages.filter((generated) => {
    const { image } = fieldsOf<{ image: unknown }>(generated);
    const { imageBytes, gcsUri } = fieldsOf<{ imageBytes: unknown; gcsUri: unknown }>(image);
    return textOf(imageBytes) !== undefined || textOf(gcsUri) !== undefined;
  }).length;
  return { usage: { units: { images } } };
}

/** Reads the operation that will make a video: whether it will be made and billed is not known. */
export function videosAnswer(value: unknown, { billedUnits }: RequestFacts): ResponseFacts {
  return {
    id: textOf(fieldsOf<{ name: unknown }>(value).name),
    ...(billedUnits === undefined ? {} : { usage: { units: billedUnits }, usageStatus: "partial" }),
  };
}

/** The candidates of an answer, or of a part of one. */
export function candidatesOf({ candidates }: Partial<AnswerFields>): Partial<CandidateFields>[] {
  return listOf(candidates).map((candidate) => fieldsOf<CandidateFields>(candidate));
}

/** The parts of a candidate. */
export function partsOf({ content }: Partial<CandidateFields>): readonly unknown[] {
  return listOf(fieldsOf<ContentFields>(content).parts);
}

/** Why a prompt got no answer at all, if it was refused. */
export function blockReason({ promptFeedback }: Partial<AnswerFields>): string | undefined {
  return textOf(fieldsOf<{ blockReason: unknown }>(promptFeedback).blockReason);
}

function finishReasons(
  answer: Partial<AnswerFields>,
  candidates: readonly Partial<CandidateFields>[],
): readonly string[] | undefined {
  const told = [...candidates.map(({ finishReason }) => textOf(finishReason)), blockReason(answer)];
  const reasons = told.filter((reason) => reason !== undefined);
  return reasons.length === 0 ? undefined : reasons;
}
