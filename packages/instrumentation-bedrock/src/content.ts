// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { ContentFacts, Message, MessagePart, RequestedToolCall } from "@outlay/core";

import type { BlockFields, MessageFields, ToolFields } from "./internal-types.ts";

/** Messages as Converse and the models' own bodies have them, in the shape of the conventions (v1.41.0). */
export function inputMessages(messages: unknown): Message[] {
  return listOf(messages).map((element) => {
    const { role, content } = fieldsOf<MessageFields>(element);
    return { role: textOf(role)?.toLowerCase() ?? "user", parts: contentParts(content) };
  });
}

/** The one message of an answer. */
export function outputContent(content: unknown, stopReason: string | undefined): ContentFacts {
  const message: Message = { role: "assistant", parts: contentParts(content) };
  return { outputMessages: [stopReason === undefined ? message : { ...message, finish_reason: stopReason }] };
}

/** A text, or a list of blocks of Converse, Nova or Anthropic. */
export function contentParts(content: unknown): readonly MessagePart[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", content }];
  return listOf(content).map(partOf);
}

/** Tools that the caller is asked to run, of blocks of Converse, Nova or Anthropic. */
export function toolCallsIn(content: unknown): readonly RequestedToolCall[] | undefined {
  const calls = listOf(content).flatMap((element) => {
    const block = fieldsOf<BlockFields>(element);
    const tool = fieldsOf<ToolFields>(block.toolUse);
    const name = textOf(tool.name) ?? (block.type === "tool_use" ? textOf(block.name) : undefined);
    if (name === undefined || tool.type === "server_tool_use") return [];
    const id = textOf(tool.toolUseId) ?? textOf(block.id);
    return [id === undefined ? { name } : { id, name }];
  });
  return calls.length === 0 ? undefined : calls;
}

/** Media that is sent inside the request is named, not copied. */
const LEFT_OUT = "[left out]";
const MEDIA = new Set(["image", "document", "video", "audio"]);

function partOf(element: unknown): MessagePart {
  const block = fieldsOf<BlockFields>(element);
  if (typeof block.text === "string") return { type: "text", content: block.text };
  const reasoning = block.reasoningContent === undefined ? block.thinking : reasoningText(block.reasoningContent);
  if (reasoning !== undefined) return { type: "reasoning", content: reasoning };
  const tool = toolPart(block);
  if (tool !== undefined) return tool;
  const kind = textOf(block.type) ?? Object.keys(block)[0] ?? "unknown";
  return MEDIA.has(kind) ? { type: "blob", modality: kind, content: LEFT_OUT } : { type: kind };
}

function reasoningText(value: unknown): unknown {
  const { reasoningText: inner } = fieldsOf<{ reasoningText: unknown }>(value);
  return fieldsOf<{ text: unknown }>(inner).text;
}

function toolPart(block: Partial<BlockFields>): MessagePart | undefined {
  if (block.toolUse !== undefined) {
    const { toolUseId, name, input } = fieldsOf<ToolFields>(block.toolUse);
    return { type: "tool_call", id: toolUseId, name, arguments: input };
  }
  if (block.toolResult !== undefined) {
    const { toolUseId, content } = fieldsOf<ToolFields>(block.toolResult);
    return { type: "tool_call_response", id: toolUseId, response: contentParts(content) };
  }
  if (block.type === "tool_use") return { type: "tool_call", id: block.id, name: block.name, arguments: block.input };
  if (block.type !== "tool_result") return undefined;
  return { type: "tool_call_response", id: block.tool_use_id, response: block.content };
}
