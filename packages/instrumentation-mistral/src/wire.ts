// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";

import type { ChoiceFields, CompletionFields, ContentChunkFields, MessageFields } from "./internal-types.ts";

/** An object as Mistral's API has it, whose names core's readers of chat completions know. */
export type Wire = Readonly<Record<string, unknown>>;

/** An answer or a chunk of one, without its usage. */
export function wireCompletion(value: unknown): Wire {
  const { id, model, choices } = fieldsOf<CompletionFields>(value);
  return { id, model, choices: listOf(choices).map(wireChoice) };
}

/** Messages of a request. */
export function wireMessages(messages: unknown): readonly Wire[] {
  return listOf(messages).map((item) => {
    const message = fieldsOf<MessageFields>(item);
    return { ...wireMessage(message), tool_call_id: message.toolCallId, name: message.name };
  });
}

function wireChoice(value: unknown): Wire {
  const { index, finishReason, message, delta } = fieldsOf<ChoiceFields>(value);
  return {
    index,
    finish_reason: finishReason,
    ...(message === undefined ? {} : { message: wireMessage(fieldsOf<MessageFields>(message)) }),
    ...(delta === undefined ? {} : { delta: wireDelta(fieldsOf<MessageFields>(delta)) }),
  };
}

function wireMessage({ role, content, toolCalls }: Partial<MessageFields>): Wire {
  const thought = thoughtIn(content);
  return {
    role,
    content: Array.isArray(content) ? content.filter((chunk) => !isThought(chunk)).map(wireChunk) : content,
    ...(thought === "" ? {} : { reasoning: thought }),
    ...(toolCalls === undefined || toolCalls === null ? {} : { tool_calls: toolCalls }),
  };
}

/** A piece of a message: its texts are joined, since nothing else is told in pieces. */
function wireDelta(delta: Partial<MessageFields>): Wire {
  const { content } = delta;
  return { ...wireMessage(delta), content: Array.isArray(content) ? joinedTexts(content) : content };
}

/** A part of a message's content; what it carries inside is named by core, never copied. */
function wireChunk(value: unknown): Wire {
  const { type, text, imageUrl, inputAudio, documentUrl, fileId } = fieldsOf<ContentChunkFields>(value);
  return {
    type,
    ...(text === undefined ? {} : { text }),
    ...(imageUrl === undefined ? {} : { image_url: imageUrl }),
    ...(inputAudio === undefined ? {} : { input_audio: inputAudio }),
    ...(documentUrl === undefined ? {} : { file_url: documentUrl }),
    ...(fileId === undefined ? {} : { file_id: fileId }),
  };
}

function isThought(chunk: unknown): boolean {
  return fieldsOf<ContentChunkFields>(chunk).type === "thinking";
}

function thoughtIn(content: unknown): string {
  return listOf(content)
    .filter(isThought)
    .map((chunk) => joinedTexts(listOf(fieldsOf<ContentChunkFields>(chunk).thinking)))
    .join("");
}

function joinedTexts(chunks: readonly unknown[]): string {
  return chunks.map((chunk) => textOf(fieldsOf<ContentChunkFields>(chunk).text) ?? "").join("");
}
