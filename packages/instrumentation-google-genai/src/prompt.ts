// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, textOf } from "@outlay/core";
import type { PromptBlockKind, PromptPart, PromptParts } from "@outlay/core";

import type {
  ContentFields,
  FunctionFields,
  GenerateConfigFields,
  MediaFields,
  ParametersFields,
  PartFields,
} from "./internal-types.ts";

const SETTING_PLACES = {
  cached_content: "/config/cachedContent",
  tool_config: "/config/toolConfig",
  thinking_config: "/config/thinkingConfig",
  response_schema: "/config/responseSchema",
  response_mime_type: "/config/responseMimeType",
} as const;

/** Says what a Gemini model is sent: tools, system instruction, contents; places are those of the SDK's parameters. */
export function generatePrompt({ contents, config }: Partial<ParametersFields>): PromptParts {
  const fields = fieldsOf<GenerateConfigFields>(config);
  return {
    sources: [
      { pointer: "/config/tools", value: fields.tools, read: toolParts },
      { pointer: "/config/systemInstruction", value: fields.systemInstruction, read: systemParts },
      { pointer: "/contents", value: contents, read: contentParts },
    ],
    settings: {
      cached_content: fields.cachedContent,
      tool_config: fields.toolConfig,
      thinking_config: fields.thinkingConfig,
      response_schema: fields.responseJsonSchema ?? fields.responseSchema,
      response_mime_type: fields.responseMimeType,
    },
    settingPlaces: SETTING_PLACES,
    hasRemoteInput: fields.cachedContent !== undefined && fields.cachedContent !== null,
  };
}

/** A tool of Google's own, or several functions of the program's: each of these is a block. */
function toolParts(tool: unknown): readonly PromptPart[] {
  const { functionDeclarations } = fieldsOf<{ functionDeclarations: unknown }>(tool);
  if (!Array.isArray(functionDeclarations)) {
    return [{ ...TOOL, pointer: "", value: tool, toolName: Object.keys(Object(tool))[0] }];
  }
  return functionDeclarations.map((declaration: unknown, index) => ({
    ...TOOL,
    pointer: `/functionDeclarations/${index}`,
    value: declaration,
    toolName: textOf(fieldsOf<FunctionFields>(declaration).name),
  }));
}

/** Of every tool. */
export const TOOL = { section: "tools", kind: "tool_definition" } as const;

/** A system instruction as the SDK takes it; interactions have a text. */
export function systemParts(item: unknown): readonly PromptPart[] {
  return partsOf(item).map(({ value, pointer }) => ({ section: "system", kind: "instructions", pointer, value }));
}

function contentParts(item: unknown): readonly PromptPart[] {
  const role = textOf(fieldsOf<ContentFields>(item).role) ?? "user";
  return partsOf(item).map(({ value, pointer }) => ({
    section: "messages",
    pointer,
    value,
    role,
    ...kindOf(fieldsOf<PartFields>(value)),
  }));
}

/** The SDK takes a text, a part or a content with parts in every place. */
function partsOf(item: unknown): readonly { readonly value: unknown; readonly pointer: string }[] {
  const { parts } = fieldsOf<ContentFields>(item);
  if (!Array.isArray(parts)) return [{ value: item, pointer: "" }];
  return parts.map((value: unknown, index) => ({ value, pointer: `/parts/${index}` }));
}

type Kind = Pick<PromptPart, "kind" | "toolName" | "callId" | "payload" | "isError">;

function kindOf(part: Partial<PartFields>): Kind {
  if (part.functionCall !== undefined) {
    const { id, name, args } = fieldsOf<FunctionFields>(part.functionCall);
    return { kind: "tool_call", toolName: textOf(name), callId: textOf(id), payload: args };
  }
  if (part.functionResponse !== undefined) {
    const { id, name, response } = fieldsOf<FunctionFields>(part.functionResponse);
    // As the documentation has it: `output` when the function ran, `error` when it failed.
    const isError = fieldsOf<{ error: unknown }>(response).error !== undefined;
    return {
      kind: "tool_result",
      toolName: textOf(name),
      callId: textOf(id),
      payload: response,
      ...(isError && { isError }),
    };
  }
  if (part.inlineData !== undefined || part.fileData !== undefined) return { kind: mediaKind(part) };
  return { kind: part.thought === true ? "reasoning" : "text" };
}

const MEDIA: ReadonlyMap<string | undefined, PromptBlockKind> = new Map([
  ["image", "image"],
  ["audio", "audio"],
  ["application", "document"],
  ["text", "document"],
]);

function mediaKind({ inlineData, fileData }: Partial<PartFields>): PromptBlockKind {
  const { mimeType } = fieldsOf<MediaFields>(inlineData ?? fileData);
  return MEDIA.get(textOf(mimeType)?.split("/", 1)[0]) ?? "other";
}
