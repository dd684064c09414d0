// SPDX-License-Identifier: Apache-2.0
import type { Operation, PromptFingerprint, Usage } from "@outlay/core";

import { blockEnds } from "../context/block-tokens.ts";
import { lifetimeMs, servedModel } from "./cache-rules.ts";
import type { CacheRules } from "./cache-rules.ts";
import { breakpointsOfPrompt } from "./prefix-keys.ts";

/** Where the estimated end of a block is taken for the end of what was cached. */
const ROUNDING_SHARE = 0.02;
const MIN_ROUNDING_TOKENS = 128;

/** A prompt that was sent, and what of it the provider has kept. */
export interface SentPrompt {
  readonly prompt: PromptFingerprint;
  readonly provider: string;
  readonly model: string;
  /** Tells apart the agents of one conversation. */
  readonly agent: string;
  readonly tokens: number;
  readonly readTokens: number;
  /** Where each block ends, in tokens; estimated. */
  readonly ends: readonly number[];
  /** Tokens from the beginning on that can be read again. */
  readonly keptTokens: number;
  /** Blocks that those are; estimated where no breakpoint says it. */
  readonly cachedBlocks: number;
  readonly startTimeMs: number;
  /** When what was written could be read: with the first byte of the answer. */
  readonly availableAtMs: number;
  readonly lifetimeMs: number;
  /** Prompts that this one grew from. */
  ancestors: number;
}

/** @returns `undefined` for a call whose prompt or counts are not known, or whose prompt is only part of what was sent. */
export function sentPrompt(operation: Operation, rules: CacheRules): SentPrompt | undefined {
  const { prompt, usage, provider, attributes } = operation;
  if (prompt === undefined || prompt.blocks.length === 0 || prompt.hasRemoteInput === true) return undefined;
  if (usage?.inputTokens === undefined) return undefined;
  const { inputTokens } = usage;
  const ends = blockEnds(prompt.blocks, inputTokens);
  const keptTokens = tokensKept(inputTokens, usage, rules);
  const marks = breakpointsOfPrompt(prompt);
  return {
    prompt,
    provider,
    model: servedModel(operation),
    agent: JSON.stringify(attributes["gen_ai.agent.name"] ?? ""),
    tokens: inputTokens,
    readTokens: usage.cacheReadTokens ?? 0,
    ends,
    keptTokens,
    cachedBlocks: cachedBlocks(ends, keptTokens, rules, marks.at(-1)?.index),
    startTimeMs: operation.startTimeMs,
    availableAtMs: firstByteMs(operation),
    lifetimeMs: lifetimeMs(rules, marks.at(-1)?.ttl),
    ancestors: 0,
  };
}

/** Tokens by which an estimate of a position may be off without meaning anything. */
export function roundingTokens(tokens: number): number {
  return Math.max(MIN_ROUNDING_TOKENS, tokens * ROUNDING_SHARE);
}

/** When the answer began, as far as is known: what a call writes to the cache can be read from then on. */
export function firstByteMs({ startTimeMs, endTimeMs, timeToFirstChunkMs }: Operation): number {
  return timeToFirstChunkMs === undefined ? endTimeMs : startTimeMs + timeToFirstChunkMs;
}

/** What was read and written is all that is kept where both are told; else the whole prompt is, in whole steps. */
function tokensKept(inputTokens: number, usage: Usage, rules: CacheRules): number {
  if (rules.reportsWrites) return (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
  if (inputTokens < rules.minimumTokens) return 0;
  return inputTokens - (inputTokens % (rules.stepTokens ?? 1));
}

/** Where a provider keeps what breakpoints mark, the last one says exactly how far that was. */
function cachedBlocks(
  ends: readonly number[],
  keptTokens: number,
  { kind }: CacheRules,
  lastMark: number | undefined,
): number {
  if (keptTokens === 0) return 0;
  if (kind === "explicit" && lastMark !== undefined) return lastMark + 1;
  const room = roundingTokens(keptTokens);
  return ends.filter((end) => end <= keptTokens + room).length;
}
