// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import {
  attributesFromRows,
  fieldsOf,
  isTokenCount,
  listOf,
  numberOf,
  stringList,
  textOf,
  unlessOne,
} from "@outlay/core";
import type { AttributeRow, CallArguments, MessagePart, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import { inputMessages } from "./content.ts";
import type { EmbedConfigFields, GenerateConfigFields, MediaConfigFields, ParametersFields } from "./internal-types.ts";
import { generatePrompt } from "./prompt.ts";

const GENERATE_ROWS: readonly AttributeRow<GenerateConfigFields>[] = [
  [GEN_AI.REQUEST_TEMPERATURE, "temperature", numberOf],
  [GEN_AI.REQUEST_TOP_P, "topP", numberOf],
  [GEN_AI.REQUEST_TOP_K, "topK", numberOf],
  [GEN_AI.REQUEST_MAX_TOKENS, "maxOutputTokens", numberOf],
  [GEN_AI.REQUEST_STOP_SEQUENCES, "stopSequences", stringList],
  [GEN_AI.REQUEST_FREQUENCY_PENALTY, "frequencyPenalty", numberOf],
  [GEN_AI.REQUEST_PRESENCE_PENALTY, "presencePenalty", numberOf],
  [GEN_AI.REQUEST_SEED, "seed", numberOf],
  [GEN_AI.REQUEST_CHOICE_COUNT, "candidateCount", unlessOne],
  [GEN_AI.REQUEST_REASONING_LEVEL, "thinkingConfig", thinkingLevel],
  [GEN_AI.OUTPUT_TYPE, "responseMimeType", typeOfMime],
  [GEN_AI.OUTPUT_TYPE, "responseModalities", typeOfModalities],
];

/** Reads the parameters of `generateContent()`, as the SDK sends them: one call for each request. */
export function generateRequest(call: CallArguments): RequestFacts {
  const { model, contents, config } = parametersOf(call);
  const fields = fieldsOf<GenerateConfigFields>(config);
  return {
    operationName: "generate_content",
    model: textOf(model),
    stream: false,
    attributes: attributesFromRows(fields, GENERATE_ROWS),
    signal: signalOf(fields),
    content: () => ({
      systemInstructions: systemInstructions(fields.systemInstruction),
      inputMessages: inputMessages(contents),
      toolDefinitions: listOf(fields.tools),
    }),
    prompt: () => generatePrompt({ contents, config }),
  };
}

/** The same, answered by a stream. */
export function generateStreamRequest(call: CallArguments): RequestFacts {
  return { ...generateRequest(call), stream: true };
}

/** Reads the parameters of `embedContent()`. */
export function embedRequest(call: CallArguments): RequestFacts {
  const { model, config } = parametersOf(call);
  const fields = fieldsOf<EmbedConfigFields>(config);
  return {
    operationName: "embeddings",
    model: textOf(model),
    stream: false,
    attributes: attributesFromRows(fields, [
      [GEN_AI.EMBEDDINGS_DIMENSION_COUNT, "outputDimensionality", numberOf],
    ] satisfies readonly AttributeRow<EmbedConfigFields>[]),
    signal: signalOf(fields),
  };
}

/** Reads the parameters of `generateImages()`, `editImage()` and whatever else draws. */
export function imagesRequest(call: CallArguments): RequestFacts {
  const { model, config } = parametersOf(call);
  const fields = fieldsOf<MediaConfigFields>(config);
  const attributes: Attributes = { [GEN_AI.OUTPUT_TYPE]: "image" };
  return {
    operationName: "image_generation",
    model: textOf(model),
    stream: false,
    attributes: attributesFromRows(fields, [[GEN_AI.REQUEST_CHOICE_COUNT, "numberOfImages", unlessOne]], attributes),
    signal: signalOf(fields),
  };
}

/** Reads the parameters of `generateVideos()`: the seconds that are asked for are what will be billed. */
export function videosRequest(call: CallArguments): RequestFacts {
  const { model, config } = parametersOf(call);
  const fields = fieldsOf<MediaConfigFields>(config);
  const { durationSeconds, numberOfVideos = 1, resolution } = fields;
  const isTold = isTokenCount(durationSeconds) && isTokenCount(numberOfVideos);
  return {
    operationName: "generate_content",
    model: textOf(model),
    stream: false,
    attributes: attributesFromRows(fields, [[GEN_AI.REQUEST_CHOICE_COUNT, "numberOfVideos", unlessOne]], {
      [GEN_AI.OUTPUT_TYPE]: "video",
    }),
    signal: signalOf(fields),
    billedUnits: isTold
      ? { mediaSeconds: durationSeconds * numberOfVideos, mediaSize: textOf(resolution) ?? "auto" }
      : undefined,
  };
}

function parametersOf({ args }: CallArguments): Partial<ParametersFields> {
  return fieldsOf<ParametersFields>(args[0]);
}

function signalOf({ abortSignal }: { readonly abortSignal?: unknown }): AbortSignal | undefined {
  return abortSignal instanceof AbortSignal ? abortSignal : undefined;
}

function systemInstructions(instruction: unknown): MessagePart[] {
  return inputMessages(instruction).flatMap(({ parts }) => parts);
}

function thinkingLevel(config: unknown): string | undefined {
  return textOf(fieldsOf<{ thinkingLevel: unknown }>(config).thinkingLevel);
}

function typeOfMime(mimeType: unknown): string | undefined {
  if (mimeType === "text/plain") return "text";
  return mimeType === "application/json" ? "json" : undefined;
}

/** Of several modalities text is the lesser one. */
function typeOfModalities(modalities: unknown): string | undefined {
  const asked = new Set(listOf(modalities).map((modality) => textOf(modality)?.toUpperCase()));
  if (asked.has("IMAGE")) return "image";
  if (asked.has("AUDIO")) return "speech";
  return asked.has("TEXT") ? "text" : undefined;
}
