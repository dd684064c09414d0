// SPDX-License-Identifier: Apache-2.0
import { messageEvents } from "../anthropic/messages-stream.ts";
import { generateMessage, type GeneratedMessage } from "../anthropic/messages.ts";
import { isObject } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import type { Answer, Call } from "../core/vendor.ts";

/** Answers `POST /model/{id}/invoke` for an Anthropic model. */
export function invoke(call: Call): Answer {
  const message = generate(call);
  const { plan, generation } = message;
  return {
    kind: "json",
    onBegin: message.commit,
    body: message.body,
    headers: {
      "x-amzn-bedrock-invocation-latency": "12",
      "x-amzn-bedrock-input-token-count": String(plan.uncachedTokens),
      "x-amzn-bedrock-output-token-count": String(generation.outputTokens),
      "x-amzn-bedrock-cache-read-input-token-count": String(plan.readTokens),
      "x-amzn-bedrock-cache-write-input-token-count": String(plan.write5mTokens + plan.write1hTokens),
    },
  };
}

/** Answers `POST /model/{id}/invoke-with-response-stream` for an Anthropic model. */
export function invokeWithResponseStream(call: Call): Answer {
  const message = generate(call);
  const events = messageEvents(message, call.reply).map((event) => withMetrics(event, message));
  return {
    kind: "stream",
    onBegin: message.commit,
    events,
    headers: { "x-amzn-bedrock-content-type": "application/json" },
  };
}

function generate(call: Call): GeneratedMessage {
  return generateMessage({ ...call, model: call.parameters["model"], idPrefix: "msg_bdrk_01", beta: false });
}

/** Bedrock adds its own counts to the last event. */
function withMetrics(event: ScriptedEvent, { plan, generation }: GeneratedMessage): ScriptedEvent {
  if (event.event !== "message_stop" || !isObject(event.data)) return event;
  const metrics: JsonObject = {
    inputTokenCount: plan.uncachedTokens,
    outputTokenCount: generation.outputTokens,
    invocationLatency: 12,
    firstByteLatency: 5,
    cacheReadInputTokenCount: plan.readTokens,
    cacheWriteInputTokenCount: plan.write5mTokens + plan.write1hTokens,
  };
  return { ...event, data: { ...event.data, "amazon-bedrock-invocationMetrics": metrics } };
}
