// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { RequestedToolCall, ResponseFacts } from "@outlay/core";

import type { ModelResultFields, PartFields, ResponseInfoFields } from "../internal-types.ts";
import { answerMessage } from "./content.ts";
import { billOf } from "./usage.ts";

/** Reads what `doGenerate` of a language model resolves to. */
export function generateResponse(value: unknown): ResponseFacts {
  const result = fieldsOf<ModelResultFields>(value);
  const { id, modelId, body } = fieldsOf<ResponseInfoFields>(result.response);
  const content = listOf(result.content);
  const finishReason = finishReasonOf(result.finishReason);
  return {
    id: textOf(id),
    model: textOf(modelId),
    finishReasons: finishReason === undefined ? undefined : [finishReason],
    toolCalls: toolCallsOf(content),
    ...billOf({ usage: result.usage, providerMetadata: result.providerMetadata, body }),
    content: () => ({ outputMessages: [answerMessage(content, finishReason)] }),
  };
}

/** The vendor's word where it is kept (`raw`, since 6), else the AI SDK's. */
export function finishReasonOf(value: unknown): string | undefined {
  const { raw, unified } = fieldsOf<{ raw: unknown; unified: unknown }>(value);
  return textOf(value) ?? textOf(raw) ?? textOf(unified);
}

/** Tools the caller is asked to run; those that ran on the provider's side are in its bill. */
export function toolCallsOf(content: readonly unknown[]): readonly RequestedToolCall[] | undefined {
  const calls = content.flatMap((item): RequestedToolCall[] => {
    const { type, toolName, toolCallId, providerExecuted } = fieldsOf<PartFields>(item);
    const name = textOf(toolName);
    if (type !== "tool-call" || name === undefined || providerExecuted === true) return [];
    const id = textOf(toolCallId);
    return [id === undefined ? { name } : { id, name }];
  });
  return calls.length === 0 ? undefined : calls;
}
