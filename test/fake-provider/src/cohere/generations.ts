// SPDX-License-Identifier: Apache-2.0
import { generate, type Generation } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { numberOf } from "../openai/chat.ts";
import { chatId, cohereFinishReason } from "./chat.ts";
import { generationUsage, metaOf } from "./usage.ts";

/** Answers `POST /v1/chat`, whose streams repeat the whole answer at their end. */
export function cohereChatV1(call: Call): Answer {
  const { body, reply } = call;
  const message = textIn(body, "message");
  const generation = generationOf(call, message);
  const history = JSON.stringify([body["preamble"], body["chat_history"], message]);
  const usage = generationUsage(call, countTokens(history), generation.outputTokens);
  const generationId = chatId(call);
  const { toolCalls } = generation;
  const whole = {
    response_id: chatId(call),
    generation_id: generationId,
    text: generation.text,
    chat_history: [
      { role: "USER", message },
      { role: "CHATBOT", message: generation.text },
    ],
    finish_reason: reply.stopReason ?? (generation.truncated ? "MAX_TOKENS" : "COMPLETE"),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(wireToolCall) }),
    ...metaOf("1", usage),
  };
  const answer = overlay(whole, reply.fields);
  if (body["stream"] !== true) return { kind: "json", body: answer };
  const start: ScriptedEvent = {
    data: { is_finished: false, event_type: "stream-start", generation_id: generationId },
  };
  return {
    kind: "stream",
    events: [start, ...(reply.events ?? []), ...textEvents(generation), end(whole.finish_reason, answer)],
  };
}

/** Answers `POST /v1/generate`, whose streams tell no usage. */
export function cohereGenerate(call: Call): Answer {
  const { body, reply } = call;
  const prompt = textIn(body, "prompt");
  const generation = generationOf(call, prompt);
  const usage = generationUsage(call, countTokens(prompt), generation.outputTokens);
  const reason = cohereFinishReason(reply, generation);
  const head = { id: chatId(call), prompt };
  const one = { id: chatId(call), text: generation.text, finish_reason: reason };
  if (body["stream"] === true) {
    return { kind: "stream", events: [...textEvents(generation), end(reason, { ...head, generations: [one] })] };
  }
  return { kind: "json", body: overlay({ ...head, generations: [one], ...metaOf("1", usage) }, reply.fields) };
}

/** Answers `POST /v1/summarize`. */
export function cohereSummarize(call: Call): Answer {
  const text = textIn(call.body, "text");
  const { outputTokens, text: summary } = generationOf(call, text);
  const usage = generationUsage(call, countTokens(text), outputTokens);
  return { kind: "json", body: overlay({ id: chatId(call), summary, ...metaOf("1", usage) }, call.reply.fields) };
}

function generationOf({ body, reply, world }: Call, lastMessage: string): Generation {
  return generate(reply, {
    lastMessage,
    maxOutputTokens: numberOf(body["max_tokens"]),
    toolCallId: () => world.ids.next("lookup_", 8),
  });
}

function textIn(body: JsonObject, name: string): string {
  const text = body[name];
  if (typeof text !== "string") throw new RequestError(400, `invalid request: ${name} must be provided`);
  return text;
}

function wireToolCall({ name, argumentsJson }: Generation["toolCalls"][number]): JsonObject {
  return { name, parameters: JSON.parse(argumentsJson) as unknown };
}

function textEvents({ textPieces }: Generation): ScriptedEvent[] {
  return textPieces.map((text) => ({ data: { is_finished: false, event_type: "text-generation", text } }));
}

function end(finishReason: string, response: JsonObject): ScriptedEvent {
  return { data: { is_finished: true, event_type: "stream-end", finish_reason: finishReason, response } };
}
