// SPDX-License-Identifier: Apache-2.0
import { argumentPieces, type Generation } from "../core/generation.ts";
import { isObject } from "../core/json.ts";
import type { JsonObject, Reply, ScriptedEvent } from "../core/script.ts";
import { outputText } from "./response-items.ts";

/** A finished response to be replayed as events. */
export interface StreamedResponse {
  readonly response: JsonObject;
  readonly generation: Generation;
  readonly reply: Reply;
  /** The request's `stream_options`. */
  readonly options?: unknown;
}

const OBFUSCATION = "abcdefgh";

/**
 * A response as the event sequence of the Responses API, numbered from 0.
 * The last event is named after the status: completed, incomplete or failed.
 */
export function responseEvents({ response, generation, reply, options }: StreamedResponse): ScriptedEvent[] {
  const begun = { ...response, status: "in_progress", output: [], usage: null, completed_at: null };
  const items = Array.isArray(response["output"]) ? response["output"].filter(isObject) : [];
  const middle = items.flatMap((item, index) => itemEvents(item, index, generation));
  const bodies: JsonObject[] = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    ...middle,
    { type: `response.${String(response["status"])}`, response },
  ];
  const obfuscated = !(isObject(options) && options["include_obfuscation"] === false);
  const events = bodies.map((body, sequence) => ({
    event: String(body["type"]),
    data: {
      ...body,
      sequence_number: sequence,
      ...(obfuscated && typeof body["delta"] === "string" ? { obfuscation: OBFUSCATION } : {}),
    },
  }));
  return [...events.slice(0, 1), ...(reply.events ?? []), ...events.slice(1)];
}

function itemEvents(item: JsonObject, outputIndex: number, generation: Generation): JsonObject[] {
  const where = { item_id: item["id"], output_index: outputIndex };
  const inner: Readonly<Record<string, () => [opened: JsonObject, events: JsonObject[]]>> = {
    message: () => [{ ...item, status: "in_progress", content: [] }, messageEvents(generation, where)],
    function_call: () => [{ ...item, status: "in_progress", arguments: "" }, callEvents(item, where)],
    reasoning: () => [{ ...item, summary: [] }, reasoningEvents(generation, where)],
    web_search_call: () => [{ ...item, status: "in_progress" }, searchEvents(where)],
  };
  const [opened, events] = inner[String(item["type"])]?.() ?? [item, []];
  return [
    { type: "response.output_item.added", output_index: outputIndex, item: opened },
    ...events,
    { type: "response.output_item.done", output_index: outputIndex, item },
  ];
}

function messageEvents(generation: Generation, where: JsonObject): JsonObject[] {
  const at = { ...where, content_index: 0 };
  return [
    { type: "response.content_part.added", ...at, part: outputText("") },
    ...generation.textPieces.map((delta) => ({ type: "response.output_text.delta", ...at, delta, logprobs: [] })),
    { type: "response.output_text.done", ...at, text: generation.text, logprobs: [] },
    { type: "response.content_part.done", ...at, part: outputText(generation.text) },
  ];
}

function callEvents(item: JsonObject, where: JsonObject): JsonObject[] {
  const whole = String(item["arguments"]);
  return [
    ...argumentPieces(whole).map((delta) => ({ type: "response.function_call_arguments.delta", ...where, delta })),
    { type: "response.function_call_arguments.done", ...where, name: item["name"], arguments: whole },
  ];
}

function reasoningEvents(generation: Generation, where: JsonObject): JsonObject[] {
  if (generation.reasoning === undefined) return [];
  const at = { ...where, summary_index: 0 };
  const part = { type: "summary_text", text: generation.reasoning };
  return [
    { type: "response.reasoning_summary_part.added", ...at, part: { ...part, text: "" } },
    { type: "response.reasoning_summary_text.delta", ...at, delta: generation.reasoning },
    { type: "response.reasoning_summary_text.done", ...at, text: generation.reasoning },
    { type: "response.reasoning_summary_part.done", ...at, part },
  ];
}

function searchEvents(where: JsonObject): JsonObject[] {
  return ["in_progress", "searching", "completed"].map((state) => ({
    type: `response.web_search_call.${state}`,
    ...where,
  }));
}
