// SPDX-License-Identifier: Apache-2.0
import { textPart, type PromptPart } from "../cache/prompt.ts";
import { isObject } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { MEDIA_TOKENS } from "../core/tokens.ts";
import type { CacheBreakpoint, CacheTtl } from "./cache.ts";

/** A request's prompt as the model reads it. */
export interface OpenAiPrompt {
  readonly parts: readonly PromptPart[];
  readonly breakpoints: readonly CacheBreakpoint[];
  /** Text of the last message or tool output. */
  readonly lastMessage: string;
}

const MEDIA_TYPES = new Set(["image_url", "input_audio", "file", "input_image", "input_file"]);

/** Renders tools, then messages (chat) or items (Responses), a part for each piece of content. */
export function renderPrompt(tools: unknown, messages: readonly unknown[], defaultTtl: CacheTtl): OpenAiPrompt {
  const parts: PromptPart[] = list(tools).map((tool) => textPart(JSON.stringify(tool)));
  const breakpoints: CacheBreakpoint[] = [];
  let lastMessage = "";
  for (const message of messages.filter(isObject)) {
    const pieces = contentPieces(message);
    parts.push(textPart(header(message)));
    for (const piece of pieces) {
      parts.push(piecePart(piece));
      const mark = piece["prompt_cache_breakpoint"];
      if (isObject(mark)) breakpoints.push({ partIndex: parts.length - 1, ttl: ttlOf(mark["ttl"], defaultTtl) });
    }
    lastMessage = pieces.map(pieceText).join("");
  }
  return { parts, breakpoints, lastMessage };
}

/** Reads a lifetime from a request. */
export function ttlOf(value: unknown, fallback: CacheTtl): CacheTtl {
  return value === "12h" || value === "30m" ? value : fallback;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Everything of a message but its content: role, tool calls, call ids. */
function header(message: JsonObject): string {
  return JSON.stringify({ ...message, content: undefined, output: undefined });
}

function contentPieces(message: JsonObject): JsonObject[] {
  const content = message["content"] ?? message["output"] ?? [];
  return typeof content === "string" ? [{ type: "text", text: content }] : list(content).filter(isObject);
}

function piecePart(piece: JsonObject): PromptPart {
  const { prompt_cache_breakpoint: _mark, ...bytes } = piece;
  const text = pieceText(piece) || JSON.stringify(bytes);
  return MEDIA_TYPES.has(String(piece["type"])) ? { text, tokens: MEDIA_TOKENS } : textPart(text);
}

function pieceText(piece: JsonObject): string {
  const text = piece["text"] ?? piece["refusal"];
  return typeof text === "string" ? text : "";
}
