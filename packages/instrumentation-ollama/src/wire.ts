// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";

import type { AnswerFields, MessageFields } from "./internal-types.ts";

/** An object whose names core's readers of chat completions know. */
export type Wire = Readonly<Record<string, unknown>>;

/** A message, asked or answered: images are named, never copied; results of tools go by the tool's name. */
export function wireMessage(value: unknown): Wire {
  const { role, content, thinking, images, tool_calls, tool_name } = fieldsOf<MessageFields>(value);
  return { role, content: wireContent(content, images), reasoning: thinking, tool_calls, name: tool_name };
}

/** A text, and as many images as come with it. */
export function wireContent(text: unknown, images: unknown): unknown {
  const count = listOf(images).length;
  if (count === 0) return text;
  return [{ type: "text", text: textOf(text) ?? "" }, ...Array.from({ length: count }, () => ({ type: "image" }))];
}

/** The message of an answer of either API, or the piece of one. */
export function answeredMessage({ message, response, thinking }: Partial<AnswerFields>): Wire {
  return message === undefined ? { role: "assistant", content: response, reasoning: thinking } : wireMessage(message);
}
