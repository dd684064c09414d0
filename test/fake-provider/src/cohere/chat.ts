// SPDX-License-Identifier: Apache-2.0
import { promptTokens } from "../cache/prompt.ts";
import { argumentPieces, generate, type Generation } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import type { JsonObject, Reply, ScriptedEvent } from "../core/script.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { numberOf } from "../openai/chat.ts";
import { renderPrompt } from "../openai/prompt.ts";
import { generationUsage } from "./usage.ts";

type ToolCall = Generation["toolCalls"][number];

/** Answers `POST /v2/chat`, as the types of `cohere-ai` 8.1.0 and docs.cohere.com/reference/chat have it. */
export function cohereChat(call: Call): Answer {
  const { body, reply, world } = call;
  const { messages } = body;
  if (!Array.isArray(messages)) throw new RequestError(400, "invalid request: messages must be provided");
  const prompt = renderPrompt(body["tools"], messages, "30m");
  const generation = generate(reply, {
    lastMessage: prompt.lastMessage,
    maxOutputTokens: numberOf(body["max_tokens"]),
    toolCallId: () => world.ids.next("lookup_", 8),
  });
  const usage = generationUsage(call, promptTokens(prompt.parts), generation.outputTokens);
  const id = chatId(call);
  const end = { finish_reason: cohereFinishReason(reply, generation), ...(usage === undefined ? {} : { usage }) };
  if (body["stream"] === true) return { kind: "stream", events: events(id, generation, end, reply) };
  const message = { role: "assistant", ...contentOf(generation), ...toolCallsOf(generation) };
  return { kind: "json", body: overlay({ id, message, ...end }, reply.fields) };
}

/** An id of an answer. */
export function chatId({ world }: Call): string {
  return world.ids.next("00000000-0000-0000-0004-", 12);
}

/** Why a generation ended, in the words of both versions of the API. */
export function cohereFinishReason(reply: Reply, generation: Generation): string {
  if (reply.stopReason !== undefined) return reply.stopReason;
  if (generation.truncated) return "MAX_TOKENS";
  return generation.toolCalls.length > 0 ? "TOOL_CALL" : "COMPLETE";
}

function contentOf({ text, reasoning }: Generation): JsonObject {
  const parts = [
    ...(reasoning === undefined ? [] : [{ type: "thinking", thinking: reasoning }]),
    ...(text === "" ? [] : [{ type: "text", text }]),
  ];
  return parts.length === 0 ? {} : { content: parts };
}

function toolCallsOf({ toolCalls }: Generation): JsonObject {
  if (toolCalls.length === 0) return {};
  return {
    tool_plan: "I will look it up.",
    tool_calls: toolCalls.map((call) => wireToolCall(call, call.argumentsJson)),
  };
}

function wireToolCall({ id, name }: ToolCall, argumentsJson: string): JsonObject {
  return { id, type: "function", function: { name, arguments: argumentsJson } };
}

function events(id: string, generation: Generation, end: JsonObject, reply: Reply): ScriptedEvent[] {
  const event = (type: string, fields: JsonObject): ScriptedEvent => ({
    event: type,
    data: overlay({ type, ...fields }, reply.fields),
  });
  const message = { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] };
  const { reasoning, textPieces, toolCalls } = generation;
  return [
    event("message-start", { id, delta: { message } }),
    ...(reply.events ?? []),
    ...(reasoning === undefined ? [] : block(event, 0, "thinking", [reasoning])),
    ...(textPieces.length === 0 ? [] : block(event, reasoning === undefined ? 0 : 1, "text", textPieces)),
    ...(toolCalls.length === 0
      ? []
      : [event("tool-plan-delta", { delta: { message: { tool_plan: "I will look it up." } } })]),
    ...toolCalls.flatMap((call, index) => toolCallEvents(event, index, call)),
    event("message-end", { delta: end }),
    { data: "[DONE]" },
  ];
}

type MakeEvent = (type: string, fields: JsonObject) => ScriptedEvent;

function block(event: MakeEvent, index: number, type: "text" | "thinking", pieces: readonly string[]): ScriptedEvent[] {
  const content = (fields: JsonObject): JsonObject => ({ index, delta: { message: { content: fields } } });
  return [
    event("content-start", content({ type, [type]: "" })),
    ...pieces.map((piece) => event("content-delta", content({ [type]: piece }))),
    event("content-end", { index }),
  ];
}

function toolCallEvents(event: MakeEvent, index: number, call: ToolCall): ScriptedEvent[] {
  const toolCalls = (fields: JsonObject): JsonObject => ({ index, delta: { message: { tool_calls: fields } } });
  return [
    event("tool-call-start", toolCalls(wireToolCall(call, ""))),
    ...argumentPieces(call.argumentsJson).map((piece) =>
      event("tool-call-delta", toolCalls({ function: { arguments: piece } })),
    ),
    event("tool-call-end", { index }),
  ];
}
