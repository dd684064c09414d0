// SPDX-License-Identifier: Apache-2.0
import type { Usage, UsageProblem } from "@outlay/core";

import { isCount } from "./billable-counts.ts";

type Counts = { -readonly [count in Exclude<keyof Usage, "units">]?: number };

const COUNT_NAMES = [
  "inputTokens",
  "outputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWrite5mTokens",
  "cacheWrite30mTokens",
  "cacheWrite1hTokens",
  "cacheWrite12hTokens",
  "reasoningTokens",
  "inputAudioTokens",
  "inputImageTokens",
  "inputVideoTokens",
  "cacheReadAudioTokens",
  "cacheReadImageTokens",
  "outputAudioTokens",
  "outputImageTokens",
] as const satisfies readonly (keyof Counts)[];

/** Usage made consistent, and the rules that had to be applied. */
export interface RepairedUsage {
  readonly usage: Usage;
  readonly problems: readonly UsageProblem[];
}

function sum(counts: Counts, names: readonly (keyof Counts)[]): number {
  return names.reduce((total, name) => total + (counts[name] ?? 0), 0);
}

/** Cuts parts down, last named first, until they fit into what there is of their whole. */
function cutTo(counts: Counts, available: number, names: readonly (keyof Counts)[]): boolean {
  let excess = sum(counts, names) - available;
  if (excess <= 0) return false;
  for (const name of names.toReversed()) {
    const cut = Math.min(excess, counts[name] ?? 0);
    if (cut > 0) counts[name] = (counts[name] ?? 0) - cut;
    excess -= cut;
  }
  return true;
}

/** Raises a whole to the sum of its parts. */
function raiseTo(counts: Counts, whole: keyof Counts, parts: readonly (keyof Counts)[]): boolean {
  const least = sum(counts, parts);
  if (least <= (counts[whole] ?? 0)) return false;
  const known = counts[whole] !== undefined;
  counts[whole] = least;
  return known;
}

function readCounts(usage: Usage): { counts: Counts; dropped: boolean } {
  const counts: Counts = {};
  let dropped = false;
  for (const name of COUNT_NAMES) {
    const value: unknown = usage[name];
    if (isCount(value)) counts[name] = value;
    else dropped ||= value !== undefined;
  }
  return { counts, dropped };
}

const CACHED_MODALITIES = ["cacheReadAudioTokens", "cacheReadImageTokens"] as const;
const INPUT_MODALITIES = ["inputAudioTokens", "inputImageTokens", "inputVideoTokens"] as const;
const OUTPUT_MODALITIES = ["outputImageTokens", "outputAudioTokens"] as const;

/** What was served from the cache is part of the read; the rest of a modality has to fit beside the cached prompt. */
function repairInputModalities(counts: Counts): boolean {
  const { cacheReadTokens: read = 0, cacheWriteTokens: write = 0, inputTokens: input = 0 } = counts;
  const readCut = cutTo(counts, read, CACHED_MODALITIES);
  const { cacheReadAudioTokens: audioRead = 0, cacheReadImageTokens: imageRead = 0 } = counts;
  const { inputAudioTokens: audio = 0, inputImageTokens: image = 0, inputVideoTokens = 0 } = counts;
  const fresh = {
    inputAudioTokens: Math.max(0, audio - audioRead),
    inputImageTokens: Math.max(0, image - imageRead),
    inputVideoTokens,
  };
  const inputCut = cutTo(fresh, input - read - write, INPUT_MODALITIES);
  counts.inputAudioTokens = fresh.inputAudioTokens + audioRead;
  counts.inputImageTokens = fresh.inputImageTokens + imageRead;
  counts.inputVideoTokens = fresh.inputVideoTokens;
  return readCut || inputCut;
}

function repairModalities(counts: Counts): boolean {
  const input = repairInputModalities(counts);
  const { outputTokens = 0, reasoningTokens = 0 } = counts;
  return cutTo(counts, outputTokens - reasoningTokens, OUTPUT_MODALITIES) || input;
}

/**
 * Makes inconsistent usage consistent by fixed rules, each of which is reported:
 *
 * - `not_a_count`: NaN, negative, fractional or above 2^53 - 1 is unknown, as if it had not been given.
 * - `cache_split_exceeds_write`: lifetimes are measured, so the total written is raised to their sum.
 * - `cache_exceeds_input`: cached tokens are measured, so the prompt is raised to reads plus writes.
 * - `reasoning_exceeds_output`: reasoning is billed as output, so the answer is raised to it.
 * - `modality_exceeds_total`: a modality is cut to what its total leaves room for.
 */
export function repairUsage(usage: Usage): RepairedUsage {
  const { counts, dropped } = readCounts(usage);
  const problems: UsageProblem[] = dropped ? ["not_a_count"] : [];
  const split = ["cacheWrite5mTokens", "cacheWrite30mTokens", "cacheWrite1hTokens", "cacheWrite12hTokens"] as const;
  if (raiseTo(counts, "cacheWriteTokens", split)) problems.push("cache_split_exceeds_write");
  if (raiseTo(counts, "inputTokens", ["cacheReadTokens", "cacheWriteTokens"])) problems.push("cache_exceeds_input");
  if (raiseTo(counts, "outputTokens", ["reasoningTokens"])) problems.push("reasoning_exceeds_output");
  if (repairModalities(counts)) problems.push("modality_exceeds_total");
  return { usage: usage.units === undefined ? counts : { ...counts, units: usage.units }, problems };
}
