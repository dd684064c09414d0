// SPDX-License-Identifier: Apache-2.0
import { breakpointsOf, contentPartKind, fieldsOf, listOf, openaiCacheSettings, textOf, wholePart } from "@outlay/core";
import type { PromptPart, PromptParts, PromptSource } from "@outlay/core";

import type { ItemFields, PromptFields } from "../internal-types.ts";

const SETTING_PLACES = {
  reasoning_effort: "/reasoning/effort",
  text_format: "/text/format",
  verbosity: "/text/verbosity",
  prompt_cache_mode: "/prompt_cache_options/mode",
  prompt_cache_ttl: "/prompt_cache_options/ttl",
} as const;

/** Says what a request of the Responses API sends: tools, instructions, then the items of the input. */
export function responsesPrompt(value: unknown): PromptParts {
  const body = fieldsOf<PromptFields>(value);
  const { effort, ...reasoning } = fieldsOf<{ effort: unknown }>(body.reasoning);
  const { format, verbosity } = fieldsOf<{ format: unknown; verbosity: unknown }>(body.text);
  const { ttl, settings, automaticBreakpoint } = openaiCacheSettings(body);
  return {
    sources: [
      { pointer: "/tools", value: body.tools, read: toolParts },
      { pointer: "/instructions", value: body.instructions, read: instructionParts },
      { pointer: "/input", value: body.input, read: ITEM_READERS[ttl] },
    ],
    settings: {
      tool_choice: body.tool_choice,
      parallel_tool_calls: body.parallel_tool_calls,
      reasoning_effort: effort,
      reasoning: Object.keys(reasoning).length > 0 ? reasoning : undefined,
      text_format: format,
      verbosity,
      truncation: body.truncation,
      context_management: body.context_management,
      prompt: body.prompt,
      ...settings,
    },
    settingPlaces: SETTING_PLACES,
    automaticBreakpoint,
    hasRemoteInput: (body.previous_response_id ?? body.conversation ?? body.prompt ?? undefined) !== undefined,
  };
}

function toolParts(tool: unknown): readonly PromptPart[] {
  const { name, type } = fieldsOf<ItemFields>(tool);
  const toolName = textOf(name) ?? textOf(type);
  return [{ section: "tools", kind: "tool_definition", pointer: "", value: tool, toolName }];
}

const instructionParts = wholePart({ section: "system", kind: "instructions" });

const ITEM_READERS: Readonly<Record<"30m" | "12h", PromptSource["read"]>> = {
  "30m": (item) => itemParts(item, "30m"),
  "12h": (item) => itemParts(item, "12h"),
};

function itemParts(item: unknown, ttl: string): readonly PromptPart[] {
  if (typeof item === "string") return [{ section: "messages", kind: "text", pointer: "", value: item }];
  const fields = fieldsOf<ItemFields>(item);
  const type = textOf(fields.type) ?? "message";
  const marked = breakpointsOf(item, "prompt_cache_breakpoint", ttl);
  const shared = { section: "messages", pointer: "", callId: textOf(fields.call_id), ...marked } as const;
  if (type.endsWith("_output"))
    return [{ ...shared, kind: "tool_result", payload: fieldsOf<ItemFields>(marked.value).output }];
  if (type.endsWith("_call")) {
    const asked = fields.arguments ?? fields.input ?? fields.action;
    return [{ ...shared, kind: "tool_call", toolName: textOf(fields.name) ?? type, payload: asked }];
  }
  if (type === "reasoning") return [{ ...shared, kind: "reasoning" }];
  return type === "message" ? messageParts(fields, ttl) : [{ ...shared, kind: "other" }];
}

function messageParts({ role: said, content }: Partial<ItemFields>, ttl: string): readonly PromptPart[] {
  const role = textOf(said);
  const isInstruction = role === "system" || role === "developer";
  const shared = { section: isInstruction ? "system" : "messages", role } as const;
  const text = isInstruction ? "instructions" : "text";
  if (typeof content === "string") return [{ ...shared, kind: text, pointer: "/content", value: content }];
  return listOf(content).map((part, index) => ({
    ...shared,
    kind: contentPartKind(part, text),
    pointer: `/content/${index}`,
    ...breakpointsOf(part, "prompt_cache_breakpoint", ttl),
  }));
}
