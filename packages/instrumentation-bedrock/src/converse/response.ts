// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, textOf } from "@outlay/core";
import type { ResponseFacts } from "@outlay/core";

import { outputContent, toolCallsIn } from "../content.ts";
import type { ConverseResponseFields, MessageFields } from "../internal-types.ts";
import { servedTier } from "../service-tier.ts";
import { usageFromConverse } from "../usage.ts";

/** Reads what `ConverseCommand` is answered with. */
export function converseResponse(output: unknown): ResponseFacts {
  return converseFacts(fieldsOf<ConverseResponseFields>(output));
}

/** Reads an answer that came whole, or was put together from a stream. A prompt router names the model that it chose. */
export function converseFacts(answer: Partial<ConverseResponseFields>): ResponseFacts {
  const { message } = fieldsOf<{ message: unknown }>(answer.output);
  const { content } = fieldsOf<MessageFields>(message);
  const stopReason = textOf(answer.stopReason);
  const router = fieldsOf<{ promptRouter: unknown }>(answer.trace).promptRouter;
  return {
    model: textOf(fieldsOf<{ invokedModelId: unknown }>(router).invokedModelId),
    finishReasons: stopReason === undefined ? undefined : [stopReason],
    usage: usageFromConverse(answer.usage),
    serviceTier: servedTier(
      fieldsOf<{ type: unknown }>(answer.serviceTier).type,
      fieldsOf<{ latency: unknown }>(answer.performanceConfig).latency,
    ),
    toolCalls: toolCallsIn(content),
    content: () => outputContent(content, stopReason),
  };
}
