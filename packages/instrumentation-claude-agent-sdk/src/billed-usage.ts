// SPDX-License-Identifier: Apache-2.0
import { normalizeUsage } from "@outlay/core";
import type { Iteration, RawUsage, ResponseFacts, Usage } from "@outlay/core";

import type { ModelTotals } from "./model-totals.ts";

/** Counts of a prompt; they are parts of a sum, so that what is left of it can be told. */
const PROMPT_COUNTS = [
  "inputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWrite5mTokens",
  "cacheWrite1hTokens",
] as const;

/** A call that was seen in the conversation: its prompt is known, what it answered only in sum. */
export interface SeenCall {
  readonly id: string;
  readonly model: string;
  readonly prompt: Usage;
}

/**
 * The bill of one model for one turn.
 *
 * Some prices depend on the length of a single prompt, so a turn is not priced as if it were one call: each prompt that
 * was seen is a pass of its own, and the rest, with all of the output, another.
 */
export function billFromTotals(totals: ModelTotals, seen: readonly SeenCall[]): ResponseFacts {
  const usage = rawUsage(totals);
  const whole = normalizeUsage(usage).usage;
  // Their output is known in sum only: it is in the rest.
  const passes = seen.map(({ prompt }): Iteration => ({ kind: "message", usage: { ...prompt, outputTokens: 0 } }));
  const rest = restOf(whole, seen);
  return {
    model: totals.model,
    usage,
    callCount: Math.max(seen.length, 1),
    // Where the prompts do not add up to the sum, the sum is right.
    ...(passes.length > 0 && rest !== undefined && { iterations: [...passes, { kind: "rest", usage: rest }] }),
  };
}

/** The bill of a turn that ended without a sum: prompts are known, answers are not. */
export function billFromSeen(model: string, seen: readonly SeenCall[]): ResponseFacts {
  const usage: Record<string, number> = {};
  for (const name of PROMPT_COUNTS) {
    const sum = seen.reduce((total, { prompt }) => total + (prompt[name] ?? 0), 0);
    if (sum > 0) usage[name] = sum;
  }
  return {
    model,
    usage,
    usageStatus: "partial",
    callCount: seen.length,
    iterations: seen.map(({ prompt }): Iteration => ({ kind: "message", usage: prompt })),
  };
}

function rawUsage(totals: ModelTotals): RawUsage {
  const { inputTokens, cacheReadInputTokens: read, cacheCreationInputTokens: written, webSearchRequests } = totals;
  return {
    inputTokens: inputTokens === undefined ? undefined : inputTokens + (read ?? 0) + (written ?? 0),
    outputTokens: totals.outputTokens,
    cacheReadTokens: read,
    cacheWriteTokens: written,
    cacheWrite5mTokens: totals.cacheCreationEphemeral5mInputTokens,
    cacheWrite1hTokens: totals.cacheCreationEphemeral1hInputTokens,
    reasoningTokens: totals.thinkingTokens,
    units: webSearchRequests === undefined || webSearchRequests === 0 ? undefined : { webSearchRequests },
  };
}

/** What is left of a sum when the prompts that were seen are taken out; `undefined` where they are more than the sum. */
function restOf(whole: Usage, seen: readonly SeenCall[]): Usage | undefined {
  const rest: { -readonly [Name in keyof Usage]: Usage[Name] } = { ...whole };
  for (const name of PROMPT_COUNTS) {
    const taken = seen.reduce((total, { prompt }) => total + (prompt[name] ?? 0), 0);
    if (taken === 0) continue;
    const left = (whole[name] ?? 0) - taken;
    if (left < 0) return undefined;
    rest[name] = left;
  }
  return rest;
}
