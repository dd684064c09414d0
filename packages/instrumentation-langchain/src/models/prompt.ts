// SPDX-License-Identifier: Apache-2.0
import { breakpointsOf, fieldsOf, listOf, textOf } from "@outlay/core";
import type { BreakpointMark, PromptBlockKind, PromptPart, PromptParts } from "@outlay/core";

import type { OptionsFields, SentMessageFields, ToolCallFields, ToolFields } from "../internal-types.ts";

/**
 * Says what a chat model is given: tools, then messages as they come, instructions among them. Messages are of classes,
 * whose JSON is not what is sent: of each is read what goes to the provider.
 */
export function modelPrompt(messages: unknown, options: unknown): PromptParts {
  const { tools, tool_choice: toolChoice } = fieldsOf<OptionsFields>(options);
  return {
    sources: [
      { pointer: "/tools", value: listOf(tools).map(plainTool), read: toolParts },
      { pointer: "/messages", value: listOf(messages).map(plainMessage), read: messageParts },
    ],
    settings: { tool_choice: toolChoice },
  };
}

/** Tools come in the provider's own form, or as objects of LangChain's, whose schemas may be anything. */
function plainTool(tool: unknown): unknown {
  const { lc_namespace: namespace, name, description } = fieldsOf<ToolFields>(tool);
  return namespace === undefined ? tool : { name, description };
}

function plainMessage(message: unknown): Partial<SentMessageFields> {
  const fields = fieldsOf<SentMessageFields>(message);
  const { content, name, tool_calls: calls, tool_call_id: id, status } = fields;
  return { type: fields.type ?? typeOf(message), content, name, tool_calls: calls, tool_call_id: id, status };
}

/** Before 1.0 a message says its type by a method. */
function typeOf(message: unknown): unknown {
  const { _getType: getType } = fieldsOf<{ _getType: unknown }>(message);
  return typeof getType === "function" ? (getType.call(message) as unknown) : undefined;
}

function toolParts(tool: unknown): readonly PromptPart[] {
  const fields = fieldsOf<ToolFields>(tool);
  const toolName = textOf(fieldsOf<ToolFields>(fields.function).name) ?? textOf(fields.name) ?? textOf(fields.type);
  return [{ section: "tools", kind: "tool_definition", pointer: "", ...withoutMark(tool), toolName }];
}

function messageParts(value: unknown): readonly (PromptPart | BreakpointMark)[] {
  const message = fieldsOf<SentMessageFields>(value);
  const role = textOf(message.type);
  const { content } = message;
  if (role === "tool") {
    const isError = message.status === "error" ? true : undefined;
    const answer = { toolName: textOf(message.name), callId: textOf(message.tool_call_id), payload: content };
    const marked = withoutMark(value);
    return [{ section: "messages", kind: "tool_result", pointer: "", role, ...answer, isError, ...marked }];
  }
  const place = { section: role === "system" ? "system" : "messages", role } as const;
  const text = role === "system" ? "instructions" : "text";
  const parts =
    typeof content === "string"
      ? [{ ...place, kind: text, pointer: "/content", value: content } as const]
      : listOf(content).map((part, index) => contentPart(part, { ...place, pointer: `/content/${index}` }, text));
  const calls = parts.some(({ kind }) => kind === "tool_call") ? [] : listOf(message.tool_calls);
  return [
    ...parts.filter((part) => part.kind === undefined || part.value !== ""),
    ...calls.map((call, index) => {
      const { name, args, id } = fieldsOf<ToolCallFields>(call);
      const called = { toolName: textOf(name), callId: textOf(id), payload: args, value: call };
      return { ...place, kind: "tool_call", pointer: `/tool_calls/${index}`, ...called } as const;
    }),
  ];
}

function contentPart(
  part: unknown,
  place: Pick<PromptPart, "section" | "role" | "pointer">,
  text: PromptBlockKind,
): PromptPart | BreakpointMark {
  const { type, name, id, input, cachePoint } = fieldsOf<ToolCallFields>(part);
  // As Converse has it.
  if (cachePoint !== undefined) return { breakpoint: textOf(fieldsOf<{ ttl: unknown }>(cachePoint).ttl) ?? "5m" };
  const kind = KINDS.get(type) ?? text;
  const called = kind === "tool_call" ? { toolName: textOf(name), callId: textOf(id), payload: input } : {};
  return { ...place, kind, ...called, ...withoutMark(part) };
}

const KINDS: ReadonlyMap<unknown, PromptBlockKind> = new Map<unknown, PromptBlockKind>([
  ["tool_use", "tool_call"],
  ["thinking", "reasoning"],
  ["redacted_thinking", "reasoning"],
  ["reasoning", "reasoning"],
  ["image", "image"],
  ["image_url", "image"],
  ["audio", "audio"],
  ["input_audio", "audio"],
  ["document", "document"],
  ["file", "document"],
]);

/** Anthropic's word for a breakpoint, which LangChain passes on. */
function withoutMark(value: unknown): Pick<PromptPart, "value" | "breakpoint"> {
  return breakpointsOf(value, "cache_control", "5m");
}
