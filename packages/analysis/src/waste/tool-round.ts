// SPDX-License-Identifier: Apache-2.0
import type { PromptBlock } from "@outlay/core";

/** One tool call of a conversation with its result, told by hashes. */
export interface ToolStep {
  readonly name: string;
  /** Of the arguments alone; `undefined` where the prompt does not tell. */
  readonly argumentsHash: string | undefined;
  readonly resultHash: string | undefined;
  readonly isError: boolean;
}

/**
 * The tool calls among new blocks of a prompt, each with its result. Providers want results in the order of the calls, or
 * named by tool: the first result of the same name that is not taken yet belongs to a call.
 */
export function toolRoundOf(newBlocks: readonly PromptBlock[]): readonly ToolStep[] {
  const results = newBlocks.filter(({ kind }) => kind === "tool_result");
  const taken = new Set<PromptBlock>();
  const steps: ToolStep[] = [];
  for (const call of newBlocks) {
    if (call.kind !== "tool_call") continue;
    const free = results.filter((result) => !taken.has(result));
    const result = free.find(({ toolName }) => toolName === call.toolName) ?? free[0];
    if (result !== undefined) taken.add(result);
    steps.push({
      name: call.toolName ?? "",
      argumentsHash: call.valueHash,
      resultHash: result?.valueHash,
      isError: result?.isError === true,
    });
  }
  return steps;
}

/** What was asked and what came of it; `undefined` where one of both is not known. */
export function outcomeKey({ name, argumentsHash, resultHash }: ToolStep): string | undefined {
  if (argumentsHash === undefined || resultHash === undefined) return undefined;
  return `${name}\n${argumentsHash}\n${resultHash}`;
}
