// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { Message, MessagePart } from "@outlay/core";

import type { OfferedToolFields, PartFields } from "../internal-types.ts";

/** A message of a prompt: @ai-sdk/provider@2–4 LanguageModelV2–V4Message. */
interface MessageFields {
  readonly role: unknown;
  readonly content: unknown;
}

/** Media that is sent inside the request is named, not copied. */
const LEFT_OUT = "[left out]";

/** System messages of a prompt: they are strings. */
export function systemInstructions(prompt: unknown): readonly MessagePart[] | undefined {
  const parts = messagesOf(prompt).flatMap(({ role, content }) =>
    role === "system" && typeof content === "string" ? [{ type: "text", content }] : [],
  );
  return parts.length === 0 ? undefined : parts;
}

/** The other messages of a prompt, in the shape of the conventions' input messages. */
export function promptMessages(prompt: unknown): Message[] {
  return messagesOf(prompt)
    .filter(({ role }) => role !== "system")
    .map(({ role, content }) => ({
      role: textOf(role) ?? "user",
      parts: typeof content === "string" ? [{ type: "text", content }] : listOf(content).map(messagePart),
    }));
}

/** What the model answered, in the shape of the conventions' output messages. */
export function answerMessage(content: readonly unknown[], finishReason: string | undefined): Message {
  return { role: "assistant", parts: content.map(messagePart), finish_reason: finishReason ?? "error" };
}

/** Tools offered to the model, as the conventions write them. */
export function toolDefinitions(tools: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(tools)) return undefined;
  return tools.map((item) => {
    const { type, id, name, description, inputSchema } = fieldsOf<OfferedToolFields>(item);
    return { type, name, ...(id === undefined ? { description, parameters: inputSchema } : { id }) };
  });
}

function messagesOf(prompt: unknown): readonly Partial<MessageFields>[] {
  return listOf(prompt).map((message) => fieldsOf<MessageFields>(message));
}

function messagePart(value: unknown): MessagePart {
  const part = fieldsOf<PartFields>(value);
  switch (part.type) {
    case "text":
    case "reasoning":
      return { type: part.type, content: part.text };
    case "tool-call":
      return { type: "tool_call", id: part.toolCallId, name: part.toolName, arguments: jsonOrValue(part.input) };
    case "tool-result":
      return { type: "tool_call_response", id: part.toolCallId, response: part.output ?? part.result };
    case "file":
      return filePart(part);
    default:
      return { type: textOf(part.type) ?? "unknown" };
  }
}

function filePart({ mediaType, data }: Partial<PartFields>): MessagePart {
  const type = textOf(mediaType);
  const modality = /^(?:image|audio|video)\//.exec(type ?? "")?.[0].slice(0, -1) ?? "file";
  return data instanceof URL
    ? { type: "uri", modality, mime_type: type, uri: data.href }
    : { type: "blob", modality, mime_type: type, content: LEFT_OUT };
}

/** Answers have the arguments of a tool call as text, prompts as the value. */
function jsonOrValue(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
