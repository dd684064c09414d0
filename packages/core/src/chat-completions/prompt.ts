// SPDX-License-Identifier: Apache-2.0
import type { PromptBlockKind } from "../prompt/prompt-fingerprint.ts";
import type { PromptPart, PromptParts, PromptSource } from "../prompt/prompt-parts.ts";
import { breakpointsOf } from "../prompt/breakpoint-field.ts";
import { wholePart } from "../prompt/whole-part.ts";
import { openaiCacheSettings } from "../vendors/openai-cache-settings.ts";
import type { OpenAICacheSettings } from "../vendors/openai-cache-settings.ts";
import { fieldsOf, listOf, textOf } from "../read-fields.ts";
import type {
  CompletionRequestFields,
  ContentPartFields,
  FunctionFields,
  MessageFields,
  ToolCallFields,
} from "./fields.ts";

/** What the cache is kept by beside messages and tools: openai@4–7 `resources/chat/completions`. */
interface PromptFields extends CompletionRequestFields {
  readonly functions: unknown;
  readonly function_call: unknown;
  readonly tool_choice: unknown;
  readonly parallel_tool_calls: unknown;
  readonly verbosity: unknown;
  readonly web_search_options: unknown;
  readonly suffix: unknown;
}

/** Roles whose messages are instructions. */
const INSTRUCTING_ROLES: ReadonlySet<unknown> = new Set(["system", "developer"]);

const SETTING_PLACES = {
  text_format: "/response_format",
  prompt_cache_mode: "/prompt_cache_options/mode",
  prompt_cache_ttl: "/prompt_cache_options/ttl",
} as const;

/** Says what a request for a chat or text completion sends: tools, then messages as they come. */
export function completionPrompt(value: unknown): PromptParts {
  const body = fieldsOf<PromptFields>(value);
  const { ttl, settings, automaticBreakpoint } = openaiCacheSettings(body);
  return {
    sources: [
      { pointer: "/tools", value: body.tools, read: chatToolParts },
      { pointer: "/functions", value: body.functions, read: chatToolParts },
      { pointer: "/messages", value: body.messages, read: MESSAGE_READERS[ttl] },
      { pointer: "/prompt", value: body.prompt, read: promptParts },
      { pointer: "/suffix", value: body.suffix, read: promptParts },
    ],
    settings: {
      tool_choice: body.tool_choice ?? body.function_call,
      parallel_tool_calls: body.parallel_tool_calls,
      reasoning_effort: body.reasoning_effort,
      text_format: body.response_format,
      verbosity: body.verbosity,
      web_search_options: body.web_search_options,
      modalities: body.modalities,
      ...settings,
    },
    settingPlaces: SETTING_PLACES,
    automaticBreakpoint,
  };
}

/** A tool as OpenAI has it, and those before tools had types. */
export function chatToolParts(tool: unknown): readonly PromptPart[] {
  const fields = fieldsOf<FunctionFields & { custom: unknown }>(tool);
  const named = fieldsOf<FunctionFields>(fields.function ?? fields.custom ?? tool);
  const toolName = textOf(named.name) ?? textOf(fields.type);
  return [{ section: "tools", kind: "tool_definition", pointer: "", value: tool, toolName }];
}

const promptParts = wholePart({ section: "messages", kind: "text" });

const MESSAGE_READERS: Readonly<Record<OpenAICacheSettings["ttl"], PromptSource["read"]>> = {
  "30m": (message) => messageParts(message, "30m"),
  "12h": (message) => messageParts(message, "12h"),
};

function messageParts(value: unknown, ttl: string): readonly PromptPart[] {
  const message = fieldsOf<MessageFields & { function_call: unknown }>(value);
  const role = textOf(message.role);
  if (role === "tool" || role === "function") return [answerPart(value, message, role, ttl)];
  const shared = { section: INSTRUCTING_ROLES.has(role) ? "system" : "messages", role } as const;
  const text = INSTRUCTING_ROLES.has(role) ? "instructions" : "text";
  const reasoning = (["reasoning_content", "reasoning"] as const).flatMap((field) =>
    textOf(message[field]) === undefined
      ? []
      : [{ ...shared, kind: "reasoning" as const, pointer: `/${field}`, value: message[field] }],
  );
  const calls = listOf(message.tool_calls).map((call, index) => callPart(call, `/tool_calls/${index}`, role));
  const called = message.function_call ?? undefined;
  return [
    ...reasoning,
    ...contentParts(message.content, text, ttl).map((part) => ({ ...part, ...shared })),
    ...(textOf(message.refusal) === undefined
      ? []
      : [{ ...shared, kind: "text" as const, pointer: "/refusal", value: message.refusal }]),
    ...calls,
    ...(called === undefined ? [] : [callPart({ function: called }, "/function_call", role, called)]),
  ];
}

/** The whole message: it names the call that it answers. */
function answerPart(value: unknown, message: Partial<MessageFields>, role: string, ttl: string): PromptPart {
  const marked = breakpointsOf(value, "prompt_cache_breakpoint", ttl);
  return {
    section: "messages",
    kind: "tool_result",
    pointer: "",
    role,
    toolName: textOf(message.name),
    callId: textOf(message.tool_call_id),
    payload: fieldsOf<MessageFields>(marked.value).content,
    ...marked,
  };
}

function contentParts(
  content: unknown,
  text: PromptBlockKind,
  ttl: string,
): readonly Pick<PromptPart, "kind" | "pointer" | "value" | "breakpoint">[] {
  if (typeof content === "string") return [{ kind: text, pointer: "/content", value: content }];
  return listOf(content).map((part, index) => ({
    kind: contentPartKind(part, text),
    pointer: `/content/${index}`,
    ...breakpointsOf(part, "prompt_cache_breakpoint", ttl),
  }));
}

/** What a part of a message's content is, also of an item's in the Responses API. */
export function contentPartKind(part: unknown, text: PromptBlockKind): PromptBlockKind {
  const fields = fieldsOf<ContentPartFields>(part);
  if (typeof fields.text === "string" || typeof fields.refusal === "string") return text;
  if (fields.image_url !== undefined || fields.type === "input_image") return "image";
  if (fields.input_audio !== undefined) return "audio";
  return fields.type === "file" || fields.type === "input_file" ? "document" : "other";
}

/** A call of a tool in a message of that role. */
export function callPart(call: unknown, pointer: string, role: string | undefined, value: unknown = call): PromptPart {
  const { id, function: called, custom } = fieldsOf<ToolCallFields>(call);
  const named = fieldsOf<FunctionFields>(called ?? custom);
  return {
    section: "messages",
    kind: "tool_call",
    pointer,
    value,
    role,
    toolName: textOf(named.name),
    callId: textOf(id),
    payload: named.arguments ?? named.input,
  };
}
