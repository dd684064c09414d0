// SPDX-License-Identifier: Apache-2.0
import { chainAfter, chainStart } from "./chain.ts";
import { isUnchanged, takeSnapshot } from "./content-snapshot.ts";
import { keyedHasher } from "./keyed-hash.ts";
import type { KeyedHasher } from "./keyed-hash.ts";
import { measurePart } from "./measure-part.ts";
import type { MeasuredPart } from "./measure-part.ts";
import type { PromptBlock, PromptFingerprint } from "./prompt-fingerprint.ts";
import type { PromptParts, PromptSource } from "./prompt-parts.ts";
import { canKeepItem, keepCopies, keepItem, keepPlace, recallItem, recallPlace } from "./read-memo.ts";
import type { PlacedBlocks, ReadMemo } from "./read-memo.ts";
import { hashSettings } from "./setting-hashes.ts";

type ReadItem = PromptSource["read"];

/**
 * Hashes the prompt of a call, block by block.
 *
 * What was read of an item is remembered beside the program's own object, and taken again while nothing in it has
 * changed and for a copy of it in the same place, so that a conversation that grows costs what is new in it.
 *
 * @returns `undefined` where there is no `node:crypto`.
 */
export function fingerprintPrompt({
  sources,
  settings,
  settingPlaces,
  automaticBreakpoint,
  hasRemoteInput,
}: PromptParts): PromptFingerprint | undefined {
  const hasher = keyedHasher();
  if (hasher === undefined) return undefined;
  const builder = new FingerprintBuilder(hasher, ownerOf(sources));
  for (const source of sources) builder.add(source);
  builder.end();
  return {
    keyId: hasher.keyId,
    blocks: builder.blocks,
    settings: hashSettings({ ...settings, ...builder.settings }, hasher),
    ...(settingPlaces !== undefined && { settingPlaces }),
    ...(automaticBreakpoint !== undefined && { automaticBreakpoint }),
    ...(hasRemoteInput === true && { hasRemoteInput }),
  };
}

/** An object that lives as long as the conversation: its first message, else its first tool. */
function ownerOf(sources: readonly PromptSource[]): object | undefined {
  for (const { value } of sources.toReversed()) {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === "object" && first !== null) return first;
  }
  return undefined;
}

class FingerprintBuilder {
  readonly blocks: PromptBlock[] = [];
  settings: Readonly<Record<string, unknown>> | undefined;
  readonly #hasher: KeyedHasher;
  readonly #owner: object | undefined;
  readonly #seen: ReadMemo["parts"][] = [];
  readonly #copied: ReadMemo[] = [];
  #chain: string;

  constructor(hasher: KeyedHasher, owner: object | undefined) {
    this.#hasher = hasher;
    this.#owner = owner;
    this.#chain = chainStart(hasher.keyId);
  }

  add({ pointer, value, read }: PromptSource): void {
    if (value === undefined || value === null) return;
    if (!Array.isArray(value)) this.#addItem(value, pointer, undefined, read);
    else for (let index = 0; index < value.length; index += 1) this.#addItem(value[index], pointer, index, read);
  }

