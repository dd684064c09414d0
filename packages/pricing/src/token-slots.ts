// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "@outlay/core";

import type { CostPart, CostParts } from "./cost.ts";

// Positions of everything billed, in every vector. Plain constants, and whatever uses them on every call is in this
// file: the engine folds those, but neither imported ones nor fields of an object (10 % of a call).
const UNCACHED_INPUT = 0;
const CACHE_READ = 1;
const CACHE_WRITE = 2;
const CACHE_WRITE_5M = 3;
const CACHE_WRITE_30M = 4;
const CACHE_WRITE_1H = 5;
const CACHE_WRITE_12H = 6;
const OUTPUT = 7;
const REASONING = 8;
const INPUT_AUDIO = 9;
const INPUT_IMAGE = 10;
const INPUT_VIDEO = 11;
const CACHE_READ_AUDIO = 12;
const CACHE_READ_IMAGE = 13;
const OUTPUT_AUDIO = 14;
const OUTPUT_IMAGE = 15;
const TOOLS = 16;
const MEDIA = 17;
const REQUEST = 18;

type MutableParts = { -readonly [part in CostPart]?: number };

/** Positions of the token categories by name. */
export const INDEX = {
  uncachedInput: UNCACHED_INPUT,
  cacheRead: CACHE_READ,
  cacheWrite: CACHE_WRITE,
  cacheWrite5m: CACHE_WRITE_5M,
  cacheWrite30m: CACHE_WRITE_30M,
  cacheWrite1h: CACHE_WRITE_1H,
  cacheWrite12h: CACHE_WRITE_12H,
  output: OUTPUT,
  reasoning: REASONING,
  inputAudio: INPUT_AUDIO,
  inputImage: INPUT_IMAGE,
  inputVideo: INPUT_VIDEO,
  cacheReadAudio: CACHE_READ_AUDIO,
  cacheReadImage: CACHE_READ_IMAGE,
  outputAudio: OUTPUT_AUDIO,
  outputImage: OUTPUT_IMAGE,
} as const satisfies Record<Exclude<CostPart, "tools" | "media" | "request">, number>;

/** Positions of what is billed beside tokens. */
export const UNIT_INDEX = { tools: TOOLS, media: MEDIA, request: REQUEST } as const;

/** Lines that few calls have: modalities, and everything beside tokens. */
const RARE_PARTS = Object.entries({ ...INDEX, ...UNIT_INDEX }).slice(INPUT_AUDIO) as [CostPart, number][];
const RARE = -1 << INPUT_AUDIO;

/** Whether a value is a whole number of things that arithmetic can hold exactly. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A vector over the token categories, to be filled by {@link splitUsage}. */
export function newCounts(): Float64Array {
  return new Float64Array(TOOLS);
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
    note(counts, CACHE_WRITE_5M, m5) |
    note(counts, CACHE_WRITE_30M, m30) |
    note(counts, CACHE_WRITE_1H, h1) |
    note(counts, CACHE_WRITE_12H, h12);
  return known | note(counts, CACHE_WRITE, all - m5 - m30 - h1 - h12);
}

function splitReads(usage: Usage, counts: Float64Array): number {
  const { cacheReadAudioTokens: audio = 0, cacheReadImageTokens: image = 0, cacheReadTokens: all = 0 } = usage;
  const modal = note(counts, CACHE_READ_AUDIO, audio) | note(counts, CACHE_READ_IMAGE, image);
  return modal | note(counts, CACHE_READ, all - audio - image);
}

/** A modality of the prompt includes what of it was cached; writes are not told by modality and count as text. */
function splitInput(usage: Usage, counts: Float64Array): number {
  const { cacheReadAudioTokens: audioRead = 0, cacheReadImageTokens: imageRead = 0 } = usage;
  const { inputAudioTokens = audioRead, inputImageTokens = imageRead, inputVideoTokens: video = 0 } = usage;
  const { inputTokens: all = 0, cacheReadTokens: read = 0, cacheWriteTokens: written = 0 } = usage;
  const audio = inputAudioTokens - audioRead;
  const image = inputImageTokens - imageRead;
  const modal = note(counts, INPUT_AUDIO, audio) | note(counts, INPUT_IMAGE, image) | note(counts, INPUT_VIDEO, video);
  return modal | note(counts, UNCACHED_INPUT, all - read - written - audio - image - video);
}

