// SPDX-License-Identifier: Apache-2.0
import type { Breakpoint } from "../anthropic/cache.ts";
import type { PromptPart } from "../cache/prompt.ts";
import { isObject } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { countTokens, MEDIA_TOKENS } from "../core/tokens.ts";
import { RequestError } from "../core/vendor.ts";

/** A request's prompt as the model reads it, and where its cache points are. */
export interface ConversePrompt {
  readonly parts: readonly PromptPart[];
  readonly breakpoints: readonly Breakpoint[];
  /** Text of the last message. */
  readonly lastMessage: string;
}

const MAX_CACHE_POINTS = 4;
const MEDIA = ["image", "document", "video", "audio"];

/**
 * Renders tools, then system, then messages: one part a block. A `cachePoint` is no part: it keeps what stands before it.
 *
 * @throws {RequestError} For more than four cache points, or a 1-hour one after a 5-minute one, as the service does.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 */
export function renderConverse(body: JsonObject): ConversePrompt {
  if (!Array.isArray(body["messages"])) throw new RequestError(400, "The messages field is required.");
  const messages = body["messages"].filter(isObject);
  const tools = isObject(body["toolConfig"]) ? body["toolConfig"]["tools"] : undefined;
  const blocks = [
    ...blocksOf(tools).map((block) => ({ block, salt: "tool" })),
    ...blocksOf(body["system"]).map((block) => ({ block, salt: "system" })),
    ...messages.flatMap(({ role, content }) => blocksOf(content).map((block) => ({ block, salt: String(role) }))),
  ];
  const parts: PromptPart[] = [];
  const breakpoints: Breakpoint[] = [];
  for (const { block, salt } of blocks) {
    const point = block["cachePoint"];
    if (!isObject(point)) parts.push(partOf(block, salt));
    else if (parts.length > 0) breakpoints.push({ partIndex: parts.length - 1, ttl: ttlOf(point) });
  }
  check(breakpoints);
  return { parts, breakpoints, lastMessage: blocksOf(messages.at(-1)?.["content"]).map(textOf).join("") };
}

function blocksOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function partOf(block: JsonObject, salt: string): PromptPart {
  const json = JSON.stringify(block);
  const isMedia = MEDIA.some((name) => name in block);
  return { text: `${salt}\n${json}`, tokens: isMedia ? MEDIA_TOKENS : countTokens(textOf(block) || json) };
}

function textOf(block: JsonObject): string {
  return typeof block["text"] === "string" ? block["text"] : "";
}

function ttlOf(point: JsonObject): Breakpoint["ttl"] {
  return point["ttl"] === "1h" ? "1h" : "5m";
}

function check(breakpoints: readonly Breakpoint[]): void {
  if (breakpoints.length > MAX_CACHE_POINTS)
    throw new RequestError(400, `A maximum of ${MAX_CACHE_POINTS} cache points may be provided.`);
  const first5m = breakpoints.findIndex(({ ttl }) => ttl === "5m");
  if (first5m !== -1 && breakpoints.some(({ ttl }, index) => ttl === "1h" && index > first5m))
    throw new RequestError(400, "A ttl='1h' cache point must not come after a ttl='5m' cache point.");
}
