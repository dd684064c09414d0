// SPDX-License-Identifier: Apache-2.0
import { messageEvents } from "../anthropic/messages-stream.ts";
import { generateMessage, type GeneratedMessage } from "../anthropic/messages.ts";
import { isObject } from "../core/json.ts";
import type { ScriptedEvent } from "../core/script.ts";
import type { Answer, Call } from "../core/vendor.ts";
import { countHeaders, invocationMetrics, type InvocationCounts } from "./counts.ts";

/** Answers `POST /model/{id}/invoke` for an Anthropic model. */
export function invoke(call: Call): Answer {
  const message = generate(call);
  return {
    kind: "json",
    onBegin: message.commit,
    body: message.body,
    headers: call.reply.usage === "omit" ? {} : countHeaders(countsOf(message)),
  };
}

/** Answers `POST /model/{id}/invoke-with-response-stream` for an Anthropic model. */
export function invokeWithResponseStream(call: Call): Answer {
  const message = generate(call);
  const events = messageEvents(message, call.reply);
  return {
    kind: "stream",
    onBegin: message.commit,
    events: call.reply.usage === "omit" ? events : events.map((event) => withMetrics(event, message)),
    headers: { "x-amzn-bedrock-content-type": "application/json" },
  };
}

function generate(call: Call): GeneratedMessage {
  return generateMessage({ ...call, model: call.parameters["model"], idPrefix: "msg_bdrk_01", beta: false });
}

/** Bedrock adds its own counts to the last event. */
function withMetrics(event: ScriptedEvent, message: GeneratedMessage): ScriptedEvent {
  if (event.event !== "message_stop" || !isObject(event.data)) return event;
  return {
    ...event,
    data: { ...event.data, "amazon-bedrock-invocationMetrics": invocationMetrics(countsOf(message)) },
  };
}

function countsOf({ plan, generation }: GeneratedMessage): InvocationCounts {
  return {
    inputTokens: plan.uncachedTokens,
    outputTokens: generation.outputTokens,
    cacheReadTokens: plan.readTokens,
    cacheWriteTokens: plan.write5mTokens + plan.write1hTokens,
  };
}
