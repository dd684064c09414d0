// SPDX-License-Identifier: Apache-2.0
import { isUnchanged, takeSnapshot } from "./content-snapshot.ts";
import type { ContentSnapshot } from "./content-snapshot.ts";
import type { KeyedHasher } from "./keyed-hash.ts";
import { jsonAsSent } from "./measure-part.ts";

interface KeptHash {
  readonly keyId: string;
  readonly snapshot: ContentSnapshot;
  readonly hash: string;
}

/** Schemas and the like, by the program's own object. */
const hashes = new WeakMap<object, KeptHash>();

/** Keyed hashes of settings; those that are not set have none. */
export function hashSettings(
  settings: Readonly<Record<string, unknown>> | undefined,
  hasher: KeyedHasher,
): Readonly<Record<string, string>> {
  const hashed: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings ?? {})) {
    if (value !== undefined && value !== null) hashed[name] = hashOf(value, hasher);
  }
  return hashed;
}

function hashOf(value: unknown, hasher: KeyedHasher): string {
  if (typeof value !== "object" || value === null) return hasher.hash(jsonAsSent(value));
  const known = hashes.get(value);
  if (known?.keyId === hasher.keyId && isUnchanged(value, known.snapshot)) return known.hash;
  const hash = hasher.hash(jsonAsSent(value));
  const snapshot = takeSnapshot(value);
  if (snapshot !== undefined) hashes.set(value, { keyId: hasher.keyId, snapshot, hash });
  return hash;
}
