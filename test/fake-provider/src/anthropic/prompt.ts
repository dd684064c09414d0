// SPDX-License-Identifier: Apache-2.0
import type { PromptPart } from "../cache/prompt.ts";
import { isObject } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { countTokens, MEDIA_TOKENS } from "../core/tokens.ts";
import { RequestError } from "../core/vendor.ts";
import type { Breakpoint } from "./cache.ts";

/** A request's prompt as the model reads it. */
export interface AnthropicPrompt {
  readonly parts: readonly PromptPart[];
  readonly breakpoints: readonly Breakpoint[];
  /** Text of the last message or tool result. */
  readonly lastMessage: string;
}

const MAX_BREAKPOINTS = 4;
const MEDIA_TYPES = new Set(["image", "document"]);

/**
 * Renders tools, then system, then messages: one part a block.
 *
 * @throws {RequestError} For more than four cache breakpoints, or a 1-hour one after a 5-minute one, as the API does.
 */
export function renderPrompt(body: JsonObject): AnthropicPrompt {
  const tools = blocksOf(body["tools"]);
  const system = blocksOf(body["system"]);
  const messages = (Array.isArray(body["messages"]) ? body["messages"] : []).filter(isObject);
  const turns = messages.map((message) =>
    blocksOf(message["content"]).map((block) => ({ role: message["role"], block })),
  );
  const settings = messageSettings(
    body,
    turns.flat().map(({ block }) => block),
  );
  const speed = JSON.stringify(body["speed"] ?? null);
  const rendered = [
    ...tools.map((block) => ({ block, salt: "tool" })),
    ...system.map((block, index) => ({ block, salt: `system${index === 0 ? speed : ""}` })),
    ...turns.flat().map(({ role, block }, index) => ({ block, salt: `${String(role)}${index === 0 ? settings : ""}` })),
  ];
  const breakpoints = rendered.flatMap(({ block }, partIndex) => breakpointOf(block["cache_control"], partIndex));
  const automatic = breakpointOf(body["cache_control"], rendered.length - 1);
  const marks = breakpoints.some((mark) => mark.partIndex === rendered.length - 1) ? [] : automatic;
  return {
    parts: rendered.map(({ block, salt }) => blockPart(block, salt)),
    breakpoints: checkBreakpoints([...breakpoints, ...marks]),
    lastMessage: (turns.at(-1) ?? []).map(({ block }) => blockText(block)).join(""),
  };
}

/** What changes the cached messages, but not tools and system, without being part of them. */
function messageSettings(body: JsonObject, blocks: readonly JsonObject[]): string {
  const hasImages = blocks.some((block) => block["type"] === "image");
  const asked = ["tool_choice", "thinking", "output_config", "speed"].map((name) => body[name] ?? null);
  return JSON.stringify([...asked, hasImages]);
}

function blocksOf(content: unknown): JsonObject[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return Array.isArray(content) ? content.filter(isObject) : [];
}

function blockPart(block: JsonObject, salt: string): PromptPart {
  const { cache_control: _mark, ...bytes } = block;
  const json = JSON.stringify(bytes);
  const text = block["type"] === "text" ? blockText(block) : json;
  return {
    text: `${salt}\n${json}`,
    tokens: MEDIA_TYPES.has(String(block["type"])) ? MEDIA_TOKENS : countTokens(text),
  };
}

function blockText(block: JsonObject): string {
  if (typeof block["text"] === "string") return block["text"];
  return block["content"] === undefined ? "" : blocksOf(block["content"]).map(blockText).join("");
}

function breakpointOf(control: unknown, partIndex: number): Breakpoint[] {
  if (!isObject(control) || partIndex < 0) return [];
  return [{ partIndex, ttl: control["ttl"] === "1h" ? "1h" : "5m" }];
}

function checkBreakpoints(breakpoints: readonly Breakpoint[]): readonly Breakpoint[] {
  if (breakpoints.length > MAX_BREAKPOINTS) {
    throw new RequestError(
      400,
      `A maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided. Found ${breakpoints.length}.`,
    );
  }
  const first5m = breakpoints.findIndex((mark) => mark.ttl === "5m");
  if (first5m !== -1 && breakpoints.some((mark, index) => mark.ttl === "1h" && index > first5m)) {
    throw new RequestError(400, "A ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.");
  }
  return breakpoints;
}
