// SPDX-License-Identifier: Apache-2.0
import {
  answerError,
  fieldsOf,
  listOf,
  openaiCacheDiagnosis,
  textOf,
  tierUnlessAuto,
  usageFromOpenAIResponse,
} from "@outlay/core";
import type { RequestedToolCall, ResponseFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { ItemFields, ResponseFields } from "../internal-types.ts";
import { outputMessages } from "./content.ts";

/** Reads a response: of `create`, of `compact`, or from the last event of a stream. */
export function responsesResponse(value: unknown): ResponseFacts {
  const body = fieldsOf<ResponseFields>(value);
  const toolCalls = requestedToolCalls(body.output);
  const finishReason = finishReasonOf(body, toolCalls.length > 0);
  const serviceTier = tierUnlessAuto(body.service_tier);
  return {
    id: textOf(body.id),
    model: textOf(body.model),
    finishReasons: finishReason === undefined ? undefined : [finishReason],
    toolCalls: toolCalls.length > 0 ? toolCalls : undefined,
    cacheDiagnosis: openaiCacheDiagnosis(body.prompt_cache_diagnostics),
    serviceTier,
    attributes: serviceTier === undefined ? {} : { [GEN_AI.OPENAI_RESPONSE_SERVICE_TIER]: serviceTier },
    ...usageFromOpenAIResponse(body),
    errorType: answerError(body.error),
    isDeferred: isUnderWay(body),
    content: () => ({ outputMessages: outputMessages(body.output, finishReason) }),
  };
}

/** Function and custom tools that the items of an output ask the application to run. */
export function requestedToolCalls(output: unknown): RequestedToolCall[] {
  return listOf(output).flatMap((value) => {
    const item = fieldsOf<ItemFields>(value);
    const name = item.type === "function_call" || item.type === "custom_tool_call" ? textOf(item.name) : undefined;
    if (name === undefined) return [];
    const id = textOf(item.call_id);
    return [id === undefined ? { name } : { id, name }];
  });
}

/** A response in the background is answered before it is made; its usage comes with the one that is retrieved. */
function isUnderWay({ background, status, usage }: Partial<ResponseFields>): boolean {
  return background === true && (status === "queued" || status === "in_progress") && (usage ?? undefined) === undefined;
}

/** The Responses API has a status where the others have finish reasons; this is what it means in their words. */
function finishReasonOf(body: Partial<ResponseFields>, asksForTools: boolean): string | undefined {
  const status = textOf(body.status);
  if (status === undefined) return undefined;
  if (status === "completed") return asksForTools ? "tool_calls" : "stop";
  if (status === "incomplete") return textOf(fieldsOf<{ reason: unknown }>(body.incomplete_details).reason) ?? "length";
  return status === "failed" || status === "cancelled" ? "error" : undefined;
}
