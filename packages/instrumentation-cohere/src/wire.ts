// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";

import type { ContentItemFields, MessageFields, RequestFields, ToolCallV1Fields } from "./internal-types.ts";

/** An object whose names core's readers of chat completions know. */
export type Wire = Readonly<Record<string, unknown>>;

/** Messages of a request of the second version. */
export function wireMessages(messages: unknown): readonly Wire[] {
  return listOf(messages).map((item) => wireMessage(item));
}

/** A message, asked or answered. What the model plans to do with its tools is reasoning. */
export function wireMessage(value: unknown): Wire {
  const { role, content, toolCalls, toolPlan, toolCallId } = fieldsOf<MessageFields>(value);
  const items = listOf(content).map((item) => fieldsOf<ContentItemFields>(item));
  const reasoning = [...items.map((item) => textOf(item.thinking) ?? ""), textOf(toolPlan) ?? ""].join("");
  return {
    role,
    content: Array.isArray(content) ? items.filter((item) => item.type !== "thinking").map(wirePart) : content,
    tool_call_id: toolCallId,
    tool_calls: toolCalls,
    ...(reasoning === "" ? {} : { reasoning }),
  };
}

/** The conversation that a request of the first version is about, in the order in which the model reads it. */
export function wireConversation(body: Partial<RequestFields>): readonly Wire[] {
  const { preamble, chatHistory, message, toolResults } = body;
  return [
    ...(textOf(preamble) === undefined ? [] : [{ role: "system", content: preamble }]),
    ...listOf(chatHistory).flatMap((item) => wireTurn(fieldsOf<MessageFields>(item))),
    ...(textOf(message) === undefined ? [] : [{ role: "user", content: message }]),
    ...wireToolResults(toolResults),
  ];
}

/** An answer of the first version, as the message that it is. */
export function wireAnswer(text: unknown, toolCalls: unknown): Wire {
  return { role: "assistant", content: text, tool_calls: wireToolCalls(toolCalls) };
}

const ROLES: Readonly<Record<string, string>> = { CHATBOT: "assistant", SYSTEM: "system", TOOL: "tool", USER: "user" };

function wireTurn({ role, message, toolCalls, toolResults }: Partial<MessageFields>): readonly Wire[] {
  if (role === "TOOL") return wireToolResults(toolResults);
  return [{ ...wireAnswer(message, toolCalls), role: ROLES[textOf(role) ?? ""] ?? "user" }];
}

function wireToolResults(results: unknown): readonly Wire[] {
  return listOf(results).map((item) => {
    const { call, outputs } = fieldsOf<ToolCallV1Fields>(item);
    return { role: "tool", name: fieldsOf<ToolCallV1Fields>(call).name, content: outputs };
  });
}

/** Calls of the first version have no ids, and their arguments are no text. */
function wireToolCalls(calls: unknown): readonly Wire[] {
  return listOf(calls).map((item) => {
    const { name, parameters } = fieldsOf<ToolCallV1Fields>(item);
    return { function: { name, arguments: parameters } };
  });
}

/** What a part carries inside is named by core, never copied. */
function wirePart({ type, text, imageUrl }: Partial<ContentItemFields>): Wire {
  return { type, ...(text === undefined ? {} : { text }), ...(imageUrl === undefined ? {} : { image_url: imageUrl }) };
}
