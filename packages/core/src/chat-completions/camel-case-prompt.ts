// SPDX-License-Identifier: Apache-2.0
import type { PromptBlockKind } from "../prompt/prompt-fingerprint.ts";
import type { PromptPart, PromptParts } from "../prompt/prompt-parts.ts";
import { fieldsOf, listOf, textOf } from "../read-fields.ts";
import { callPart, chatToolParts } from "./prompt.ts";

/** Requests of SDKs that have OpenAI's names in camel case: @mistralai/mistralai@1–2, cohere-ai@7–8 `v2`. */
interface CamelCaseFields {
  readonly tools: unknown;
  readonly messages: unknown;
  readonly toolChoice: unknown;
  readonly parallelToolCalls: unknown;
  readonly responseFormat: unknown;
  readonly reasoningEffort: unknown;
}

interface CamelCaseMessageFields {
  readonly role: unknown;
  readonly name: unknown;
  readonly content: unknown;
  readonly toolCalls: unknown;
  readonly toolCallId: unknown;
  /** Cohere: what the model means to do with its tools. */
  readonly toolPlan: unknown;
}

/** Says what a chat sends through an SDK in camel case; places are those in the program's own objects. */
export function camelCasePrompt(value: unknown): PromptParts {
  const body = fieldsOf<CamelCaseFields>(value);
  return {
    sources: [
      { pointer: "/tools", value: body.tools, read: chatToolParts },
      { pointer: "/messages", value: body.messages, read: camelCaseMessageParts },
    ],
    settings: {
      tool_choice: body.toolChoice,
      parallel_tool_calls: body.parallelToolCalls,
      text_format: body.responseFormat,
      reasoning_effort: body.reasoningEffort,
    },
  };
}

/** Reads one message of such a chat. */
export function camelCaseMessageParts(value: unknown): readonly PromptPart[] {
  const { role: givenRole, name, content, toolCalls, toolCallId, toolPlan } = fieldsOf<CamelCaseMessageFields>(value);
  const role = textOf(givenRole);
  if (role === "tool") {
    const answer = { toolName: textOf(name), callId: textOf(toolCallId), payload: content };
    return [{ section: "messages", kind: "tool_result", pointer: "", value, role, ...answer }];
  }
  const place = { section: role === "system" ? "system" : "messages", role } as const;
  const text = role === "system" ? "instructions" : "text";
  return [
    ...(textOf(toolPlan) === undefined
      ? []
      : [{ ...place, kind: "reasoning", pointer: "/toolPlan", value: toolPlan } as const]),
    ...contentParts(content, text).map((part) => ({ ...place, ...part })),
    ...listOf(toolCalls).map((call, index) => callPart(call, `/toolCalls/${index}`, role)),
  ];
}

function contentParts(content: unknown, text: PromptBlockKind): Pick<PromptPart, "kind" | "pointer" | "value">[] {
  if (typeof content === "string") return content === "" ? [] : [{ kind: text, pointer: "/content", value: content }];
  return listOf(content).map((value, index) => {
    const { type } = fieldsOf<{ type: unknown }>(value);
    return { kind: KINDS.get(type) ?? text, pointer: `/content/${index}`, value };
  });
}

const KINDS: ReadonlyMap<unknown, PromptBlockKind> = new Map<unknown, PromptBlockKind>([
  ["thinking", "reasoning"],
  ["image_url", "image"],
  ["input_audio", "audio"],
  ["document_url", "document"],
  ["document", "document"],
  ["file", "document"],
]);
