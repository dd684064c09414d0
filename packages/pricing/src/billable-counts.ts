// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "@outlay/core";

import { INDEX, TOKEN_CATEGORIES } from "./rate-vector.ts";

/** Whether a value is a whole number of things that arithmetic can hold exactly. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A vector over the token categories, to be filled by {@link splitUsage}. */
export function newCounts(): number[] {
  return TOKEN_CATEGORIES.map(() => 0);
}

/**
 * Splits usage into disjoint categories.
 *
 * @param counts - Filled in place: one vector serves all calls, so that pricing allocates nothing for it.
 * @returns Whether the usage was consistent. If not, `counts` is meaningless and `repairUsage` is due.
 */
export function splitUsage(usage: Usage, counts: number[]): boolean {
  const write = splitWrites(usage, counts);
  const read = splitReads(usage, counts);
  const input = splitInput(usage, counts);
  const output = splitOutput(usage, counts);
  return write && read && input && output;
}

function splitWrites(usage: Usage, counts: number[]): boolean {
  const m5 = usage.cacheWrite5mTokens ?? 0;
  const m30 = usage.cacheWrite30mTokens ?? 0;
  const h1 = usage.cacheWrite1hTokens ?? 0;
  const h12 = usage.cacheWrite12hTokens ?? 0;
  const unsplit = (usage.cacheWriteTokens ?? 0) - m5 - m30 - h1 - h12;
  counts[INDEX.cacheWrite] = unsplit;
  counts[INDEX.cacheWrite5m] = m5;
  counts[INDEX.cacheWrite30m] = m30;
  counts[INDEX.cacheWrite1h] = h1;
  counts[INDEX.cacheWrite12h] = h12;
  return isCount(unsplit) && isCount(m5) && isCount(m30) && isCount(h1) && isCount(h12);
}

function splitReads(usage: Usage, counts: number[]): boolean {
  const audio = usage.cacheReadAudioTokens ?? 0;
  const image = usage.cacheReadImageTokens ?? 0;
  const text = (usage.cacheReadTokens ?? 0) - audio - image;
  counts[INDEX.cacheRead] = text;
  counts[INDEX.cacheReadAudio] = audio;
  counts[INDEX.cacheReadImage] = image;
  return isCount(text) && isCount(audio) && isCount(image);
}

/** A modality of the prompt includes what of it was cached; writes are not told by modality and count as text. */
function splitInput(usage: Usage, counts: number[]): boolean {
  const { cacheReadAudioTokens: audioRead = 0, cacheReadImageTokens: imageRead = 0 } = usage;
  const { inputAudioTokens = audioRead, inputImageTokens = imageRead, inputVideoTokens: video = 0 } = usage;
  const audio = inputAudioTokens - audioRead;
  const image = inputImageTokens - imageRead;
  const cached = (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
  const text = (usage.inputTokens ?? 0) - cached - audio - image - video;
  counts[INDEX.uncachedInput] = text;
  counts[INDEX.inputAudio] = audio;
  counts[INDEX.inputImage] = image;
  counts[INDEX.inputVideo] = video;
  return isCount(text) && isCount(audio) && isCount(image) && isCount(video);
}

function splitOutput(usage: Usage, counts: number[]): boolean {
  const reasoning = usage.reasoningTokens ?? 0;
  const audio = usage.outputAudioTokens ?? 0;
  const image = usage.outputImageTokens ?? 0;
  const text = (usage.outputTokens ?? 0) - reasoning - audio - image;
  counts[INDEX.output] = text;
  counts[INDEX.reasoning] = reasoning;
  counts[INDEX.outputAudio] = audio;
  counts[INDEX.outputImage] = image;
  return isCount(text) && isCount(reasoning) && isCount(audio) && isCount(image);
}
