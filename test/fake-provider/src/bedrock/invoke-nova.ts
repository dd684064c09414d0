// SPDX-License-Identifier: Apache-2.0
import { overlay } from "../core/json.ts";
import type { ScriptedEvent } from "../core/script.ts";
import type { Answer, Call } from "../core/vendor.ts";
import { converseEvents } from "./converse.ts";
import { generateConverse, type ConverseMessage } from "./converse-message.ts";
import { countHeaders, invocationMetrics, type InvocationCounts } from "./counts.ts";

/**
 * Answers InvokeModel for Amazon Nova's understanding models.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html
 */
export function invokeNova(call: Call): Answer {
  const message = generateConverse(call, "nova");
  const body = {
    output: { message: { role: "assistant", content: message.content } },
    stopReason: message.stopReason,
    ...(message.usage === undefined ? {} : { usage: message.usage }),
  };
  return {
    kind: "json",
    onBegin: message.commit,
    body: overlay(body, call.reply.fields),
    headers: message.usage === undefined ? {} : countHeaders(countsOf(message)),
  };
}

/** The same as a stream: every event is an object with the event's name as its only key. */
export function invokeNovaStream(call: Call): Answer {
  const message = generateConverse(call, "nova");
  const events = converseEvents(message).map(({ event, data }) => ({ data: { [String(event)]: data } }));
  return { kind: "stream", onBegin: message.commit, events: [...events, ...lastEvent(message)] };
}

function lastEvent(message: ConverseMessage): ScriptedEvent[] {
  if (message.usage === undefined) return [];
  const metadata = { usage: message.usage, metrics: {}, trace: {} };
  return [{ data: { metadata, "amazon-bedrock-invocationMetrics": invocationMetrics(countsOf(message)) } }];
}

function countsOf({ plan, generation }: ConverseMessage): InvocationCounts {
  return {
    inputTokens: plan.uncachedTokens,
    outputTokens: generation.outputTokens,
    cacheReadTokens: plan.readTokens,
    cacheWriteTokens: plan.write5mTokens + plan.write1hTokens,
  };
}
