// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { ContentFacts, Message, MessagePart } from "@outlay/core";

import type { BlockFields, MessageFields, RequestFields, SourceFields } from "./internal-types.ts";

/** The messages of a request, in the shape of the conventions' JSON schemas (v1.41.0). */
export function inputContent(params: Partial<RequestFields>): ContentFacts {
  return {
    systemInstructions: partsOf(params.system),
    inputMessages: listOf(params.messages).map((element) => {
      const { role, content } = fieldsOf<MessageFields>(element);
      return { role: textOf(role) ?? "user", parts: partsOf(content) };
    }),
    toolDefinitions: listOf(params.tools),
  };
}

/** The message of an answer. */
export function outputContent(content: unknown, stopReason: string | undefined): ContentFacts {
  const message: Message = { role: "assistant", parts: partsOf(content) };
  return { outputMessages: [stopReason === undefined ? message : { ...message, finish_reason: stopReason }] };
}

function partsOf(content: unknown): readonly MessagePart[] {
  if (typeof content === "string") return [{ type: "text", content }];
  return listOf(content).map(partOf);
}

function partOf(element: unknown): MessagePart {
  const block = fieldsOf<BlockFields>(element);
  const type = textOf(block.type) ?? "unknown";
  if (type.endsWith("tool_use")) return { type: "tool_call", id: block.id, name: block.name, arguments: block.input };
  if (type.endsWith("tool_result"))
    return { type: "tool_call_response", id: block.tool_use_id, response: block.content };
  return PARTS[type]?.(block) ?? { type };
}

const PARTS: Readonly<Record<string, (block: Partial<BlockFields>) => MessagePart>> = {
  text: ({ text }) => ({ type: "text", content: text }),
  thinking: ({ thinking }) => ({ type: "reasoning", content: thinking }),
  image: ({ source }) => mediaPart("image", source),
  document: ({ source }) => mediaPart("document", source),
};

/** Media that is sent inside the request is named, not copied. */
const LEFT_OUT = "[left out]";

function mediaPart(modality: string, value: unknown): MessagePart {
  const source = fieldsOf<SourceFields>(value);
  if (source.type === "url") return { type: "uri", modality, uri: source.url };
  if (source.type === "file") return { type: "file", modality, file_id: source.file_id };
  if (source.type === "text") return { type: "text", content: source.data };
  return { type: "blob", modality, mime_type: source.media_type, content: LEFT_OUT };
}
