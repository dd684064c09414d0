// SPDX-License-Identifier: Apache-2.0
import { overlay } from "./json.ts";
import type { JsonObject, Reply, ScriptedServerToolCall } from "./script.ts";
import { countTokens, splitText, truncateToTokens } from "./tokens.ts";

/** What the model produced, before it takes a vendor's shape. */
export interface Generation {
  readonly text: string;
  /** `text` cut for streaming; empty when there is no text. */
  readonly textPieces: readonly string[];
  readonly toolCalls: readonly GeneratedToolCall[];
  readonly serverToolCalls: readonly ScriptedServerToolCall[];
  readonly reasoning: string | undefined;
  readonly reasoningTokens: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  /** Whether the token limit of the request cut the answer. */
  readonly truncated: boolean;
}

/** A tool call with its id and serialised arguments. */
interface GeneratedToolCall {
  readonly id: string;
  readonly name: string;
  readonly argumentsJson: string;
}

/** What a generation needs to know of the request. */
export interface GenerationRequest {
  /** Text of the last message, echoed by default. */
  readonly lastMessage: string;
  /** Limit on output tokens, reasoning included. */
  readonly maxOutputTokens?: number | undefined;
  readonly toolCallId: () => string;
}

const DEFAULT_CHUNKS = 4;
const ECHO_CHARACTERS = 200;

/** Plays a reply against a request. */
export function generate(reply: Reply, request: GenerationRequest): Generation {
  const toolCalls = (reply.toolCalls ?? []).map((call) => ({
    id: call.id ?? request.toolCallId(),
    name: call.name,
    argumentsJson: typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments),
  }));
  const wanted = reply.text ?? (toolCalls.length > 0 ? "" : echo(request.lastMessage));
  const reasoningTokens = reply.reasoningTokens ?? countTokens(reply.reasoning ?? "");
  const textLimit = Math.max(0, (request.maxOutputTokens ?? Infinity) - reasoningTokens);
  const text = truncateToTokens(wanted, textLimit);
  const callTokens = toolCalls.reduce((sum, call) => sum + countTokens(call.name + call.argumentsJson), 0);
  return {
    text,
    textPieces: text === "" ? [] : splitText(text, reply.chunks ?? DEFAULT_CHUNKS),
    toolCalls,
    serverToolCalls: reply.serverToolCalls ?? [],
    reasoning: reply.reasoning,
    reasoningTokens,
    outputTokens: reply.outputTokens ?? countTokens(text) + callTokens + reasoningTokens,
    truncated: text !== wanted,
  };
}

/** Cuts serialised arguments in two, as streams deliver them. */
export function argumentPieces(argumentsJson: string): string[] {
  return argumentsJson === "" ? [] : splitText(argumentsJson, 2);
}

/** The billed server-side tools of a generation, by name. */
export function countServerTools(generation: Generation): { webSearches: number; webFetches: number } {
  const count = (name: string): number => generation.serverToolCalls.filter((call) => call.name === name).length;
  return { webSearches: count("web_search"), webFetches: count("web_fetch") };
}

/** Applies the reply's usage to the vendor's own; `undefined` when the reply leaves it out. */
export function scriptedUsage(reply: Reply, usage: JsonObject): JsonObject | undefined {
  return reply.usage === "omit" ? undefined : overlay(usage, reply.usage);
}

function echo(message: string): string {
  return `Echo: ${Array.from(message).slice(0, ECHO_CHARACTERS).join("")}`;
}
