// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf, wholePart } from "@outlay/core";
import type { PromptPart, PromptParts } from "@outlay/core";

import type { MessageFields, RequestFields } from "./internal-types.ts";

const systemParts = wholePart({ section: "system", kind: "instructions" });
const promptParts = wholePart({ section: "messages", kind: "text" });
const imageParts = wholePart({ section: "messages", kind: "image" });

/** Says what `chat()` or `generate()` sends: tools, system, messages or the prompt, with their images. */
export function ollamaPrompt(body: Partial<RequestFields>): PromptParts {
  return {
    sources: [
      { pointer: "/tools", value: body.tools, read: toolParts },
      { pointer: "/system", value: body.system, read: systemParts },
      { pointer: "/messages", value: body.messages, read: messageParts },
      { pointer: "/prompt", value: body.prompt, read: promptParts },
      { pointer: "/images", value: body.images, read: imageParts },
    ],
    settings: { format: body.format, think: body.think },
  };
}

interface NamedFields {
  readonly function: unknown;
  readonly name: unknown;
  readonly arguments: unknown;
}

function toolParts(tool: unknown): readonly PromptPart[] {
  const toolName = textOf(fieldsOf<NamedFields>(fieldsOf<NamedFields>(tool).function).name);
  return [{ section: "tools", kind: "tool_definition", pointer: "", value: tool, toolName }];
}

function messageParts(item: unknown): readonly PromptPart[] {
  const message = fieldsOf<MessageFields>(item);
  const role = textOf(message.role);
  const { content, thinking, tool_name: answeredTool } = message;
  if (role === "tool") {
    const toolName = textOf(answeredTool);
    return [{ section: "messages", kind: "tool_result", pointer: "", value: item, role, toolName, payload: content }];
  }
  const place = { section: role === "system" ? "system" : "messages", role } as const;
  const kind = role === "system" ? "instructions" : "text";
  return [
    ...(textOf(thinking) ? [{ ...place, kind: "reasoning", pointer: "/thinking", value: thinking } as const] : []),
    ...(textOf(content) ? [{ ...place, kind, pointer: "/content", value: content } as const] : []),
    ...listOf(message.images).map(
      (value, index) => ({ ...place, kind: "image", pointer: `/images/${index}`, value }) as const,
    ),
    ...listOf(message.tool_calls).map((call, index) => {
      const called = fieldsOf<NamedFields>(fieldsOf<NamedFields>(call).function);
      const pointer = `/tool_calls/${index}`;
      const toolName = textOf(called.name);
      return { ...place, kind: "tool_call", pointer, value: call, toolName, payload: called.arguments } as const;
    }),
  ];
}
