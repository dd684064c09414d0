// SPDX-License-Identifier: Apache-2.0
import type { Usage, UsageCount, UsageProblem } from "@outlay/core";

import { isCount } from "./token-slots.ts";

type Counts = { -readonly [count in UsageCount]?: number };

/** Every count of core's `Usage`: one that is added there and not here is no program. Core's code is not loaded. */
const IS_COUNT: Readonly<Record<UsageCount, true>> = {
  inputTokens: true,
  outputTokens: true,
  cacheReadTokens: true,
  cacheWriteTokens: true,
  cacheWrite5mTokens: true,
  cacheWrite30mTokens: true,
  cacheWrite1hTokens: true,
  cacheWrite12hTokens: true,
  reasoningTokens: true,
  inputAudioTokens: true,
  inputImageTokens: true,
  inputVideoTokens: true,
  cacheReadAudioTokens: true,
  cacheReadImageTokens: true,
  outputAudioTokens: true,
  outputImageTokens: true,
};
const COUNT_NAMES = Object.keys(IS_COUNT) as readonly UsageCount[];

const LIFETIMES = ["cacheWrite5mTokens", "cacheWrite30mTokens", "cacheWrite1hTokens", "cacheWrite12hTokens"] as const;
const CACHED = ["cacheReadTokens", "cacheWriteTokens"] as const;
const CACHED_MODALITIES = ["cacheReadAudioTokens", "cacheReadImageTokens"] as const;
const INPUT_MODALITIES = ["inputAudioTokens", "inputImageTokens", "inputVideoTokens"] as const;
const OUTPUT_MODALITIES = ["outputImageTokens", "outputAudioTokens"] as const;

/** Usage made consistent, and the rules that had to be applied. */
export interface RepairedUsage {
  readonly usage: Usage;
  readonly problems: readonly UsageProblem[];
}

function sum(counts: Counts, names: readonly UsageCount[]): number {
  return names.reduce((total, name) => total + (counts[name] ?? 0), 0);
}

function readCounts(usage: Usage): { counts: Counts; dropped: boolean } {
  const counts: Counts = {};
  let dropped = false;
  for (const name of COUNT_NAMES) {
    const value: unknown = usage[name];
    if (isCount(value)) counts[name] = value;
    else dropped ||= value !== undefined && value !== null;
  }
  return { counts, dropped };
}

/** A whole smaller than its parts was told without them: they are added. An unknown whole is at least its parts. */
function includeParts(counts: Counts, whole: UsageCount, parts: readonly UsageCount[]): boolean {
  const least = sum(counts, parts);
  const told = counts[whole];
  if (least <= (told ?? 0)) return false;
  counts[whole] = (told ?? 0) + least;
  return told !== undefined;
}

/** A total smaller than its lifetimes says that the lifetimes are wrong; an unknown total is their sum. */
function settleWrites(counts: Counts): boolean {
  const split = sum(counts, LIFETIMES);
  const total = counts.cacheWriteTokens;
  if (total === undefined && split > 0) counts.cacheWriteTokens = split;
  if (total === undefined || split <= total) return false;
  for (const name of LIFETIMES) delete counts[name];
  return true;
}

/** Cuts parts down, last named first, until they fit into what there is of their whole. */
function cutTo(counts: Counts, available: number, names: readonly UsageCount[]): boolean {
  let excess = sum(counts, names) - available;
  if (excess <= 0) return false;
  for (const name of names.toReversed()) {
    const cut = Math.min(excess, counts[name] ?? 0);
    counts[name] = (counts[name] ?? 0) - cut;
    excess -= cut;
  }
  return true;
}

/** What was served from the cache is part of the read; the rest of a modality has to fit beside the cached prompt. */
function settleInputModalities(counts: Counts): boolean {
  const readCut = cutTo(counts, counts.cacheReadTokens ?? 0, CACHED_MODALITIES);
  const { cacheReadAudioTokens: audioRead = 0, cacheReadImageTokens: imageRead = 0, inputTokens = 0 } = counts;
  const { inputAudioTokens: audio = 0, inputImageTokens: image = 0, inputVideoTokens = 0 } = counts;
  const fresh = {
    inputAudioTokens: Math.max(0, audio - audioRead),
    inputImageTokens: Math.max(0, image - imageRead),
    inputVideoTokens,
  };
  const inputCut = cutTo(fresh, inputTokens - sum(counts, CACHED), INPUT_MODALITIES);
  counts.inputAudioTokens = fresh.inputAudioTokens + audioRead;
  counts.inputImageTokens = fresh.inputImageTokens + imageRead;
  counts.inputVideoTokens = fresh.inputVideoTokens;
  return readCut || inputCut;
}

function settleModalities(counts: Counts): boolean {
  const input = settleInputModalities(counts);
  const { outputTokens = 0, reasoningTokens = 0 } = counts;
  return cutTo(counts, outputTokens - reasoningTokens, OUTPUT_MODALITIES) || input;
}

/**
 * Makes inconsistent usage consistent by the rules of core's `normalizeUsage`, so that nothing billed is lost; each
 * rule that was needed is reported:
 *
 * - `not_a_count`: NaN, negative, fractional or above 2^53 - 1 is unknown, as if it had not been given.
 * - `cache_split_exceeds_write`: lifetimes that exceed the total written are dropped.
 * - `cache_exceeds_input`: a prompt smaller than its cached part was told without it; the cached part is added.
 * - `reasoning_exceeds_output`: likewise for an answer smaller than its reasoning.
 * - `modality_exceeds_total`: a modality is cut to what its total leaves room for.
 */
export function repairUsage(usage: Usage): RepairedUsage {
  const { counts, dropped } = readCounts(usage);
  const problems: UsageProblem[] = dropped ? ["not_a_count"] : [];
  if (settleWrites(counts)) problems.push("cache_split_exceeds_write");
  if (includeParts(counts, "inputTokens", CACHED)) problems.push("cache_exceeds_input");
  if (includeParts(counts, "outputTokens", ["reasoningTokens"])) problems.push("reasoning_exceeds_output");
  if (settleModalities(counts)) problems.push("modality_exceeds_total");
  return { usage: usage.units === undefined ? counts : { ...counts, units: usage.units }, problems };
}
