// SPDX-License-Identifier: Apache-2.0
import type { ContentSnapshot } from "./content-snapshot.ts";
import type { MeasuredPart } from "./measure-part.ts";
import type { PromptBlock } from "./prompt-fingerprint.ts";
import type { BreakpointMark, PromptSource } from "./prompt-parts.ts";

/** What an item was when it was read last: a message, a tool, a system prompt. */
export interface ReadMemo {
  readonly read: PromptSource["read"];
  readonly keyId: string;
  readonly snapshot: ContentSnapshot;
  readonly parts: readonly (MeasuredPart | BreakpointMark)[];
  /** The same as blocks, at the place where they were last. */
  placed?: PlacedBlocks;
}

/** Blocks of an item, where it is and after what. */
export interface PlacedBlocks {
  readonly pointer: string;
  readonly index: number | undefined;
  readonly previousChain: string;
  readonly blocks: readonly PromptBlock[];
}

/** Shorter texts are hashed as fast as looked up. */
const MIN_KEPT_LENGTH = 256;

/** By the program's own objects: an entry lives as long as its message does. */
const memos = new WeakMap<object, ReadMemo>();
/** Texts that are items themselves, by an object of the same conversation and by the field they are in. */
const textMemos = new WeakMap<object, Map<string, ReadMemo>>();

/** What was read of an item before; of a text, what was read in its field. */
export function recallItem(item: unknown, owner: object | undefined, field: string): ReadMemo | undefined {
  if (typeof item === "object" && item !== null) return memos.get(item);
  return typeof item === "string" && owner !== undefined ? textMemos.get(owner)?.get(field) : undefined;
}

/** Tells whether anything can be remembered of an item: values have nobody to remember them by. */
export function canKeepItem(item: unknown, owner: object | undefined): boolean {
  if (typeof item === "string") return owner !== undefined && item.length >= MIN_KEPT_LENGTH;
  return typeof item === "object" && item !== null;
}

/** Remembers what was read of an item. */
export function keepItem(item: unknown, owner: object | undefined, field: string, memo: ReadMemo): void {
  if (typeof item === "object" && item !== null) {
    memos.set(item, memo);
  } else if (owner !== undefined) {
    const known = textMemos.get(owner) ?? new Map<string, ReadMemo>();
    known.set(field, memo);
    textMemos.set(owner, known);
  }
}
