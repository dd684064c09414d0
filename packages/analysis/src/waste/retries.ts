// SPDX-License-Identifier: Apache-2.0
import type { Operation, PromptBlock } from "@outlay/core";

import type { ToolStep } from "./tool-round.ts";

/**
 * Why a call was made once more. `resent_prompt`: word for word what was sent to the same model before. `schema_repair`: inside one helper
 * call, an answer that did not fit its schema was sent back. `tool_error`: a tool failed, and was asked for again.
 */
export type RetryKind = "resent_prompt" | "schema_repair" | "tool_error";

/** What vendors call the setting that asks for an answer of a schema. */
const SCHEMA_SETTINGS = [
  "text_format",
  "response_format",
  "response_schema",
  "output_format",
  "output_config",
] as const;

/** The call before, as far as the next one is compared with it. */
export interface CallBefore {
  readonly parentSpanId: string | undefined;
  /** As asked for; a second opinion of another model is no retry. */
  readonly model: string | undefined;
  readonly blocks: readonly PromptBlock[];
  /** Tools that had failed when it was made. */
  readonly failedTools: ReadonlySet<string>;
}

/**
 * Tells a call that repeats work from one that goes on.
 *
 * @param newBlocks - What the prompt has beyond that of the call before.
 */
export function retryKindOf(
  operation: Operation,
  before: CallBefore | undefined,
  newBlocks: readonly PromptBlock[],
  round: readonly ToolStep[],
): RetryKind | undefined {
  const { prompt } = operation;
  if (before === undefined || prompt === undefined) return undefined;
  const isSame = newBlocks.length === 0 && before.blocks.length === prompt.blocks.length;
  if (isSame && operation.requestModel === before.model) return "resent_prompt";
  if (round.some(({ name }) => before.failedTools.has(name))) return "tool_error";
  const isInside = operation.parentSpanId !== undefined && operation.parentSpanId === before.parentSpanId;
  const hasSchema = SCHEMA_SETTINGS.some((name) => name in prompt.settings);
  return isInside && hasSchema && isAnswerSentBack(newBlocks) ? "schema_repair" : undefined;
}

/** An answer of the model, then words of the program, and no tool. */
function isAnswerSentBack(newBlocks: readonly PromptBlock[]): boolean {
  const [first, ...rest] = newBlocks;
  const isText = newBlocks.every(({ kind }) => kind === "text" || kind === "reasoning");
  return isText && (first?.role === "assistant" || first?.role === "model") && rest.some(({ role }) => role === "user");
}

/** Tools that failed in a round. */
export function failedToolsOf(round: readonly ToolStep[]): ReadonlySet<string> {
  return new Set(round.filter(({ isError }) => isError).map(({ name }) => name));
}