  /** Has what was read outlive this call. */
  end(): void {
    keepCopies(this.#owner, this.#copied);
  }

  #addItem(item: unknown, pointer: string, index: number | undefined, read: ReadItem): void {
    const memo = this.#memoOf(item, pointer, read);
    const parts = memo?.parts ?? this.#measure(item, read);
    let placed = memo?.placed;
    const isThere = placed?.previousChain === this.#chain && placed.index === index && placed.pointer === pointer;
    if (placed === undefined || !isThere) {
      const blocks = this.#place(parts, index === undefined ? pointer : `${pointer}/${index}`);
      placed = { pointer, index, previousChain: this.#chain, blocks };
      if (memo !== undefined) this.#keepPlaced(memo, placed);
    }
    this.#seen.push(parts);
    this.#append(placed.blocks, parts);
  }

  #memoOf(item: unknown, field: string, read: ReadItem): ReadMemo | undefined {
    const known = recallItem(item, this.#owner, field);
    if (this.#isOf(item, known, read)) return known;
    if (!canKeepItem(item, this.#owner)) return undefined;
    const copied = recallPlace(this.#chain);
    if (this.#isOf(item, copied, read)) {
      this.#copied.push(copied);
      return copied;
    }
    const memo = this.#read(item, read);
    if (memo !== undefined) keepItem(item, this.#owner, field, memo);
    return memo;
  }

  #isOf(item: unknown, memo: ReadMemo | undefined, read: ReadItem): memo is ReadMemo {
    return memo?.read === read && memo.keyId === this.#hasher.keyId && isUnchanged(item, memo.snapshot);
  }

  #read(item: unknown, read: ReadItem): ReadMemo | undefined {
    const snapshot = takeSnapshot(item);
    return snapshot && { read, keyId: this.#hasher.keyId, snapshot, parts: this.#measure(item, read) };
  }

  /** What has no blocks leaves the place to the item after it. */
  #keepPlaced(memo: ReadMemo, placed: PlacedBlocks): void {
    memo.placed = placed;
    if (placed.blocks.length > 0) keepPlace(placed.previousChain, memo);
  }

  #measure(item: unknown, read: ReadItem): ReadMemo["parts"] {
    return read(item).map((part) => (part.kind === undefined ? part : measurePart(part, this.#hasher)));
  }

  #place(parts: ReadMemo["parts"], base: string): readonly PromptBlock[] {
    let chain = this.#chain;
    return parts.flatMap((part) => {
      if (part.kind === undefined) return [];
      const block = blockOf(part, base + part.pointer, part.toolName ?? this.#nameOfCall(part.callId, parts), chain);
      chain = block.chain;
      return block;
    });
  }

  /** Breakpoints of their own belong to what came before, also when that was another item. */
  #append(blocks: readonly PromptBlock[], parts: ReadMemo["parts"]): void {
    let next = 0;
    for (const part of parts) {
      const last = this.blocks.at(-1);
      if (part.kind !== undefined) {
        this.#push(blocks[next++]);
        if (part.settings !== undefined) this.settings = { ...this.settings, ...part.settings };
      } else if (last !== undefined) {
        this.blocks[this.blocks.length - 1] = { ...last, breakpoint: part.breakpoint };
      }
    }
  }

  #push(block: PromptBlock | undefined): void {
    if (block === undefined) return;
    this.blocks.push(block);
    this.#chain = block.chain;
  }

  /** The call is nearly always in the message before. */
  #nameOfCall(callId: string | undefined, own: ReadMemo["parts"]): string | undefined {
    if (callId === undefined) return undefined;
    for (let index = this.#seen.length; index >= 0; index -= 1) {
      const parts = this.#seen[index] ?? own;
      const call = parts.find((part) => part.kind === "tool_call" && part.callId === callId);
      if (call?.kind !== undefined && call.toolName !== undefined) return call.toolName;
    }
    return undefined;
  }
}

function blockOf(part: MeasuredPart, pointer: string, toolName: string | undefined, previous: string): PromptBlock {
  const { section, kind, role, bytes, hash, valueHash, isError, breakpoint, looksLike, unorderedHash } = part;
  const chain = chainAfter(previous, { section, kind, pointer, role, toolName, hash });
  const block: { -readonly [Key in keyof PromptBlock]: PromptBlock[Key] } = {
    section,
    kind,
    pointer,
    bytes,
    hash,
    chain,
  };
  if (role !== undefined) block.role = role;
  if (toolName !== undefined) block.toolName = toolName;
  if (valueHash !== undefined) block.valueHash = valueHash;
  if (isError !== undefined) block.isError = isError;
  if (breakpoint !== undefined) block.breakpoint = breakpoint;
  if (looksLike !== undefined) block.looksLike = looksLike;
  if (unorderedHash !== undefined) block.unorderedHash = unorderedHash;
  return Object.freeze(block);
}
