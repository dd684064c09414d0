// SPDX-License-Identifier: Apache-2.0
import { isImageAddress, isImageData, kindOf, kindOfField } from "./media-fields.ts";
import type { ObjectKind, Reading } from "./media-fields.ts";

/** How many tokens a request can be read as at most, and whether that is really all. */
export interface InputBound {
  readonly tokens: number;
  /**
   * False where the request points to something that it does not contain, or contains what is not billed by its bytes:
   * a PDF by its pages, sound and film by the second.
   */
  readonly isUpperBound: boolean;
}

/**
 * Most tokens that one image is billed as, whatever its size: 2,833 and 5,667 for each of at most eight tiles, OpenAI's
 * `gpt-4o-mini`; others bill far less (openai.com, images and vision, read 2026-11).
 */
const TOKENS_PER_IMAGE = 48_169;
/** What providers put around messages and tools on their own: Anthropic's is the largest, 346 to 804 tokens with tools. */
const FRAMING_TOKENS = 1_024;
/** A tool that the provider describes itself: 735 for Anthropic's `computer`, 700 for its text editor, 245 for `bash`. */
const TOKENS_PER_PROVIDER_TOOL = 1_024;
/** For the marks around each value: roles, names of fields, brackets. */
const TOKENS_PER_VALUE = 4;
/** Deeper than any request; what is nested on purpose is not followed further. */
const MAX_DEPTH = 64;
/** More than any request; what contains itself has no end. */
const MAX_VALUES = 1_000_000;

/** A bound that is being added up. */
interface Walk {
  tokens: number;
  isUpperBound: boolean;
  valuesLeft: number;
}

/**
 * Bounds the tokens of a request's input from above, by its bytes.
 *
 * A token of byte-level BPE, which all large models use, stands for at least one byte of UTF-8: the bytes of all text
 * are a bound for any of them, where a quarter of the characters misses base64, JSON and Chinese by factors. Images are
 * counted as the dearest there is. Costs less than a millisecond for a megabyte.
 *
 * @param input - Whatever the provider reads: messages, tools, schemas.
 */
export function boundInput(input: readonly unknown[]): InputBound {
  const walk: Walk = { tokens: FRAMING_TOKENS, isUpperBound: true, valuesLeft: MAX_VALUES };
  for (const part of input) add(walk, part, 0, "parts");
  return { tokens: walk.tokens, isUpperBound: walk.isUpperBound };
}

function add(walk: Walk, value: unknown, depth: number, reading: Reading): void {
  walk.tokens += TOKENS_PER_VALUE;
  walk.valuesLeft -= 1;
  if (typeof value === "string") {
    if (reading !== "image" || !isImageAddress(value)) walk.tokens += bytesOf(textAs(reading, value));
  } else if (typeof value === "number" || typeof value === "bigint") {
    // Token ids, as embeddings take them, are one token each.
    walk.tokens += String(value).length;
  } else if (typeof value === "object" && value !== null) {
    if (depth < MAX_DEPTH && walk.valuesLeft > 0) addObject(walk, value, depth, reading);
    else walk.isUpperBound = false;
  }
}

function addObject(walk: Walk, value: object, depth: number, reading: Reading): void {
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      if (walk.valuesLeft <= 0) break;
      add(walk, item, depth + 1, reading);
    }
  } else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    addBinary(walk, value.byteLength, reading);
  } else if (value instanceof Blob) {
    addBinary(walk, value.size, reading);
  } else if (value instanceof URL) {
    if (reading === "parts") walk.isUpperBound = false;
    walk.tokens += bytesOf(value.href);
  } else {
    addFields(walk, value, depth, readingOf(walk, kindOf(value), reading));
  }
}

/** What is neither text nor an image is not billed by its bytes. */
function addBinary(walk: Walk, byteLength: number, reading: Reading): void {
  if (reading === "image") return;
  walk.tokens += TOKENS_PER_IMAGE + byteLength;
  walk.isUpperBound = false;
}

function addFields(walk: Walk, value: object, depth: number, reading: Reading): void {
  // What it is sent as is for its own code to say: a date is 24 characters, others may be anything.
  if (typeof Reflect.get(value, "toJSON") === "function") {
    if (value instanceof Date) walk.tokens += value.toISOString().length;
    else walk.isUpperBound = false;
  }
  for (const [name, field] of Object.entries(value) as [string, unknown][]) {
    if (field === undefined || field === null) continue;
    walk.tokens += bytesOf(name);
    if (reading === "image" && isImageData(name, field)) continue;
    add(walk, field, depth + 1, readingOf(walk, kindOfField(name), reading, field));
  }
}

/** Counts what is more than its bytes, once, and tells how to read what is inside. */
function readingOf(walk: Walk, kind: ObjectKind, reading: Reading, value?: unknown): Reading {
  if (reading !== "parts" || kind === "ordinary") return reading;
  if (kind === "plain") return kind;
  if (kind === "image") {
    walk.tokens += TOKENS_PER_IMAGE * (Array.isArray(value) ? value.length : 1);
    return kind;
  }
  if (kind === "unbounded") walk.isUpperBound = false;
  else walk.tokens += TOKENS_PER_PROVIDER_TOOL;
  return reading;
}

/** JSON is read with its escapes: a quotation mark is two bytes of it. */
function textAs(reading: Reading, text: string): string {
  return reading === "plain" ? JSON.stringify(text) : text;
}

/** UTF-8 bytes; lone surrogates are sent as the three bytes of U+FFFD. */
function bytesOf(text: string): number {
  return typeof Buffer === "undefined" ? text.length * 3 : Buffer.byteLength(text, "utf8");
}
