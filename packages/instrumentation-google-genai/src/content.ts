// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { Message, MessagePart, RequestedToolCall } from "@outlay/core";

import type { ContentFields, FunctionFields, MediaFields, PartFields } from "./internal-types.ts";

/** Media that is sent inside the request is named, not copied. */
const LEFT_OUT = "[left out]";

/**
 * Everything that the SDK takes for contents: a text, a part, a content, or a list of them. Texts and parts that follow
 * one another are one message of the user's.
 */
export function inputMessages(contents: unknown): Message[] {
  const messages: { readonly role: string; readonly parts: MessagePart[] }[] = [];
  let isLoose = false;
  for (const item of Array.isArray(contents) ? contents : [contents]) {
    const { role, parts } = fieldsOf<ContentFields>(item);
    if (parts !== undefined) {
      messages.push({ role: roleOf(role), parts: contentParts(parts) });
      isLoose = false;
    } else if (item !== undefined && item !== null) {
      const part = typeof item === "string" ? { type: "text", content: item } : partOf(item);
      if (isLoose) messages.at(-1)?.parts.push(part);
      else messages.push({ role: "user", parts: [part] });
      isLoose = true;
    }
  }
  return messages;
}

/** The message of a candidate. */
export function outputMessage(parts: unknown, finishReason: string | undefined): Message {
  const message: Message = { role: "assistant", parts: contentParts(parts) };
  return finishReason === undefined ? message : { ...message, finish_reason: finishReason };
}

/** Tools that the caller is asked to run. */
export function toolCallsIn(parts: unknown): RequestedToolCall[] {
  return listOf(parts).flatMap((part) => {
    const call = fieldsOf<FunctionFields>(fieldsOf<PartFields>(part).functionCall);
    const name = textOf(call.name);
    if (name === undefined) return [];
    const id = textOf(call.id);
    return [id === undefined ? { name } : { id, name }];
  });
}

function contentParts(parts: unknown): MessagePart[] {
  return listOf(parts)
    .filter((part) => fieldsOf<PartFields>(part).text !== "")
    .map(partOf);
}

function roleOf(role: unknown): string {
  return role === "model" ? "assistant" : (textOf(role) ?? "user");
}

function partOf(value: unknown): MessagePart {
  const part = fieldsOf<PartFields>(value);
  if (typeof part.text === "string") return { type: part.thought === true ? "reasoning" : "text", content: part.text };
  if (part.functionCall !== undefined) {
    const { id, name, args } = fieldsOf<FunctionFields>(part.functionCall);
    return { type: "tool_call", id, name, arguments: args };
  }
  if (part.functionResponse !== undefined) {
    const { id, name, response } = fieldsOf<FunctionFields>(part.functionResponse);
    return { type: "tool_call_response", id: id ?? name, response };
  }
  return mediaPart(part) ?? { type: Object.keys(part)[0] ?? "unknown" };
}

function mediaPart({ inlineData, fileData }: Partial<PartFields>): MessagePart | undefined {
  if (inlineData === undefined && fileData === undefined) return undefined;
  const { mimeType, fileUri } = fieldsOf<MediaFields>(inlineData ?? fileData);
  const modality = textOf(mimeType)?.split("/", 1)[0];
  const media = { modality, mime_type: mimeType };
  return fileData === undefined
    ? { type: "blob", ...media, content: LEFT_OUT }
    : { type: "uri", ...media, uri: fileUri };
}
