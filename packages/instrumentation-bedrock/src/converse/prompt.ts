// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { BreakpointMark, PromptBlockKind, PromptPart, PromptParts } from "@outlay/core";

import type { BlockFields, MessageFields, ToolFields } from "../internal-types.ts";

/** What the prompt of a request is made of: Converse, and the body of Nova, which has the same blocks. */
export interface ConversePromptFields {
  readonly messages: unknown;
  readonly system: unknown;
  readonly toolConfig: unknown;
  readonly additionalModelRequestFields: unknown;
  readonly outputConfig: unknown;
  readonly guardrailConfig: unknown;
}

/** Lifetime of a cache point that does not say. */
const DEFAULT_TTL = "5m";

/** Says what Converse sends, in the order in which models read it: tools, system, messages. */
export function conversePrompt(body: Partial<ConversePromptFields>): PromptParts {
  const { tools, toolChoice } = fieldsOf<{ tools: unknown; toolChoice: unknown }>(body.toolConfig);
  const output = fieldsOf<{ effort: unknown; textFormat: unknown }>(body.outputConfig);
  const more = fieldsOf<{ thinking: unknown; output_config: unknown }>(body.additionalModelRequestFields);
  return {
    sources: [
      { pointer: "/toolConfig/tools", value: tools, read: toolParts },
      { pointer: "/system", value: body.system, read: systemParts },
      { pointer: "/messages", value: body.messages, read: messageParts },
    ],
    // By the words of Anthropic, whose models have a cache that depends on them.
    settings: {
      tool_choice: toolChoice,
      thinking: more.thinking,
      effort: output.effort ?? fieldsOf<{ effort: unknown }>(more.output_config).effort,
      output_format: output.textFormat,
    },
    settingPlaces: SETTING_PLACES,
  };
}

const SETTING_PLACES = {
  tool_choice: "/toolConfig/toolChoice",
  thinking: "/additionalModelRequestFields/thinking",
  effort: "/outputConfig/effort",
  output_format: "/outputConfig/textFormat",
} as const;

type Parts = readonly (PromptPart | BreakpointMark)[];

function toolParts(item: unknown): Parts {
  const mark = cachePointOf(item);
  if (mark !== undefined) return [mark];
  const { toolSpec, systemTool } = fieldsOf<{ toolSpec: unknown; systemTool: unknown }>(item);
  const { name } = fieldsOf<ToolFields>(toolSpec ?? systemTool);
  return [{ section: "tools", kind: "tool_definition", pointer: "", value: item, toolName: textOf(name) }];
}

function systemParts(item: unknown): Parts {
  return [cachePointOf(item) ?? { section: "system", kind: "instructions", pointer: "", value: item }];
}

function messageParts(message: unknown): Parts {
  const { role: vendorRole, content } = fieldsOf<MessageFields>(message);
  const role = textOf(vendorRole);
  return listOf(content).map((block, index) => {
    const place = { section: "messages", pointer: `/content/${index}`, value: block, role } as const;
    return cachePointOf(block) ?? { ...place, ...kindOf(fieldsOf<BlockFields>(block)) };
  });
}

function cachePointOf(item: unknown): BreakpointMark | undefined {
  const { cachePoint } = fieldsOf<{ cachePoint: unknown }>(item);
  if (cachePoint === undefined) return undefined;
  return { breakpoint: textOf(fieldsOf<{ ttl: unknown }>(cachePoint).ttl) ?? DEFAULT_TTL };
}

const KINDS: ReadonlyMap<string | undefined, PromptBlockKind> = new Map([
  ["text", "text"],
  ["reasoningContent", "reasoning"],
  ["image", "image"],
  ["audio", "audio"],
  ["document", "document"],
  ["searchResult", "document"],
]);

function kindOf(block: Partial<BlockFields>): Omit<PromptPart, "section" | "pointer" | "value" | "role"> {
  if (block.toolUse !== undefined) {
    const { toolUseId, name, input } = fieldsOf<ToolFields>(block.toolUse);
    return { kind: "tool_call", toolName: textOf(name), callId: textOf(toolUseId), payload: input };
  }
  if (block.toolResult !== undefined) {
    const { toolUseId, content, status } = fieldsOf<ToolFields>(block.toolResult);
    const isError = status === "error";
    return { kind: "tool_result", callId: textOf(toolUseId), payload: content, ...(isError && { isError }) };
  }
  // Anthropic's word again: citations change how the instructions are rendered.
  const { citations } = fieldsOf<{ citations: unknown }>(block.document ?? block.searchResult);
  const isCited = fieldsOf<{ enabled: unknown }>(citations).enabled === true;
  return { kind: KINDS.get(Object.keys(block)[0]) ?? "other", ...(isCited && { settings: { citations: true } }) };
}
