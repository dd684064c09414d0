// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf, usageFromOpenAIMedia } from "@outlay/core";
import type { RequestFacts, ResponseFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { RealtimeResponseFields, RealtimeStatusFields } from "../internal-types.ts";
import { requestedToolCalls } from "../responses/response.ts";

/** Reads the response of a `response.created` event: what the session is about to be asked. */
export function realtimeRequest(value: unknown, model: string | undefined): RequestFacts {
  const response = fieldsOf<RealtimeResponseFields>(value);
  const modalities = listOf(response.output_modalities ?? response.modalities);
  const conversation = textOf(response.conversation_id);
  return {
    operationName: "chat",
    model,
    stream: true,
    attributes: {
      ...(modalities.length > 0 && { [GEN_AI.OUTPUT_TYPE]: modalities.includes("audio") ? "speech" : "text" }),
      ...(conversation !== undefined && { [GEN_AI.CONVERSATION_ID]: conversation }),
    },
    helper: "realtime",
  };
}

/** Reads the response of a `response.done` event. A response that was interrupted is billed for what was said until then. */
export function realtimeResponse(value: unknown): ResponseFacts {
  const response = fieldsOf<RealtimeResponseFields>(value);
  const toolCalls = requestedToolCalls(response.output);
  const details = fieldsOf<RealtimeStatusFields>(response.status_details);
  const status = textOf(response.status);
  const finishReason = status === "completed" ? (toolCalls.length > 0 ? "tool_calls" : "stop") : textOf(details.reason);
  return {
    id: textOf(response.id),
    finishReasons: finishReason === undefined ? undefined : [finishReason],
    toolCalls: toolCalls.length > 0 ? toolCalls : undefined,
    ...usageFromOpenAIMedia(response.usage),
    errorType: status === "failed" ? failureOf(details.error) : undefined,
  };
}

function failureOf(value: unknown): string {
  const { code, type } = fieldsOf<{ code: unknown; type: unknown }>(value);
  return textOf(code) ?? textOf(type) ?? "failed";
}
