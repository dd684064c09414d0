// SPDX-License-Identifier: Apache-2.0
import { DELIVERED } from "./channel.ts";
import type { DeliveryAttempt, DeliveryOutcome } from "./channel.ts";

/** The part of a fetch response that is read. */
export interface ResponseLike {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { cancel(): Promise<void> } | null;
}

/** The part of `fetch` that is used. */
export type FetchLike = (
  url: string,
  init: {
    readonly method: "POST";
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly redirect: "manual";
    readonly signal: AbortSignal;
  },
) => Promise<ResponseLike>;

/** What is posted. */
export interface HttpDelivery {
  readonly fetch: FetchLike;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/**
 * An address from the configuration, made whole.
 *
 * @throws {TypeError} If it is not an absolute address without user and password; the message does not contain it.
 */
export function checkedUrl(text: string, channel: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === "https:" || url?.protocol === "http:";
  if (url !== undefined && isHttp && url.username === "" && url.password === "") return url.href;
  throw new TypeError(`${channel} url: expected an absolute http or https address without user and password`);
}

/** Longest wait a receiver can ask for, in milliseconds: a day. */
const MAX_RETRY_AFTER_MS = 86_400_000;
const GONE = 410;
/** Too many requests, bad gateway, unavailable, gateway timeout: the receiver needs room. */
const THROTTLING = new Set([429, 502, 503, 504]);

/**
 * Posts JSON once and tells how it ended, by the rules of Standard Webhooks: 2xx is success, 410 turns the channel off,
 * a redirect is a failure and never followed (the address comes from the configuration and stays the one it names), and
 * everything else is tried again. The answer's body is not read.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (1.0)
 */
export async function postJson(delivery: HttpDelivery, attempt: DeliveryAttempt): Promise<DeliveryOutcome> {
  const { fetch, url, headers, body } = delivery;
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
    redirect: "manual",
    signal: attempt.signal,
  });
  response.body?.cancel().catch(() => undefined);
  return outcomeFromResponse(response, attempt.nowMs);
}

function outcomeFromResponse({ status, headers }: ResponseLike, nowMs: number): DeliveryOutcome {
  if (status >= 200 && status < 300) return DELIVERED;
  if (status === GONE) return { status: "disabled", reason: "HTTP 410" };
  const afterMs = retryAfterMs(headers.get("retry-after"), nowMs);
  return {
    status: "retry",
    // Outside Node a redirect that is not followed has status 0.
    reason: status < 200 || status >= 400 ? `HTTP ${status}` : `HTTP ${status}, redirects are not followed`,
    ...(afterMs !== undefined && { afterMs }),
    isThrottled: THROTTLING.has(status),
  };
}

/** Reads a `Retry-After` header: seconds, or a date. */
function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}
