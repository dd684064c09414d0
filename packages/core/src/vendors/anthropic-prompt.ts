// SPDX-License-Identifier: Apache-2.0
import { breakpointLifetime, breakpointsOf } from "../prompt/breakpoint-field.ts";
import type { PromptBlockKind } from "../prompt/prompt-fingerprint.ts";
import type { PromptPart, PromptParts } from "../prompt/prompt-parts.ts";
import { fieldsOf, listOf, textOf } from "../read-fields.ts";

/** What the prompt of a request is made of, and its cache kept by: @anthropic-ai/sdk@0.27–1, Bedrock's `InvokeModel`. */
export interface AnthropicPromptFields {
  readonly tools: unknown;
  readonly system: unknown;
  readonly messages: unknown;
  /** Asks the provider to place a breakpoint at the end. */
  readonly cache_control: unknown;
  readonly tool_choice: unknown;
  readonly thinking: unknown;
  readonly output_config: unknown;
  readonly output_format: unknown;
  readonly speed: unknown;
  readonly context_management: unknown;
  readonly mcp_servers: unknown;
  readonly container: unknown;
}

/** A block of content or a tool, of any type. */
interface BlockFields {
  readonly type: unknown;
  readonly name: unknown;
  readonly id: unknown;
  readonly tool_use_id: unknown;
  /** Of a call, its arguments. */
  readonly input: unknown;
  /** Of a result, the answer. */
  readonly content: unknown;
  readonly is_error: unknown;
  readonly citations: unknown;
  readonly mcp_server_name: unknown;
}

/** Tools that change how the system prompt is rendered. */
const WEB_SEARCH = /^web_(?:search|fetch)_/;

const SETTING_PLACES = { effort: "/output_config/effort", output_format: "/output_config/format" } as const;

/** Says what Anthropic's models are sent, in the order in which the provider renders it: tools, system, messages. */
export function anthropicPrompt(body: Partial<AnthropicPromptFields>): PromptParts {
  const output = fieldsOf<{ effort: unknown; format: unknown }>(body.output_config);
  return {
    sources: [
      { pointer: "/tools", value: body.tools, read: toolParts },
      { pointer: "/system", value: body.system, read: systemParts },
      { pointer: "/messages", value: body.messages, read: messageParts },
    ],
    settings: {
      tool_choice: body.tool_choice,
      thinking: body.thinking,
      effort: output.effort,
      output_format: output.format ?? body.output_format,
      speed: body.speed,
      web_search: listOf(body.tools).some((tool) => WEB_SEARCH.test(typeOf(fieldsOf<BlockFields>(tool)))) || undefined,
      context_management: body.context_management,
      mcp_servers: body.mcp_servers,
      container: body.container,
    },
    settingPlaces: SETTING_PLACES,
    automaticBreakpoint: breakpointLifetime(body.cache_control, DEFAULT_TTL),
  };
}

function toolParts(tool: unknown): readonly PromptPart[] {
  const fields = fieldsOf<BlockFields>(tool);
  const toolName = textOf(fields.name) ?? textOf(fields.mcp_server_name);
  return [{ section: "tools", kind: "tool_definition", pointer: "", ...withoutMark(tool), toolName }];
}

function systemParts(block: unknown): readonly PromptPart[] {
  return [{ section: "system", kind: "instructions", pointer: "", ...withoutMark(block) }];
}

function messageParts(message: unknown): readonly PromptPart[] {
  const { role: vendorRole, content } = fieldsOf<{ role: unknown; content: unknown }>(message);
  const role = textOf(vendorRole);
  if (!Array.isArray(content))
    return [{ section: "messages", kind: "text", pointer: "/content", value: content, role }];
  return content.map((block: unknown, index) => contentPart(block, `/content/${index}`, role));
}

function contentPart(block: unknown, pointer: string, role: string | undefined): PromptPart {
  const fields = fieldsOf<BlockFields>(block);
  const kind = kindOf(typeOf(fields));
  const marked = withoutMark(block);
  const isCited = fieldsOf<{ enabled: unknown }>(fields.citations).enabled === true;
  return {
    section: "messages",
    kind,
    pointer,
    role,
    toolName: kind === "tool_call" ? textOf(fields.name) : undefined,
    callId: textOf(fields.tool_use_id) ?? (kind === "tool_call" ? textOf(fields.id) : undefined),
    ...payloadOf(kind, fieldsOf<BlockFields>(marked.value)),
    ...(isCited && { settings: { citations: true } }),
    ...marked,
  };
}

function payloadOf(
  kind: PromptBlockKind,
  { input, content, is_error: isError }: Partial<BlockFields>,
): Pick<PromptPart, "payload" | "isError"> {
  if (kind === "tool_call") return { payload: input };
  return kind === "tool_result" ? { payload: content, ...(isError === true && { isError }) } : {};
}

const KINDS: ReadonlyMap<string, PromptBlockKind> = new Map([
  ["text", "text"],
  ["thinking", "reasoning"],
  ["redacted_thinking", "reasoning"],
  ["image", "image"],
  ["document", "document"],
  ["search_result", "document"],
]);

function kindOf(type: string): PromptBlockKind {
  if (type.endsWith("tool_use")) return "tool_call";
  return type.endsWith("tool_result") ? "tool_result" : (KINDS.get(type) ?? "other");
}

function typeOf({ type }: Partial<BlockFields>): string {
  return textOf(type) ?? "";
}

/** 5 minutes unless it says otherwise. */
const DEFAULT_TTL = "5m";

function withoutMark(block: unknown): Pick<PromptPart, "value" | "breakpoint"> {
  return breakpointsOf(block, "cache_control", DEFAULT_TTL);
}
