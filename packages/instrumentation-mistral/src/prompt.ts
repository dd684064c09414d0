// SPDX-License-Identifier: Apache-2.0
import { camelCaseMessageParts, camelCasePrompt, chatToolParts, fieldsOf, textOf, wholePart } from "@outlay/core";
import type { PromptPart, PromptParts } from "@outlay/core";

import type { CompletionRequestFields, ConversationRequestFields, InputEntryFields } from "./internal-types.ts";

const systemParts = wholePart({ section: "system", kind: "instructions" });

/** Says what `chat.complete()` and its like send; what an agent is told, the vendor knows. */
export function chatPrompt(body: Partial<CompletionRequestFields>): PromptParts {
  return { ...camelCasePrompt(body), hasRemoteInput: textOf(body.agentId) !== undefined };
}

/**
 * Says what a conversation is given; what came before it, the vendor keeps.
 *
 * @param field - Where the body is in the method's argument: `/conversationAppendRequest`, or nothing.
 */
export function conversationPrompt(
  body: Partial<ConversationRequestFields>,
  field: string,
  goesOn: boolean,
): PromptParts {
  const settings = fieldsOf<CompletionRequestFields>(body.completionArgs);
  return {
    sources: [
      { pointer: `${field}/tools`, value: body.tools, read: chatToolParts },
      { pointer: `${field}/instructions`, value: body.instructions, read: systemParts },
      { pointer: `${field}/inputs`, value: body.inputs, read: entryParts },
    ],
    settings: { tool_choice: settings.toolChoice, text_format: settings.responseFormat },
    hasRemoteInput: goesOn || textOf(body.agentId) !== undefined,
  };
}

/** A text, a message, a call of a tool or its result. */
function entryParts(value: unknown): readonly PromptPart[] {
  const { type, role, name, toolCallId, arguments: given, result } = fieldsOf<InputEntryFields>(value);
  if (textOf(role) !== undefined) return camelCaseMessageParts(value);
  const entry = { section: "messages", pointer: "", value } as const;
  const called = { callId: textOf(toolCallId), toolName: textOf(name) };
  if (type === "function.call") return [{ ...entry, kind: "tool_call", ...called, payload: given }];
  if (type === "function.result") return [{ ...entry, kind: "tool_result", ...called, payload: result }];
  return [{ ...entry, kind: typeof value === "string" ? "text" : "other" }];
}
