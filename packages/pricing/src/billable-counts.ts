// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "@outlay/core";

import { INDEX, TOKEN_CATEGORIES } from "./rate-vector.ts";

/** Whether a value is a whole number of things that arithmetic can hold exactly. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A vector over the token categories, to be filled by {@link splitUsage}. */
export function newCounts(): Float64Array {
  return new Float64Array(TOKEN_CATEGORIES.length);
}

/** What {@link splitUsage} returns has this bit, the sign, when counts contradict each other. */
const INCONSISTENT = 1 << 31;

/** Notes one count: nothing for zero, its bit for a count, the sign for anything else. */
function note(counts: Float64Array, index: number, count: number): number {
  if (count === 0) return 0;
  counts[index] = count;
  return isCount(count) ? 1 << index : INCONSISTENT;
}

/**
 * Splits usage into disjoint categories.
 *
 * @param counts - Filled in place, where a category was used: one vector serves all calls.
 * @returns The categories used, a bit each by index. Negative if the usage is inconsistent; then `counts` is
 * meaningless and `repairUsage` is due.
 */
export function splitUsage(usage: Usage, counts: Float64Array): number {
  return (
    splitInput(usage, counts) | splitReads(usage, counts) | splitWrites(usage, counts) | splitOutput(usage, counts)
  );
}

function splitWrites(usage: Usage, counts: Float64Array): number {
  const { cacheWrite5mTokens: m5 = 0, cacheWrite30mTokens: m30 = 0 } = usage;
  const { cacheWrite1hTokens: h1 = 0, cacheWrite12hTokens: h12 = 0, cacheWriteTokens: all = 0 } = usage;
  const known =
    note(counts, INDEX.cacheWrite5m, m5) |
    note(counts, INDEX.cacheWrite30m, m30) |
    note(counts, INDEX.cacheWrite1h, h1) |
    note(counts, INDEX.cacheWrite12h, h12);
  return known | note(counts, INDEX.cacheWrite, all - m5 - m30 - h1 - h12);
}

function splitReads(usage: Usage, counts: Float64Array): number {
  const { cacheReadAudioTokens: audio = 0, cacheReadImageTokens: image = 0, cacheReadTokens: all = 0 } = usage;
  const modal = note(counts, INDEX.cacheReadAudio, audio) | note(counts, INDEX.cacheReadImage, image);
  return modal | note(counts, INDEX.cacheRead, all - audio - image);
}

/** A modality of the prompt includes what of it was cached; writes are not told by modality and count as text. */
function splitInput(usage: Usage, counts: Float64Array): number {
  const { cacheReadAudioTokens: audioRead = 0, cacheReadImageTokens: imageRead = 0 } = usage;
  const { inputAudioTokens = audioRead, inputImageTokens = imageRead, inputVideoTokens: video = 0 } = usage;
  const { inputTokens: all = 0, cacheReadTokens: read = 0, cacheWriteTokens: written = 0 } = usage;
  const audio = inputAudioTokens - audioRead;
  const image = inputImageTokens - imageRead;
  const modal =
    note(counts, INDEX.inputAudio, audio) |
    note(counts, INDEX.inputImage, image) |
    note(counts, INDEX.inputVideo, video);
  return modal | note(counts, INDEX.uncachedInput, all - read - written - audio - image - video);
}

function splitOutput(usage: Usage, counts: Float64Array): number {
  const { reasoningTokens: reasoning = 0, outputAudioTokens: audio = 0, outputImageTokens: image = 0 } = usage;
  const { outputTokens: all = 0 } = usage;
  const parts =
    note(counts, INDEX.reasoning, reasoning) |
    note(counts, INDEX.outputAudio, audio) |
    note(counts, INDEX.outputImage, image);
  return parts | note(counts, INDEX.output, all - reasoning - audio - image);
}
