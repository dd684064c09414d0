// SPDX-License-Identifier: Apache-2.0
import type { Message, MessagePart } from "../content.ts";
import { fieldsOf, listOf, textOf } from "../read-fields.ts";
import { contentParts, jsonOrText } from "./content-parts.ts";
import type { ChoiceFields, FunctionFields, MessageFields, ToolCallFields } from "./fields.ts";

/** Messages of a chat request, in the shape of the conventions' input messages. */
export function inputMessages(messages: unknown): Message[] {
  return listOf(messages).map((item) => {
    const message = fieldsOf<MessageFields>(item);
    return { role: textOf(message.role) ?? "user", parts: messageParts(message) };
  });
}

/** Choices of an answer, in the shape of the conventions' output messages. */
export function outputMessages(choices: readonly Partial<ChoiceFields>[]): Message[] {
  return choices.map((choice) => {
    const message = fieldsOf<MessageFields>(choice.message);
    const parts = choice.message === undefined ? contentParts(choice.text) : messageParts(message);
    return {
      role: textOf(message.role) ?? "assistant",
      parts,
      finish_reason: textOf(choice.finish_reason) ?? "error",
    };
  });
}

/** Tools offered to the model, flattened as the conventions write them. */
export function toolDefinitions(tools: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(tools)) return undefined;
  return tools.map((item) => {
    const tool = fieldsOf<FunctionFields>(item);
    const { function: inner, ...rest } = tool;
    if (inner === undefined) return rest;
    const { name, description, parameters } = fieldsOf<FunctionFields>(inner);
    return { type: tool.type, name, description, parameters };
  });
}

/** The reasoning that a message or a piece of one shows, under either name. */
export function reasoningOf(message: Partial<MessageFields>): string | undefined {
  return textOf(message.reasoning_content) ?? textOf(message.reasoning);
}

function messageParts(message: Partial<MessageFields>): MessagePart[] {
  if (message.role === "tool" || message.role === "function") {
    const id = textOf(message.tool_call_id) ?? textOf(message.name);
    return [{ type: "tool_call_response", id, response: message.content }];
  }
  const reasoning = reasoningOf(message);
  return [
    ...(reasoning === undefined ? [] : [{ type: "reasoning", content: reasoning }]),
    ...contentParts(message.content),
    ...contentParts(message.refusal),
    ...listOf(message.tool_calls).map(toolCallPart),
  ];
}

function toolCallPart(item: unknown): MessagePart {
  const call = fieldsOf<ToolCallFields>(item);
  const { name, arguments: json, input } = fieldsOf<FunctionFields>(call.function ?? call.custom);
  return { type: "tool_call", id: call.id, name, arguments: jsonOrText(json ?? input) };
}
