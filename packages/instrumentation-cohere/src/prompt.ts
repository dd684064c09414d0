// SPDX-License-Identifier: Apache-2.0
import { camelCasePrompt, fieldsOf, listOf, textOf, wholePart } from "@outlay/core";
import type { PromptPart, PromptParts } from "@outlay/core";

import type { MessageFields, OutgoingFields, ToolCallV1Fields } from "./internal-types.ts";

const documentParts = wholePart({ section: "messages", kind: "document" });
const systemParts = wholePart({ section: "system", kind: "instructions" });
const textParts = wholePart({ section: "messages", kind: "text", role: "USER" });

/** Says what `v2.chat()` sends: tools, messages, documents. */
export function chatPrompt(body: Partial<OutgoingFields>): PromptParts {
  const { sources, settings } = camelCasePrompt(body);
  return { sources: [...sources, documentsOf(body)], settings };
}

/** Says what `chat()` of the first version sends; a conversation that the vendor keeps is not in it. */
export function chatPromptV1(body: Partial<OutgoingFields>): PromptParts {
  return {
    sources: [
      { pointer: "/tools", value: body.tools, read: toolParts },
      { pointer: "/preamble", value: body.preamble, read: systemParts },
      { pointer: "/chatHistory", value: body.chatHistory, read: turnParts },
      { pointer: "/message", value: body.message, read: textParts },
      { pointer: "/toolResults", value: body.toolResults, read: resultParts },
      documentsOf(body),
    ],
    settings: { text_format: body.responseFormat },
    hasRemoteInput: textOf(body.conversationId) !== undefined || listOf(body.connectors).length > 0,
  };
}

function documentsOf({ documents }: Partial<OutgoingFields>): PromptParts["sources"][number] {
  return { pointer: "/documents", value: documents, read: documentParts };
}

function toolParts(value: unknown): readonly PromptPart[] {
  const toolName = textOf(fieldsOf<ToolCallV1Fields>(value).name);
  return [{ section: "tools", kind: "tool_definition", pointer: "", value, toolName }];
}

function turnParts(value: unknown): readonly PromptPart[] {
  const { role: givenRole, message, toolCalls, toolResults } = fieldsOf<MessageFields>(value);
  const role = textOf(givenRole);
  const place = { section: role === "SYSTEM" ? "system" : "messages", role } as const;
  const kind = role === "SYSTEM" ? "instructions" : "text";
  return [
    ...(textOf(message) ? [{ ...place, kind, pointer: "/message", value: message } as const] : []),
    ...listOf(toolCalls).map((call, index) => {
      const { name, parameters } = fieldsOf<ToolCallV1Fields>(call);
      const called = { toolName: textOf(name), payload: parameters, value: call };
      return { ...place, kind: "tool_call", pointer: `/toolCalls/${index}`, ...called } as const;
    }),
    ...listOf(toolResults).map((result, index) => resultPart(result, `/toolResults/${index}`)),
  ];
}

function resultParts(value: unknown): readonly PromptPart[] {
  return [resultPart(value, "")];
}

function resultPart(value: unknown, pointer: string): PromptPart {
  const { call, outputs } = fieldsOf<ToolCallV1Fields>(value);
  const toolName = textOf(fieldsOf<ToolCallV1Fields>(call).name);
  return { section: "messages", kind: "tool_result", pointer, value, role: "TOOL", toolName, payload: outputs };
}
