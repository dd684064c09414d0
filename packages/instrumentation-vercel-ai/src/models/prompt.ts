// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, textOf } from "@outlay/core";
import type { PromptBlockKind, PromptPart, PromptParts } from "@outlay/core";

import type { LanguageCallFields, OfferedToolFields, PartFields, ProviderOptionFields } from "../internal-types.ts";
import { objectOf } from "./model-request.ts";

/** What carries a breakpoint: a tool, a message, or a part of one. */
interface MarkedFields {
  readonly providerOptions: unknown;
}

/** `providerOptions` of what carries one: @ai-sdk/anthropic@2–4 `cacheControl`, amazon-bedrock@3–5 `cachePoint`. */
interface MarkFields {
  readonly cacheControl: unknown;
  readonly cachePoint: unknown;
}

const DEFAULT_TTL = "5m";

/** Says what a model of the AI SDK is given: tools, then messages as they come, instructions among them. */
export function languagePrompt(options: Partial<LanguageCallFields>): PromptParts {
  return {
    sources: [
      { pointer: "/tools", value: options.tools, read: toolParts },
      { pointer: "/prompt", value: options.prompt, read: messageParts },
    ],
    settings: {
      tool_choice: options.toolChoice,
      text_format: options.responseFormat,
      output_format: options.responseFormat,
      ...providerSettings(options.providerOptions),
    },
  };
}

/** By the vendors' words, which the rules of their caches know. */
function providerSettings(providerOptions: unknown): Readonly<Record<string, unknown>> {
  const settings: Record<string, unknown> = {};
  for (const options of Object.values(objectOf(providerOptions) ?? {})) {
    const fields = fieldsOf<ProviderOptionFields>(options);
    settings["thinking"] ??= fields.thinking;
    settings["effort"] ??= fields.effort;
    settings["reasoning_effort"] ??= fields.reasoningEffort;
    settings["prompt_cache_key"] ??= fields.promptCacheKey;
    settings["service_tier"] ??= fields.serviceTier;
    settings["cached_content"] ??= fields.cachedContent;
  }
  return settings;
}

function toolParts(tool: unknown): readonly PromptPart[] {
  const { name, id } = fieldsOf<OfferedToolFields>(tool);
  const toolName = textOf(name) ?? textOf(id);
  return [{ section: "tools", kind: "tool_definition", pointer: "", ...withoutMark(tool), toolName }];
}

function messageParts(message: unknown): readonly PromptPart[] {
  const { role: givenRole, content } = fieldsOf<{ role: unknown; content: unknown }>(message);
  const role = textOf(givenRole);
  const { breakpoint } = withoutMark(message);
  const section = role === "system" ? "system" : "messages";
  if (!Array.isArray(content)) {
    const kind = role === "system" ? "instructions" : "text";
    return [{ section, kind, pointer: "/content", value: content, role, breakpoint }];
  }
  const last = content.length - 1;
  return content.map((part: unknown, index): PromptPart => {
    const marked = withoutMark(part);
    const place = { section, pointer: `/content/${index}`, role } as const;
    // A message's mark is at its end.
    const ends = index === last ? { breakpoint: marked.breakpoint ?? breakpoint } : {};
    return { ...place, ...kindOf(fieldsOf<PartFields>(part)), ...marked, ...ends };
  });
}

function kindOf(part: Partial<PartFields>): Pick<PromptPart, "kind" | "toolName" | "callId" | "payload" | "isError"> {
  const { type, toolName, toolCallId, input, output, result } = part;
  if (type === "tool-call") {
    return { kind: "tool_call", toolName: textOf(toolName), callId: textOf(toolCallId), payload: input };
  }
  if (type === "tool-result") {
    const answer = output ?? result;
    const isError = textOf(fieldsOf<{ type: unknown }>(answer).type)?.startsWith("error-") === true;
    return {
      kind: "tool_result",
      toolName: textOf(toolName),
      callId: textOf(toolCallId),
      payload: answer,
      ...(isError && { isError }),
    };
  }
  if (type === "file") return { kind: mediaKind(textOf(part.mediaType)) };
  return { kind: type === "reasoning" ? "reasoning" : "text" };
}

function mediaKind(mediaType: string | undefined): PromptBlockKind {
  if (mediaType?.startsWith("image/") === true) return "image";
  return mediaType?.startsWith("audio/") === true ? "audio" : "document";
}

/** What is sent, and the lifetime that its mark asks for. */
function withoutMark(value: unknown): Pick<PromptPart, "value" | "breakpoint"> {
  const { providerOptions, ...rest } = fieldsOf<MarkedFields>(value);
  if (objectOf(providerOptions) === undefined) return { value };
  const marks = Object.values(Object(providerOptions) as object).map((options) => fieldsOf<MarkFields>(options));
  const mark = marks.map(({ cacheControl, cachePoint }) => cacheControl ?? cachePoint).find(objectOf);
  const kept = marks.some((options) => Object.keys(options).some((key) => !/^cache(?:Control|Point)$/.test(key)));
  return {
    value: kept ? value : rest,
    ...(mark !== undefined && { breakpoint: textOf(fieldsOf<{ ttl: unknown }>(mark).ttl) ?? DEFAULT_TTL }),
  };
}
