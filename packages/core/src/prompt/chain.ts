// SPDX-License-Identifier: Apache-2.0
import type { PromptBlock } from "./prompt-fingerprint.ts";

/** What a block adds to a chain. */
export type ChainedBlock = Pick<PromptBlock, "section" | "kind" | "pointer" | "role" | "toolName" | "hash">;

const SEPARATOR = "\u0000";

/** Where the chain of a key begins. */
export function chainStart(keyId: string): string {
  return mix(keyId);
}

/**
 * The chain after one more block: says what the block is, where, and what all before it were.
 *
 * Of where it is, the index is left out: the order says it, and breakpoints that are items of their own move it.
 *
 * Takes no key, since the block's hash has had one: whoever reads recorded hashes can go on from a chain. 64 bits,
 * mixed and not cryptographic: nobody who does not have the key can choose a hash.
 */
export function chainAfter(previous: string, { section, kind, pointer, role, toolName, hash }: ChainedBlock): string {
  return mix([previous, section, kind, withoutIndex(pointer), role ?? "", toolName ?? "", hash].join(SEPARATOR));
}

/** `/messages/14/content` of `/messages/14/content/1`. */
function withoutIndex(pointer: string): string {
  let end = pointer.length;
  while (end > 0 && isDigit(pointer.charCodeAt(end - 1))) end -= 1;
  return end < pointer.length && pointer[end - 1] === "/" ? pointer.slice(0, end - 1) : pointer;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

const LANES = { first: 0xdeadbeef, second: 0x41c6ce57 } as const;
const MULTIPLIERS = { first: 0x9e3779b1, second: 0x5f356495 } as const;

/** Two lanes of 32 bits over UTF-16 units, each finished by the other. */
function mix(text: string): string {
  let first: number = LANES.first;
  let second: number = LANES.second;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, MULTIPLIERS.first);
    first = (first << 13) | (first >>> 19);
    second = Math.imul(second ^ unit, MULTIPLIERS.second);
    second = (second << 17) | (second >>> 15);
  }
  return hex(finish(first ^ text.length) ^ finish(second ^ first)) + hex(finish(second) ^ finish(first + second));
}

function finish(lane: number): number {
  let value = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, "0");
}
