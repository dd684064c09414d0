// SPDX-License-Identifier: Apache-2.0
import { processState } from "./process-state.ts";

/** What is hashed of a longer text; its length is hashed with it. */
const MAX_HASHED_LENGTH = 1_048_576;
const HASH_LENGTH = 16;

/** `node:crypto` as far as it is needed here; without importing it, so that this package loads where it is not. */
interface CryptoApi {
  createHmac(algorithm: "sha256", key: string | Uint8Array): { update(text: string): { digest(as: "hex"): string } };
  hash(algorithm: "sha256", text: string, as: "base64url"): string;
  randomBytes(length: number): Uint8Array;
}

/**
 * Tells contents apart without telling what they are: equal values have equal hashes, also when the keys of their
 * objects are in another order or when one of them is the JSON text of the other.
 *
 * Keyed, since short values could be guessed from a plain hash. The key is random for each process unless
 * {@link useContentHashKey} sets one.
 *
 * @returns 16 hexadecimal digits; `undefined` for what is not JSON, and where there is no `node:crypto`.
 */
export function contentHash(value: unknown): string | undefined {
  const crypto = cryptoApi();
  const key = contentKey();
  const json = canonicalJson(value);
  if (crypto === undefined || key === undefined || json === undefined) return undefined;
  const hashed = json.length > MAX_HASHED_LENGTH ? `${json.length}:${json.slice(0, MAX_HASHED_LENGTH)}` : json;
  return crypto.createHmac("sha256", key).update(hashed).digest("hex").slice(0, HASH_LENGTH);
}

/** Sets the key of all hashes of this process, so that those of several processes can be compared. Keep it secret. */
export function useContentHashKey(key: string): void {
  processState.contentHashKey = key;
}

/** The key of this process; `undefined` where there is no `node:crypto` to make one. */
export function contentKey(): string | Uint8Array | undefined {
  return (processState.contentHashKey ??= cryptoApi()?.randomBytes(32));
}

function canonicalJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(typeof value === "string" ? parsedOrText(value) : value, withSortedKeys);
  } catch {
    return undefined;
  }
}

/** What a text of JSON says; any other text as it is. */
export function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** For `JSON.stringify`: the keys of every object in the order of the alphabet. */
export function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** `undefined` where the runtime has none. */
export function cryptoApi(): CryptoApi | undefined {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function") return undefined;
  return process.getBuiltinModule("node:crypto");
}
