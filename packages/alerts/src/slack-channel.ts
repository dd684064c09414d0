// SPDX-License-Identifier: Apache-2.0
import type { AlertChannel } from "./channel.ts";
import type { AlertEvent } from "./event.ts";
import { checkedUrl, postJson } from "./http-delivery.ts";
import type { FetchLike } from "./http-delivery.ts";
import { summaryOf } from "./summary.ts";

/** Options of {@link createSlackChannel}. */
export interface SlackChannelOptions {
  /** What `alert` in a budget's threshold names. */
  readonly name: string;
  /** Address of an incoming webhook. It is a secret. */
  readonly url: string;
  /** @defaultValue the global `fetch` at the time of the call */
  readonly fetch?: FetchLike;
  /** How long alerts of the same kind are waited for, to be told in one message. @defaultValue 30 seconds */
  readonly groupWaitMs?: number;
}

const DEFAULT_GROUP_WAIT_MS = 30_000;
const SIGNS = { info: ":information_source:", warning: ":warning:", error: ":rotating_light:" } as const;

/**
 * Posts alerts to a Slack incoming webhook, many groups of a budget in one message: Slack takes about one a second.
 *
 * @throws {TypeError} If the address is not one; the message does not contain it.
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function createSlackChannel(options: SlackChannelOptions): AlertChannel {
  const { name, groupWaitMs = DEFAULT_GROUP_WAIT_MS } = options;
  const { fetch = (url, init) => globalThis.fetch(url, init) } = options;
  const url = checkedUrl(options.url, "slack");
  return {
    name,
    isAlways: false,
    groupWaitMs,
    deliver: (event, attempt) => postJson({ fetch, url, headers: {}, body: JSON.stringify(messageOf(event)) }, attempt),
  };
}

/** `text` is what notifications show; blocks are what the channel shows. */
function messageOf(event: AlertEvent): object {
  const text = escaped(summaryOf(event));
  const sign = event.state === "resolved" ? ":white_check_mark:" : SIGNS[event.severity];
  return { text, blocks: [{ type: "section", text: { type: "mrkdwn", text: `${sign} ${text}` } }] };
}

/** The three characters that Slack's markup reserves: a user's id must not become a link or a mention. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