function splitOutput(usage: Usage, counts: Float64Array): number {
  const { reasoningTokens: reasoning = 0, outputAudioTokens: audio = 0, outputImageTokens: image = 0 } = usage;
  const { outputTokens: all = 0 } = usage;
  const parts =
    note(counts, REASONING, reasoning) | note(counts, OUTPUT_AUDIO, audio) | note(counts, OUTPUT_IMAGE, image);
  return parts | note(counts, OUTPUT, all - reasoning - audio - image);
}

/** What nearly every call has: input and output, with reads, with reads and writes of the cache. */
const IN_OUT = (1 << UNCACHED_INPUT) | (1 << OUTPUT);
const READ_IN_OUT = IN_OUT | (1 << CACHE_READ);
const WRITE_READ_IN_OUT = READ_IN_OUT | (1 << CACHE_WRITE_5M);

/** An amount of a vector; vectors are all of one type, so that this stays one machine instruction. */
export function at(vector: Float64Array, index: number): number {
  return vector[index] ?? 0;
}

/**
 * The lines of a bill by name.
 *
 * @param billed - Slots that hold an amount, a bit each.
 */
export function partsFrom(amounts: Float64Array, billed: number): CostParts {
  // Three shapes are nearly all there are: made at once they are smaller than one that grows, and a tenth faster.
  if (billed === IN_OUT) return { uncachedInput: at(amounts, UNCACHED_INPUT), output: at(amounts, OUTPUT) };
  if (billed === READ_IN_OUT) {
    return {
      uncachedInput: at(amounts, UNCACHED_INPUT),
      cacheRead: at(amounts, CACHE_READ),
      output: at(amounts, OUTPUT),
    };
  }
  if (billed === WRITE_READ_IN_OUT) {
    return {
      uncachedInput: at(amounts, UNCACHED_INPUT),
      cacheRead: at(amounts, CACHE_READ),
      cacheWrite5m: at(amounts, CACHE_WRITE_5M),
      output: at(amounts, OUTPUT),
    };
  }
  return grownParts(amounts, billed);
}

function grownParts(amounts: Float64Array, billed: number): CostParts {
  // Written out rather than looped: stores under constant names keep the result's shape known, three times faster.
  const parts: MutableParts = {};
  if ((billed & (1 << UNCACHED_INPUT)) !== 0) parts.uncachedInput = at(amounts, UNCACHED_INPUT);
  if ((billed & (1 << CACHE_READ)) !== 0) parts.cacheRead = at(amounts, CACHE_READ);
  if ((billed & (1 << CACHE_WRITE)) !== 0) parts.cacheWrite = at(amounts, CACHE_WRITE);
  if ((billed & (1 << CACHE_WRITE_5M)) !== 0) parts.cacheWrite5m = at(amounts, CACHE_WRITE_5M);
  if ((billed & (1 << CACHE_WRITE_30M)) !== 0) parts.cacheWrite30m = at(amounts, CACHE_WRITE_30M);
  if ((billed & (1 << CACHE_WRITE_1H)) !== 0) parts.cacheWrite1h = at(amounts, CACHE_WRITE_1H);
  if ((billed & (1 << CACHE_WRITE_12H)) !== 0) parts.cacheWrite12h = at(amounts, CACHE_WRITE_12H);
  if ((billed & (1 << OUTPUT)) !== 0) parts.output = at(amounts, OUTPUT);
  if ((billed & (1 << REASONING)) !== 0) parts.reasoning = at(amounts, REASONING);
  if ((billed & RARE) !== 0) addRareParts(parts, amounts, billed);
  return parts;
}

function addRareParts(parts: MutableParts, amounts: Float64Array, billed: number): void {
  for (const [part, slot] of RARE_PARTS) if ((billed & (1 << slot)) !== 0) parts[part] = at(amounts, slot);
}
