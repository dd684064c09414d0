// SPDX-License-Identifier: Apache-2.0
import { contentParts, fieldsOf, jsonOrText, listOf, textOf } from "@outlay/core";
import type { Message, MessagePart } from "@outlay/core";

import type { ItemFields } from "../internal-types.ts";

type Item = Partial<ItemFields>;

/** `instructions` of a request, in the shape of the conventions' system instructions. */
export function systemInstructions(instructions: unknown): MessagePart[] | undefined {
  return instructions === undefined ? undefined : contentParts(instructions);
}

/** `input` of a request, in the shape of the conventions' input messages. */
export function inputMessages(input: unknown): Message[] {
  if (typeof input === "string") return [{ role: "user", parts: contentParts(input) }];
  return listOf(input).map((value) => {
    const item = fieldsOf<ItemFields>(value);
    return { role: roleOf(item), parts: itemParts(item) };
  });
}

/** `output` of a response: one message, since the model said it in one go. */
export function outputMessages(output: unknown, finishReason: string | undefined): Message[] {
  const parts = listOf(output).flatMap((value) => itemParts(fieldsOf<ItemFields>(value)));
  if (parts.length === 0) return [];
  return [{ role: "assistant", parts, ...(finishReason === undefined ? {} : { finish_reason: finishReason }) }];
}

/** Tools offered to the model; functions are flat in this API already. */
export function toolDefinitions(tools: unknown): readonly unknown[] | undefined {
  return Array.isArray(tools) ? tools : undefined;
}

const ITEM_PARTS = new Map<string, (item: Item) => MessagePart[]>(
  Object.entries({
    function_call: toolCallParts,
    custom_tool_call: toolCallParts,
    function_call_output: toolResultParts,
    custom_tool_call_output: toolResultParts,
    reasoning: (item: Item) =>
      listOf(item.summary).flatMap((part) => {
        const content = textOf(fieldsOf<{ text: unknown }>(part).text);
        return content === undefined ? [] : [{ type: "reasoning", content }];
      }),
  }),
);

function itemParts(item: Item): MessagePart[] {
  const type = textOf(item.type) ?? "message";
  const read = ITEM_PARTS.get(type);
  if (read !== undefined) return read(item);
  if (item.content !== undefined) return contentParts(item.content);
  return [{ type }];
}

function toolCallParts({ call_id: id, name, arguments: json, input }: Item): MessagePart[] {
  return [{ type: "tool_call", id, name, arguments: jsonOrText(json ?? input) }];
}

function toolResultParts({ call_id: id, output }: Item): MessagePart[] {
  return [{ type: "tool_call_response", id, response: output }];
}

function roleOf(item: Item): string {
  const role = textOf(item.role);
  if (role !== undefined) return role;
  return textOf(item.type)?.endsWith("_output") === true ? "tool" : "assistant";
}
