// SPDX-License-Identifier: Apache-2.0
import { attributesFromRows, fieldsOf, listOf, numberOf, providerName, stringList, textOf } from "@outlay/core";
import type { AttributeRow, RawUsage, ResponseFacts, WitnessedFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type {
  GenerationFields,
  LsParamsFields,
  MessageFields,
  ResponseMetadataFields,
  TokenDetailsFields,
  UsageMetadataFields,
} from "../internal-types.ts";
import { modelPrompt } from "./prompt.ts";

const REQUEST_ROWS: readonly AttributeRow<LsParamsFields>[] = [
  [GEN_AI.REQUEST_MAX_TOKENS, "ls_max_tokens", numberOf],
  [GEN_AI.REQUEST_TEMPERATURE, "ls_temperature", numberOf],
  [GEN_AI.REQUEST_STOP_SEQUENCES, "ls_stop", stringList],
];

/** Who is called and what is asked for, as the model describes itself to LangSmith. */
export function modelFacts(model: object, [messages, options]: readonly unknown[], stream: boolean): WitnessedFacts {
  const getLsParams: unknown = Reflect.get(model, "getLsParams");
  const lsParams: unknown = typeof getLsParams === "function" ? getLsParams.call(model, options ?? {}) : undefined;
  const fields = fieldsOf<LsParamsFields>(lsParams);
  const attributes = attributesFromRows(fields, REQUEST_ROWS);
  // Read when it has ended, and only if nobody else has seen the call.
  const sent = [...listOf(messages)];
  return {
    request: {
      operationName: "chat",
      model: textOf(fields.ls_model_name),
      stream,
      attributes,
      prompt: () => modelPrompt(sent, options),
    },
    client: { provider: providerName(textOf(fields.ls_provider)?.replaceAll("-", "_")) },
  };
}

/** Reads what `_generate` resolves to: its generations are choices of one answer, billed once. */
export function resultFacts(result: unknown): ResponseFacts {
  const [first] = listOf(fieldsOf<GenerationFields>(result).generations);
  return withGeneration({}, first);
}

/** Adds a chunk of an answer; LangChain adds up what chunks report, so each reports what is new. */
export function withGeneration(facts: ResponseFacts, generation: unknown): ResponseFacts {
  const { message, generationInfo } = fieldsOf<GenerationFields>(generation);
  const { id, usage_metadata: usage, response_metadata: metadata } = fieldsOf<MessageFields>(message);
  const told = [metadata, generationInfo].map((fields) => fieldsOf<ResponseMetadataFields>(fields));
  const models = told.map((fields) => textOf(fields.model_name) ?? textOf(fields.model));
  const reasons = told.map((fields) => textOf(fields.finish_reason) ?? textOf(fields.stop_reason));
  return {
    id: textOf(id) ?? facts.id,
    model: models.find(isKnown) ?? facts.model,
    finishReasons: reasonsOf(reasons) ?? facts.finishReasons,
    usage: added(facts.usage, usageOf(usage)),
  };
}

/** What is known of an answer whose rest will never come: its output was still growing. */
export function brokenOff({ usage, ...facts }: ResponseFacts): ResponseFacts {
  if (usage === undefined) return { ...facts, usageStatus: "missing" };
  const { outputTokens: _, reasoningTokens: __, outputAudioTokens: ___, ...input } = usage;
  return { ...facts, usage: input, usageStatus: "partial" };
}

function reasonsOf(told: readonly (string | undefined)[]): readonly string[] | undefined {
  const reason = told.find(isKnown);
  return reason === undefined ? undefined : [reason];
}

function isKnown(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

function usageOf(value: unknown): RawUsage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const usage = fieldsOf<UsageMetadataFields>(value);
  const input = fieldsOf<TokenDetailsFields>(usage.input_token_details);
  const output = fieldsOf<TokenDetailsFields>(usage.output_token_details);
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: input.cache_read,
    cacheWriteTokens: input.cache_creation,
    inputAudioTokens: input.audio,
    reasoningTokens: output.reasoning,
    outputAudioTokens: output.audio,
  };
}

function added(sum: RawUsage | undefined, more: RawUsage | undefined): RawUsage | undefined {
  if (sum === undefined || more === undefined) return more ?? sum;
  const total: Record<string, unknown> = { ...sum };
  for (const [name, count] of Object.entries(more)) {
    const known = total[name];
    total[name] = typeof known === "number" && typeof count === "number" ? known + count : (count ?? known);
  }
  return total;
}
