// SPDX-License-Identifier: Apache-2.0
import { dedupKeyOf } from "./dedup-key.ts";

// WebCrypto rather than node:crypto: it is there in every runtime that has fetch, and signing is never on a hot path.

const SECRET_PREFIX = "whsec_";
const MIN_SECRET_BYTES = 24;
const MAX_SECRET_BYTES = 64;

type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** Headers of one attempt, by Standard Webhooks 1.0. */
interface WebhookHeaders extends Record<string, string> {
  readonly "webhook-id": string;
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
}

/** Signs requests for one receiver. */
export type WebhookSigner = (key: string, body: string, nowMs: number) => Promise<WebhookHeaders>;

/**
 * Makes a signer by Standard Webhooks 1.0: HMAC-SHA256 over id, timestamp and body, one `v1` signature for each secret,
 * so that a receiver can change from one to another. The id is made of the alert's key: the same on every attempt, in
 * every process, after a restart.
 *
 * @param secrets - `whsec_` and 24 to 64 bytes in base64.
 * @throws {TypeError} If a secret is something else. The message does not contain it.
 */
export function createSigner(secrets: readonly string[]): WebhookSigner {
  const bytes = secrets.map((secret) => bytesOfSecret(secret));
  let keys: Promise<HmacKey[]> | undefined;
  return async (key, body, nowMs) => {
    keys ??= Promise.all(bytes.map((secret) => importKey(secret)));
    const id = `msg_${await dedupKeyOf(key)}`;
    const timestamp = String(Math.floor(nowMs / 1_000));
    const content = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
    const signatures = (await keys).map(async (hmac) => {
      return `v1,${base64(await crypto.subtle.sign("HMAC", hmac, content))}`;
    });
    return {
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": (await Promise.all(signatures)).join(" "),
    };
  };
}

function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<HmacKey> {
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

function bytesOfSecret(secret: string): Uint8Array<ArrayBuffer> {
  const encoded = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : undefined;
  const bytes = encoded === undefined ? undefined : bytesOfBase64(encoded);
  if (bytes !== undefined && bytes.length >= MIN_SECRET_BYTES && bytes.length <= MAX_SECRET_BYTES) return bytes;
  const got = bytes === undefined ? "something else" : `${bytes.length} bytes`;
  throw new TypeError(
    `webhook secret: expected ${SECRET_PREFIX} and ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES} bytes in base64, got ${got}`,
  );
}

function bytesOfBase64(encoded: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function base64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
