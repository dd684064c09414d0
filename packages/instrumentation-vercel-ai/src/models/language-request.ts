// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { LanguageCallFields, ModelFields, OfferedToolFields, ProviderOptionFields } from "../internal-types.ts";
import { promptMessages, systemInstructions, toolDefinitions } from "./content.ts";
import { objectOf, signalOf } from "./model-request.ts";
import type { ModelRequest } from "./model-request.ts";
import { languagePrompt } from "./prompt.ts";

type Row = readonly [
  attribute: string,
  field: keyof LanguageCallFields,
  read: (value: unknown) => string | number | string[] | undefined,
];

const ROWS: readonly Row[] = [
  [GEN_AI.REQUEST_MAX_TOKENS, "maxOutputTokens", numberOf],
  [GEN_AI.REQUEST_TEMPERATURE, "temperature", numberOf],
  [GEN_AI.REQUEST_TOP_P, "topP", numberOf],
  [GEN_AI.REQUEST_TOP_K, "topK", numberOf],
  [GEN_AI.REQUEST_STOP_SEQUENCES, "stopSequences", texts],
  [GEN_AI.REQUEST_FREQUENCY_PENALTY, "frequencyPenalty", numberOf],
  [GEN_AI.REQUEST_PRESENCE_PENALTY, "presencePenalty", numberOf],
  [GEN_AI.REQUEST_SEED, "seed", numberOf],
  [GEN_AI.OUTPUT_TYPE, "responseFormat", outputType],
  [GEN_AI.REQUEST_REASONING_LEVEL, "reasoning", reasoningLevel],
];

/** Reads the arguments of `doGenerate`. */
export function generateRequest(call: CallArguments): ModelRequest {
  return languageRequest(call, false);
}

/** Reads the arguments of `doStream`. */
export function streamRequest(call: CallArguments): ModelRequest {
  return languageRequest(call, true);
}

function languageRequest({ resource, args }: CallArguments, stream: boolean): ModelRequest {
  const model = fieldsOf<ModelFields>(resource);
  const options = fieldsOf<LanguageCallFields>(args[0]);
  const { prompt, tools } = options;
  return {
    operationName: textOf(model.provider)?.endsWith(".completion") === true ? "text_completion" : "chat",
    model: textOf(model.modelId),
    stream,
    attributes: requestAttributes(options),
    mayDelegate: true,
    webSearchTools: webSearchTools(tools),
    signal: signalOf(options.abortSignal),
    sentAgainBy: objectOf(prompt),
    content: () => ({
      systemInstructions: systemInstructions(prompt),
      inputMessages: promptMessages(prompt),
      toolDefinitions: toolDefinitions(tools),
    }),
    prompt: () => languagePrompt(options),
  };
}

function requestAttributes(options: Partial<LanguageCallFields>): Attributes {
  const attributes: Attributes = {};
  for (const [attribute, field, read] of ROWS) {
    const value = options[field];
    const found = value === undefined || value === null ? undefined : read(value);
    if (found !== undefined) attributes[attribute] = found;
  }
  const byProvider = Object.entries(objectOf(options.providerOptions) ?? {});
  for (const [name, value] of byProvider) {
    const { serviceTier, reasoningEffort, effort } = fieldsOf<ProviderOptionFields>(value);
    const level = textOf(reasoningEffort) ?? textOf(effort);
    if (level !== undefined) attributes[GEN_AI.REQUEST_REASONING_LEVEL] = level;
    const tier = textOf(serviceTier);
    if (name === "openai" && tier !== undefined && tier !== "auto")
      attributes[GEN_AI.OPENAI_REQUEST_SERVICE_TIER] = tier;
  }
  return attributes;
}

function texts(value: unknown): string[] | undefined {
  const list = listOf(value).filter((item) => typeof item === "string");
  return list.length === 0 ? undefined : list;
}

function outputType(value: unknown): string | undefined {
  return textOf(fieldsOf<{ type: unknown }>(value).type);
}

function reasoningLevel(value: unknown): string | undefined {
  return value === "provider-default" ? undefined : textOf(value);
}

/** A program gives tools names of its own; which of the provider's a tool is, its id tells: `openai.web_search`. */
function webSearchTools(tools: unknown): ReadonlySet<string> | undefined {
  const names = listOf(tools).flatMap((item) => {
    const { id, name } = fieldsOf<OfferedToolFields>(item);
    return textOf(id)?.includes("web_search") === true ? [textOf(name) ?? ""] : [];
  });
  return names.length === 0 ? undefined : new Set(names);
}
