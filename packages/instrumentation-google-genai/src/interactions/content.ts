// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { Message, MessagePart, RequestedToolCall } from "@outlay/core";

import type { StepFields } from "./fields.ts";

/** Media that is sent inside the request is named, not copied. */
const LEFT_OUT = "[left out]";
const MEDIA = new Set(["image", "audio", "video", "document"]);

/** The input of an interaction: a text, contents, turns with a role, or steps. */
export function inputMessages(input: unknown): Message[] {
  if (typeof input === "string") return [{ role: "user", parts: [{ type: "text", content: input }] }];
  const items = Array.isArray(input) ? (input as readonly unknown[]) : [input];
  return items
    .filter((item) => item !== undefined && item !== null)
    .map((item) => {
      const { role, type } = fieldsOf<StepFields>(item);
      return { role: roleOf(role, type), parts: partsOf(item) };
    });
}

/** The one message of an answer, of its steps or its outputs. */
export function outputMessage(steps: unknown, status: string | undefined): Message {
  const message: Message = { role: "assistant", parts: listOf(steps).flatMap(partsOf) };
  return status === undefined ? message : { ...message, finish_reason: status };
}

/** Tools that the caller is asked to run. */
export function toolCallsIn(steps: unknown): readonly RequestedToolCall[] | undefined {
  const calls = listOf(steps).flatMap((step) => {
    const { type, id, name } = fieldsOf<StepFields>(step);
    const called = type === "function_call" ? textOf(name) : undefined;
    if (called === undefined) return [];
    const callId = textOf(id);
    return [callId === undefined ? { name: called } : { id: callId, name: called }];
  });
  return calls.length === 0 ? undefined : calls;
}

function roleOf(role: unknown, type: unknown): string {
  const isModel = role === "model" || type === "model_output" || type === "function_call" || type === "thought";
  return isModel ? "assistant" : (textOf(role) ?? "user");
}

/** A turn, an input and an output have contents; everything else is one. */
function partsOf(item: unknown): MessagePart[] {
  const { type, content } = fieldsOf<StepFields>(item);
  if (content === undefined || (type !== undefined && type !== "user_input" && type !== "model_output"))
    return [partOf(item)];
  return typeof content === "string" ? [{ type: "text", content }] : listOf(content).map(partOf);
}

function partOf(value: unknown): MessagePart {
  const step = fieldsOf<StepFields>(value);
  const type = textOf(step.type) ?? "unknown";
  if (type === "text") return { type, content: step.text };
  if (type === "thought") return { type: "reasoning", content: textsIn(step.summary) };
  if (type === "function_call") return { type: "tool_call", id: step.id, name: step.name, arguments: step.arguments };
  if (type === "function_result") return { type: "tool_call_response", id: step.call_id, response: step.result };
  if (!MEDIA.has(type)) return { type };
  const media = { modality: type, mime_type: step.mime_type };
  return step.uri === undefined
    ? { type: "blob", ...media, content: LEFT_OUT }
    : { type: "uri", ...media, uri: step.uri };
}

function textsIn(contents: unknown): string {
  return listOf(contents)
    .map((content) => textOf(fieldsOf<StepFields>(content).text) ?? "")
    .join("");
}
