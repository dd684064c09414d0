// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { GEN_AI } from "@outlay/semconv";

import type { ResponseFacts } from "../facts.ts";
import type { RequestedToolCall } from "../operation.ts";
import { fieldsOf, listOf, textOf } from "../read-fields.ts";
import { usageFromOpenAICompletion } from "../vendors/openai-usage.ts";
import { answerError } from "./answer-error.ts";
import { outputMessages } from "./chat-content.ts";
import type { ChoiceFields, CompletionFields, FunctionFields, MessageFields, ToolCallFields } from "./fields.ts";
import { tierUnlessAuto } from "./service-tier.ts";

/** Reads a chat completion or a text completion. */
export function completionResponse(value: unknown): ResponseFacts {
  const body = fieldsOf<CompletionFields>(value);
  const choices = listOf(body.choices).map((choice) => fieldsOf<ChoiceFields>(choice));
  const finishReasons = choices.flatMap((choice) => textOf(choice.finish_reason) ?? []);
  const toolCalls = choices.flatMap(requestedToolCalls);
  return {
    ...completionFacts(body),
    finishReasons: finishReasons.length > 0 ? finishReasons : undefined,
    toolCalls: toolCalls.length > 0 ? toolCalls : undefined,
    ...usageFromOpenAICompletion(body.usage),
    errorType: choices.length === 0 ? answerError(body.error) : undefined,
    content: () => ({ outputMessages: outputMessages(choices) }),
  };
}

/** Reads a list of embeddings; only input is billed. */
export function embeddingsResponse(value: unknown): ResponseFacts {
  const body = fieldsOf<CompletionFields>(value);
  return { model: textOf(body.model), ...usageFromOpenAICompletion(body.usage), errorType: answerError(body.error) };
}

/** What an answer and the chunks of a stream say of themselves alike. */
export function completionFacts(body: Partial<CompletionFields>): ResponseFacts {
  const attributes: Attributes = {};
  const serviceTier = tierUnlessAuto(body.service_tier);
  const fingerprint = textOf(body.system_fingerprint);
  if (serviceTier !== undefined) attributes[GEN_AI.OPENAI_RESPONSE_SERVICE_TIER] = serviceTier;
  if (fingerprint !== undefined) attributes[GEN_AI.OPENAI_RESPONSE_SYSTEM_FINGERPRINT] = fingerprint;
  return { id: textOf(body.id), model: textOf(body.model), serviceTier, attributes };
}

/** Name of the function or custom tool that a tool call asks for. */
export function toolNameOf(call: Partial<ToolCallFields>): string | undefined {
  return textOf(fieldsOf<FunctionFields>(call.function ?? call.custom).name);
}

function requestedToolCalls(choice: Partial<ChoiceFields>): RequestedToolCall[] {
  return listOf(fieldsOf<MessageFields>(choice.message).tool_calls).flatMap((item) => {
    const call = fieldsOf<ToolCallFields>(item);
    const name = toolNameOf(call);
    const id = textOf(call.id);
    return name === undefined ? [] : [id === undefined ? { name } : { id, name }];
  });
}
