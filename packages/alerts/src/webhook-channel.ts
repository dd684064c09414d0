// SPDX-License-Identifier: Apache-2.0
import type { AlertChannel } from "./channel.ts";
import { checkedUrl, postJson } from "./http-delivery.ts";
import type { FetchLike } from "./http-delivery.ts";
import { createSigner } from "./standard-webhook.ts";

/** Options of {@link createWebhookChannel}. */
export interface WebhookChannelOptions {
  /** What `alert` in a budget's threshold names. */
  readonly name: string;
  /** Absolute `http` or `https` address without user and password. Comes from the configuration, never from a call. */
  readonly url: string;
  /** One `whsec_` secret, or several while receivers change from one to the next. */
  readonly secret: string | readonly string[];
  /** @defaultValue the global `fetch` at the time of the call */
  readonly fetch?: FetchLike;
}

/**
 * Posts alerts as `{ type, timestamp, data }`, signed by Standard Webhooks 1.0.
 *
 * @throws {TypeError} If the address or a secret is not what it should be; the message contains neither.
 */
export function createWebhookChannel(options: WebhookChannelOptions): AlertChannel {
  const { name, fetch = (url, init) => globalThis.fetch(url, init) } = options;
  const url = checkedUrl(options.url, "webhook");
  const secrets = [options.secret].flat();
  if (secrets.length === 0) throw new TypeError("webhook secret: expected at least one");
  const sign = createSigner(secrets);
  return {
    name,
    isAlways: false,
    async deliver({ key, type, atMs, data, state, digest }, attempt) {
      const body = JSON.stringify({ type, timestamp: new Date(atMs).toISOString(), data, state, digest });
      const headers = await sign(key, body, attempt.nowMs);
      return postJson({ fetch, url, headers, body }, attempt);
    },
  };
}
