// SPDX-License-Identifier: Apache-2.0
import { promptTokens, textPart } from "../cache/prompt.ts";
import { generate, scriptedUsage, type Generation, type GenerationRequest } from "../core/generation.ts";
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { numberOf, requestedModel } from "../openai/chat.ts";
import { renderPrompt } from "../openai/prompt.ts";

/** How long everything takes, in nanoseconds. */
const DURATION = 1_000_000;

/** The answer of one API with a piece of a generation in it. */
type Piece = (piece: { readonly text?: string; readonly thinking?: string; readonly calls?: Generation }) => JsonObject;

/** Answers `POST /api/chat`. */
export function ollamaChat(call: Call): Answer {
  const { messages, tools } = call.body;
  if (!Array.isArray(messages)) throw new RequestError(400, "messages are required");
  const prompt = renderPrompt(tools, messages, "30m");
  return answer(call, prompt.lastMessage, promptTokens(prompt.parts), ({ text = "", thinking, calls }) => ({
    message: {
      role: "assistant",
      content: text,
      ...(thinking === undefined ? {} : { thinking }),
      ...(calls === undefined || calls.toolCalls.length === 0 ? {} : { tool_calls: calls.toolCalls.map(wireToolCall) }),
    },
  }));
}

/** Answers `POST /api/generate`. */
export function ollamaGenerate(call: Call): Answer {
  const { prompt, system } = call.body;
  if (typeof prompt !== "string") throw new RequestError(400, "prompt is required");
  const tokens = promptTokens([textPart(typeof system === "string" ? system : ""), textPart(prompt)]);
  return answer(call, prompt, tokens, ({ text = "", thinking }) => ({
    response: text,
    ...(thinking === undefined ? {} : { thinking }),
  }));
}

function answer(call: Call, lastMessage: string, inputTokens: number, piece: Piece): Answer {
  const { body, reply, world } = call;
  const options = isObject(body["options"]) ? body["options"] : {};
  const limit = numberOf(options["num_predict"]) ?? -1;
  const request: GenerationRequest = {
    lastMessage,
    maxOutputTokens: limit < 0 ? undefined : limit,
    toolCallId: () => world.ids.next("call_", 8),
  };
  const generation = generate(reply, request);
  const { text, textPieces, reasoning: thinking, outputTokens } = generation;
  const usage = scriptedUsage(reply, { prompt_eval_count: inputTokens, eval_count: outputTokens });
  const head = { model: reply.model ?? requestedModel(call), created_at: new Date(world.now()).toISOString() };
  const end = {
    done: true,
    done_reason: reply.stopReason ?? (generation.truncated ? "length" : "stop"),
    total_duration: 4 * DURATION,
    load_duration: DURATION,
    prompt_eval_duration: DURATION,
    eval_duration: DURATION,
    ...usage,
  };
  const told = thinking === undefined ? {} : { thinking };
  if (body["stream"] !== true) {
    const whole = { ...head, ...piece({ text, ...told, calls: generation }), ...end };
    return { kind: "json", body: overlay(whole, reply.fields) };
  }
  const event = (fields: JsonObject): ScriptedEvent => ({
    data: overlay({ ...head, done: false, ...fields }, reply.fields),
  });
  const { toolCalls } = generation;
  return {
    kind: "stream",
    events: [
      ...(thinking === undefined ? [] : [event(piece(told))]),
      ...textPieces.map((part) => event(piece({ text: part }))),
      ...(toolCalls.length === 0 ? [] : [event(piece({ calls: generation }))]),
      event({ ...piece({}), ...end }),
    ],
  };
}

/** Arguments are an object, and ids are newer than most servers. */
function wireToolCall({ name, argumentsJson }: Generation["toolCalls"][number]): JsonObject {
  return { function: { name, arguments: JSON.parse(argumentsJson) as unknown } };
}
