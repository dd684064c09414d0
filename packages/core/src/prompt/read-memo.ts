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

/** Places that are remembered; the oldest are forgotten first. */
const MAX_PLACES = 4_096;
/**
 * By the chain before it, what was read where programs that copy their messages for each call have an equal one again.
 * Weak: a conversation that is over takes its texts with it.
 */
const places = new Map<string, WeakRef<ReadMemo>>();

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

/** By an object of the same conversation, what was read of others' copies. */
const copies = new WeakMap<object, readonly ReadMemo[]>();

/** Has what was read of equal objects live on with a conversation that has copies of them; they are found by place. */
export function keepCopies(owner: object | undefined, memosOfCopies: readonly ReadMemo[]): void {
  if (owner !== undefined && memosOfCopies.length > 0) copies.set(owner, memosOfCopies);
}

/** What was read of the item that came last after a chain, whichever object it was. */
export function recallPlace(previousChain: string): ReadMemo | undefined {
  return places.get(previousChain)?.deref();
}

/** Remembers where an item is, as long as anything remembers the item. */
export function keepPlace(previousChain: string, memo: ReadMemo): void {
  if (typeof WeakRef === "undefined") return;
  places.delete(previousChain);
  places.set(previousChain, new WeakRef(memo));
  for (const oldest of places.keys()) {
    if (places.size <= MAX_PLACES) break;
    places.delete(oldest);
  }
}

/** How many places are remembered; never more than 4,096. */
export function placeCount(): number {
  return places.size;
}
