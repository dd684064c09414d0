// SPDX-License-Identifier: Apache-2.0
import { SSE_FRAMES } from "../core/framing.ts";
import { countServerTools, generate, scriptedUsage, type Generation } from "../core/generation.ts";
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call, type Dialect } from "../core/vendor.ts";
import { GOOGLE_DIALECT } from "./dialect.ts";
import { listOf } from "./prompt.ts";

/** A stream of interactions tells of an error in an event of its own. */
export const INTERACTIONS_DIALECT: Dialect = {
  ...GOOGLE_DIALECT,
  errorFrame: ({ type, message }) =>
    event("error", { error: { code: type ?? "internal_error", message: message ?? "The interaction failed." } }),
};

/** Interactions that can be read later, by id, as they are when they have ended. */
export type InteractionStore = Map<string, JsonObject>;

/** Answers `GET /interactions/{id}`, and the cancelling of one: it has ended. */
export function readInteraction({ parameters, reply }: Call, store: InteractionStore): Answer {
  const stored = store.get(parameters["id"] ?? "");
  if (stored === undefined) throw new RequestError(404, "Requested entity was not found.");
  return { kind: "json", body: overlay(stored, reply.fields) };
}

/** Answers `POST /interactions`, whole or streamed. What runs in the background is answered before it has begun. */
export function createInteraction(call: Call, store: InteractionStore): Answer {
  const { body, reply, world } = call;
  if (body["input"] === undefined) throw new RequestError(400, "input is required");
  const { input, generation_config: config } = body;
  const limit = isObject(config) ? config["max_output_tokens"] : undefined;
  const generation = generate(reply, {
    lastMessage: textOf(input),
    maxOutputTokens: typeof limit === "number" ? limit : undefined,
    toolCallId: () => world.ids.next("", 12),
  });
  const usage = scriptedUsage(reply, usageOf(body, generation));
  const head = { id: world.ids.next("v1_", 20), object: "interaction", model: reply.model ?? body["model"] };
  const end = {
    ...head,
    status: reply.stopReason ?? statusOf(generation),
    ...(reply.serviceTier === undefined ? {} : { service_tier: reply.serviceTier }),
    ...(usage === undefined ? {} : { usage }),
  };
  const whole = overlay({ ...end, steps: stepsOf(generation) }, reply.fields);
  store.set(head.id, whole);
  if (body["background"] === true) return { kind: "json", body: { ...head, status: "in_progress" } };
  if (body["stream"] !== true) return { kind: "json", body: whole };
  const scripted = reply.events ?? [];
  const [created, ...rest] = eventsOf(generation, head, overlay(end, reply.fields));
  return { kind: "stream", events: [...(created === undefined ? [] : [created]), ...scripted, ...rest] };
}

function eventsOf(generation: Generation, head: JsonObject, end: JsonObject): ScriptedEvent[] {
  const steps = stepsOf(generation).map((step, index) => [
    scripted("step.start", { index, step: { ...step, content: undefined, summary: undefined, arguments: undefined } }),
    ...deltasOf(step, generation).map((delta) => scripted("step.delta", { index, delta })),
    scripted("step.stop", { index }),
  ]);
  return [
    scripted("interaction.created", { interaction: { ...head, status: "in_progress" } }),
    ...steps.flat(),
    scripted("interaction.completed", { interaction: end }),
    { event: "done", data: "[DONE]" },
  ];
}

function deltasOf(step: JsonObject, generation: Generation): JsonObject[] {
  if (step["type"] === "thought")
    return [{ type: "thought_summary", content: { type: "text", text: generation.reasoning } }];
  if (step["type"] === "function_call")
    return [{ type: "arguments_delta", arguments: JSON.stringify(step["arguments"]) }];
  return generation.textPieces.map((text) => ({ type: "text", text }));
}

function stepsOf({ text, reasoning, toolCalls }: Generation): JsonObject[] {
  return [
    ...(reasoning === undefined ? [] : [{ type: "thought", summary: [{ type: "text", text: reasoning }] }]),
    ...(text === "" ? [] : [{ type: "model_output", content: [{ type: "text", text }] }]),
    ...toolCalls.map(({ id, name, argumentsJson }) => ({
      type: "function_call",
      id,
      name,
      arguments: JSON.parse(argumentsJson) as unknown,
    })),
  ];
}

function usageOf(body: JsonObject, generation: Generation): JsonObject {
  const input = countTokens(textOf(body["input"]) + JSON.stringify(body["tools"] ?? ""));
  const { outputTokens, reasoningTokens } = generation;
  const { webSearches } = countServerTools(generation);
  return {
    total_input_tokens: input,
    total_cached_tokens: 0,
    total_output_tokens: outputTokens - reasoningTokens,
    total_thought_tokens: reasoningTokens,
    total_tool_use_tokens: 0,
    total_tokens: input + outputTokens,
    input_tokens_by_modality: [{ modality: "text", tokens: input }],
    ...(webSearches === 0 ? {} : { grounding_tool_count: [{ type: "google_search", count: webSearches }] }),
  };
}

function statusOf({ toolCalls, truncated }: Generation): string {
  if (toolCalls.length > 0) return "requires_action";
  return truncated ? "incomplete" : "completed";
}

/** All text in an input of any kind. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (isObject(value)) return textOf(value["text"] ?? value["content"] ?? "");
  return listOf(value).map(textOf).join("");
}

function scripted(type: string, fields: JsonObject): ScriptedEvent {
  return { event: type, data: { event_type: type, ...fields } };
}

function event(type: string, fields: JsonObject): Uint8Array {
  return SSE_FRAMES.encode(scripted(type, fields));
}
