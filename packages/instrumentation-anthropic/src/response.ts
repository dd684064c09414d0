// SPDX-License-Identifier: Apache-2.0
import { anthropicCacheDiagnosis, fieldsOf, listOf, textOf } from "@outlay/core";
import type { RequestedToolCall, ResponseFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import { outputContent } from "./content.ts";
import type { BlockFields, MessageFields } from "./internal-types.ts";
import { usageFromAnthropic } from "./usage.ts";

/** Reads a message: the body of an answer, a line of a batch's results, or one put together from a stream. */
export function responseFromMessage(body: unknown): ResponseFacts {
  const message = fieldsOf<MessageFields>(body);
  const billed = usageFromAnthropic(message.usage);
  const stopReason = textOf(message.stop_reason);
  const requestId = textOf(message._request_id);
  return {
    ...billed,
    ...(billed.iterations === undefined && hasFallback(message.content) ? { usageStatus: "partial" } : {}),
    id: textOf(message.id),
    model: textOf(message.model),
    finishReasons: stopReason === undefined ? undefined : [stopReason],
    toolCalls: toolCalls(message.content),
    cacheDiagnosis: anthropicCacheDiagnosis(message.diagnostics),
    attributes: requestId === undefined ? undefined : { [GEN_AI.ANTHROPIC_REQUEST_ID]: requestId },
    content: () => outputContent(message.content, stopReason),
  };
}

/** The SDK's own fallback to another model (1.x) leaves out of the usage what the refused passes were billed. */
function hasFallback(content: unknown): boolean {
  return listOf(content).some((block) => fieldsOf<BlockFields>(block).type === "fallback");
}

/** Tools the caller is asked to run; those that ran on the provider's side are in the usage. */
function toolCalls(content: unknown): readonly RequestedToolCall[] | undefined {
  const calls: RequestedToolCall[] = [];
  for (const element of listOf(content)) {
    const block = fieldsOf<BlockFields>(element);
    const name = textOf(block.name);
    if (block.type !== "tool_use" || name === undefined) continue;
    const id = textOf(block.id);
    calls.push(id === undefined ? { name } : { id, name });
  }
  return calls.length === 0 ? undefined : calls;
}
