// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, textOf } from "@outlay/core";
import type { PromptBlockKind, PromptPart, PromptParts } from "@outlay/core";

import { systemParts, TOOL } from "../prompt.ts";
import type { InteractionConfigFields, InteractionRequestFields, StepFields } from "./fields.ts";

/** Says what an interaction sends; what came before it may be kept by Google. */
export function interactionPrompt(body: Partial<InteractionRequestFields>): PromptParts {
  const { thinking_level: thinkingLevel } = fieldsOf<InteractionConfigFields>(body.generation_config);
  return {
    sources: [
      { pointer: "/tools", value: body.tools, read: toolParts },
      { pointer: "/system_instruction", value: body.system_instruction, read: systemParts },
      { pointer: "/input", value: body.input, read: inputParts },
    ],
    settings: { response_format: body.response_format, thinking_config: thinkingLevel },
    hasRemoteInput: textOf(body.previous_interaction_id) !== undefined,
  };
}

function toolParts(tool: unknown): readonly PromptPart[] {
  const { name, type } = fieldsOf<StepFields>(tool);
  return [{ ...TOOL, pointer: "", value: tool, toolName: textOf(name) ?? textOf(type) }];
}

/** A text, a content, a turn with a role, or a step: turns and inputs have contents, everything else is one. */
function inputParts(item: unknown): readonly PromptPart[] {
  const { role, content } = fieldsOf<StepFields>(item);
  if (!Array.isArray(content)) return [partOf(item, "", textOf(role))];
  return content.map((one: unknown, index) => partOf(one, `/content/${index}`, textOf(role)));
}

const KINDS: ReadonlyMap<unknown, PromptBlockKind> = new Map<unknown, PromptBlockKind>([
  ["thought", "reasoning"],
  ["function_call", "tool_call"],
  ["function_result", "tool_result"],
  ["image", "image"],
  ["audio", "audio"],
  ["document", "document"],
  ["video", "other"],
]);

function partOf(value: unknown, pointer: string, role: string | undefined): PromptPart {
  const { type, id, call_id: callId, name, arguments: asked, result } = fieldsOf<StepFields>(value);
  const kind = KINDS.get(type) ?? "text";
  return {
    section: "messages",
    kind,
    pointer,
    value,
    role,
    ...(kind === "tool_call" && { toolName: textOf(name), callId: textOf(id), payload: asked }),
    ...(kind === "tool_result" && { toolName: textOf(name), callId: textOf(callId), payload: result }),
  };
}
