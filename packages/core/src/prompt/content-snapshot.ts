// SPDX-License-Identifier: Apache-2.0

/** What an object of the program's contains, so that a change in it is noticed: leaves as they are, and where they are. */
export type ContentSnapshot = readonly unknown[];

/** Beyond it an object is read anew each time. */
const MAX_TOKENS = 20_000;
/** Beyond it too, so that what contains itself does not use the stack up. */
const MAX_DEPTH = 100;

const ARRAY = Symbol("array");
const OBJECT = Symbol("object");
const END = Symbol("end");

/**
 * Takes note of everything inside a plain value.
 *
 * Bytes are told apart by their buffer, not by what is in it.
 *
 * @returns `undefined` for what is not plain, such as dates and classes with a form of their own, or too large.
 */
export function takeSnapshot(value: unknown): ContentSnapshot | undefined {
  const tokens: unknown[] = [];
  return note(value, tokens) ? tokens : undefined;
}

/** Tells whether a value contains what it did: the same keys in the same order, and equal leaves. */
export function isUnchanged(value: unknown, snapshot: ContentSnapshot): boolean {
  return compare(value, snapshot, 0) === snapshot.length;
}

function note(value: unknown, tokens: unknown[], depth = 0): boolean {
  if (tokens.length > MAX_TOKENS || depth > MAX_DEPTH) return false;
  if (isLeaf(value)) {
    tokens.push(value);
    return true;
  }
  if (Array.isArray(value)) {
    tokens.push(ARRAY, value.length);
    return value.every((item) => note(item, tokens, depth + 1));
  }
  if (!isPlain(value)) return false;
  tokens.push(OBJECT);
  for (const key in value) {
    tokens.push(key);
    if (!note((value as Readonly<Record<string, unknown>>)[key], tokens, depth + 1)) return false;
  }
  tokens.push(END);
  return true;
}

/** @returns Where in the snapshot the value ends; -1 where it differs. */
function compare(value: unknown, tokens: ContentSnapshot, start: number): number {
  if (isLeaf(value)) return tokens[start] === value ? start + 1 : -1;
  return Array.isArray(value) ? compareItems(value, tokens, start) : compareFields(value, tokens, start);
}

function compareItems(items: readonly unknown[], tokens: ContentSnapshot, start: number): number {
  if (tokens[start] !== ARRAY || tokens[start + 1] !== items.length) return -1;
  let at = start + 2;
  for (const item of items) {
    at = compare(item, tokens, at);
    if (at === -1) return -1;
  }
  return at;
}

function compareFields(value: unknown, tokens: ContentSnapshot, start: number): number {
  if (tokens[start] !== OBJECT || !isPlain(value)) return -1;
  let at = start + 1;
  for (const key in value) {
    if (tokens[at] !== key) return -1;
    at = compare((value as Readonly<Record<string, unknown>>)[key], tokens, at + 1);
    if (at === -1) return -1;
  }
  return tokens[at] === END ? at + 1 : -1;
}

function isLeaf(value: unknown): boolean {
  return typeof value !== "object" || value === null || ArrayBuffer.isView(value);
}

function isPlain(value: unknown): value is object {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !("toJSON" in Object(value));
}
