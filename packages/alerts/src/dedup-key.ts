// SPDX-License-Identifier: Apache-2.0

/** A short name for an occurrence, the same wherever it is told from: the first 32 hex digits of SHA-256 over its key. */
export async function dedupKeyOf(key: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return Array.from(new Uint8Array(digest, 0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
