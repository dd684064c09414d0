// SPDX-License-Identifier: Apache-2.0
import { promptTokens, textPart } from "../cache/prompt.ts";
import { generate, scriptedUsage, type Generation } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import type { JsonObject, Reply, ScriptedEvent } from "../core/script.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { numberOf, requestedModel } from "../openai/chat.ts";
import { renderPrompt } from "../openai/prompt.ts";
import { mistralUsage } from "./usage.ts";

/** What a request asks, before it is answered. */
interface Prompt {
  readonly model: string;
  readonly tokens: number;
  readonly lastMessage: string;
}

/** Model behind every agent of this server. */
const AGENT_MODEL = "mistral-medium-2508";

/** Aliases and the dated models that answer for them. Read 2026-11 from the vendor's model list. */
const SNAPSHOTS: Readonly<Record<string, string>> = { "codestral-latest": "codestral-2508" };

/** Answers `POST /v1/chat/completions`. */
export function mistralChat(call: Call): Answer {
  return complete(call, { model: servedModel(call), ...promptOfMessages(call) });
}

/** Answers `POST /v1/agents/completions`: the model is the agent's. */
export function mistralAgent(call: Call): Answer {
  if (typeof call.body["agent_id"] !== "string") throw new RequestError(422, "Field required");
  return complete(call, { model: call.reply.model ?? AGENT_MODEL, ...promptOfMessages(call) });
}

/** Answers `POST /v1/fim/completions`. */
export function mistralFim(call: Call): Answer {
  const { prompt, suffix } = call.body;
  if (typeof prompt !== "string") throw new RequestError(422, "Field required");
  const tokens = promptTokens([textPart(prompt), textPart(typeof suffix === "string" ? suffix : "")]);
  return complete(call, { model: servedModel(call), tokens, lastMessage: prompt });
}

/** The model that answers: what the API echoes is the name that was asked for, but for its aliases. */
export function servedModel(call: Call): string {
  const requested = requestedModel(call);
  return call.reply.model ?? SNAPSHOTS[requested] ?? requested;
}

function promptOfMessages({ body }: Call): Omit<Prompt, "model"> {
  const { messages } = body;
  if (!Array.isArray(messages)) throw new RequestError(422, "Field required");
  const { parts, lastMessage } = renderPrompt(body["tools"], messages, "30m");
  return { tokens: promptTokens(parts), lastMessage };
}

function complete(call: Call, prompt: Prompt): Answer {
  const { body, reply, world } = call;
  const generation = generate(reply, {
    lastMessage: prompt.lastMessage,
    maxOutputTokens: numberOf(body["max_tokens"]),
    toolCallId: () => world.ids.next("c", 8),
  });
  const usage = scriptedUsage(reply, mistralUsage(prompt.tokens, generation.outputTokens));
  const head = {
    id: world.ids.next("", 32),
    created: Math.floor(world.now() / 1000),
    model: prompt.model,
  };
  const finishReason = reply.stopReason ?? finishReasonOf(generation);
  const told = usage === undefined ? {} : { usage };
  if (body["stream"] === true) return { kind: "stream", events: events(head, generation, finishReason, told, reply) };
  const message = {
    role: "assistant",
    content: contentOf(generation),
    tool_calls: generation.toolCalls.length > 0 ? generation.toolCalls.map(wireToolCall) : null,
    prefix: false,
  };
  const choices = [{ index: 0, message, finish_reason: finishReason }];
  return { kind: "json", body: overlay({ ...head, object: "chat.completion", choices, ...told }, reply.fields) };
}

function finishReasonOf(generation: Generation): string {
  if (generation.truncated) return "length";
  return generation.toolCalls.length > 0 ? "tool_calls" : "stop";
}

/** A string; with reasoning a list that begins with it. */
function contentOf({ text, reasoning }: Generation): unknown {
  if (reasoning === undefined) return text;
  return [thinking(reasoning), { type: "text", text }];
}

function thinking(reasoning: string): JsonObject {
  return { type: "thinking", thinking: [{ type: "text", text: reasoning }], closed: true };
}

function wireToolCall(call: Generation["toolCalls"][number], index: number): JsonObject {
  return { id: call.id, function: { name: call.name, arguments: call.argumentsJson }, index };
}

/** Usage comes with the last chunk, unasked; tool calls come whole, with it. */
function events(
  head: JsonObject,
  generation: Generation,
  finishReason: string,
  usage: JsonObject,
  reply: Reply,
): ScriptedEvent[] {
  const chunk = (delta: JsonObject, finish: string | null = null, extra: JsonObject = {}): ScriptedEvent => {
    const choice = { index: 0, delta, finish_reason: finish };
    return { data: overlay({ ...head, object: "chat.completion.chunk", choices: [choice], ...extra }, reply.fields) };
  };
  const last =
    generation.toolCalls.length > 0
      ? { content: "", tool_calls: generation.toolCalls.map(wireToolCall) }
      : { content: "" };
  return [
    chunk({ role: "assistant", content: "" }),
    ...(reply.events ?? []),
    ...(generation.reasoning === undefined ? [] : [chunk({ content: [thinking(generation.reasoning)] })]),
    ...generation.textPieces.map((content) => chunk({ content })),
    chunk(last, finishReason, usage),
    { data: "[DONE]" },
  ];
}
