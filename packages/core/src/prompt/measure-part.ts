// SPDX-License-Identifier: Apache-2.0
import { parsedOrText, withSortedKeys } from "../content-hash.ts";
import type { KeyedHasher } from "./keyed-hash.ts";
import { looksLike } from "./looks-like.ts";
import type { PromptBlock } from "./prompt-fingerprint.ts";
import type { PromptPart } from "./prompt-parts.ts";

/** What is kept of a part: all but what it says. */
export type MeasuredPart = Omit<PromptPart, "value" | "payload"> &
  Pick<PromptBlock, "bytes" | "hash" | "valueHash" | "looksLike" | "unorderedHash">;

/** Kinds whose keys programs reorder: what is built from a map, or was kept in a database. */
const REORDERED_KINDS: ReadonlySet<string> = new Set(["tool_definition", "tool_call"]);
/** Sorting the keys of more is not cheap. */
const MAX_SORTED_LENGTH = 16_384;

const encoder = new TextEncoder();

/** Reads of a part what may be kept of it. */
export function measurePart(part: PromptPart, hasher: KeyedHasher): MeasuredPart {
  const { section, kind, pointer, value, role, toolName, callId, payload, isError, breakpoint, settings } = part;
  const json = jsonAsSent(value);
  return {
    section,
    kind,
    pointer,
    role,
    toolName,
    callId,
    isError,
    breakpoint,
    settings,
    bytes: byteLength(json),
    hash: hasher.hash(json),
    valueHash: valueHash(kind, payload, hasher),
    looksLike: looksLike(json),
    unorderedHash: unorderedHash(kind, value, json, hasher),
  };
}

/** Models write the same arguments with other spaces and in any order of keys; an answer is taken as it was sent. */
function valueHash(kind: string, payload: unknown, hasher: KeyedHasher): string | undefined {
  if (payload === undefined) return undefined;
  const text = typeof payload === "string" ? payload : jsonAsSent(payload);
  if (kind !== "tool_call" || text.length > MAX_SORTED_LENGTH) return hasher.hash(text);
  return hasher.hash(JSON.stringify(typeof payload === "string" ? parsedOrText(payload) : payload, withSortedKeys));
}

/** Absent where it is the hash itself. */
function unorderedHash(kind: string, value: unknown, json: string, hasher: KeyedHasher): string | undefined {
  if (!REORDERED_KINDS.has(kind) || json === "" || json.length > MAX_SORTED_LENGTH) return undefined;
  if (isSorted(value)) return undefined;
  const sorted = JSON.stringify(value, withSortedKeys);
  return sorted === json ? undefined : hasher.hash(sorted);
}

function isSorted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let last = "";
  for (const [key, inner] of Object.entries(value)) {
    if (key < last || !isSorted(inner)) return false;
    last = key;
  }
  return true;
}

/** The JSON text of a value, with bytes in base64 as SDKs send them; empty for what no SDK can send either. */
export function jsonAsSent(value: unknown): string {
  try {
    const json: string | undefined = JSON.stringify(value, hasBytes(value) ? withBase64 : undefined);
    // Functions and the like have no text.
    return json ?? "";
  } catch {
    return "";
  }
}

/** Looked for where SDKs take bytes: not deeper than `{ image: { source: { bytes } } }` in a list in a tool's result. */
const MAX_BYTES_DEPTH = 6;

function hasBytes(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null || depth > MAX_BYTES_DEPTH) return false;
  return ArrayBuffer.isView(value) || Object.values(value).some((inner) => hasBytes(inner, depth + 1));
}

function withBase64(this: unknown, key: string, value: unknown): unknown {
  const raw: unknown = Reflect.get(Object(this), key);
  if (!ArrayBuffer.isView(raw)) return value;
  return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString("base64");
}

function byteLength(text: string): number {
  return typeof Buffer === "undefined" ? encoder.encode(text).length : Buffer.byteLength(text);
}
