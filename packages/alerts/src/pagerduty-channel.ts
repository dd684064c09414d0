// SPDX-License-Identifier: Apache-2.0
import { DELIVERED } from "./channel.ts";
import type { AlertChannel } from "./channel.ts";
import { dedupKeyOf } from "./dedup-key.ts";
import type { AlertEvent } from "./event.ts";
import { checkedUrl, postJson } from "./http-delivery.ts";
import type { FetchLike } from "./http-delivery.ts";
import { subjectOf, summaryOf } from "./summary.ts";

/** Options of {@link createPagerDutyChannel}. */
export interface PagerDutyChannelOptions {
  /** What `alert` in a budget's threshold names. */
  readonly name: string;
  /** Integration key of a service, Events API v2. It is a secret. */
  readonly routingKey: string;
  /** @defaultValue `critical` for what is exhausted or stopped, else `warning` */
  readonly severity?: "critical" | "error" | "warning" | "info";
  /** What is affected. @defaultValue `"outlay"` */
  readonly source?: string;
  /** @defaultValue PagerDuty's; the service region EU has another */
  readonly url?: string;
  /** @defaultValue the global `fetch` at the time of the call */
  readonly fetch?: FetchLike;
}

const ENQUEUE_URL = "https://events.pagerduty.com/v2/enqueue";
/** PagerDuty cuts summaries here. */
const MAX_SUMMARY_LENGTH = 1_024;

/**
 * Triggers incidents by PagerDuty's Events API v2, and resolves them when the budget's window has ended.
 *
 * @throws {TypeError} If the routing key or the address is not one; the message contains neither.
 * @see https://developer.pagerduty.com/docs/events-api-v2-overview
 */
export function createPagerDutyChannel(options: PagerDutyChannelOptions): AlertChannel {
  const { name, routingKey, fetch = (url, init) => globalThis.fetch(url, init) } = options;
  if (!/^[A-Za-z0-9]{20,64}$/.test(routingKey))
    throw new TypeError("pagerduty routing key: expected an integration key");
  const url = checkedUrl(options.url ?? ENQUEUE_URL, "pagerduty");
  return {
    name,
    isAlways: false,
    resolves: true,
    async deliver(event, attempt) {
      // An incident is for somebody to see to.
      if (event.severity === "info") return DELIVERED;
      const dedupKey = await dedupKeyOf(event.key);
      const body = JSON.stringify({ routing_key: routingKey, dedup_key: dedupKey, ...actionOf(event, options) });
      return postJson({ fetch, url, headers: {}, body }, attempt);
    },
  };
}

function actionOf(event: AlertEvent, { severity, source = "outlay" }: PagerDutyChannelOptions): object {
  if (event.state === "resolved") return { event_action: "resolve" };
  const { type, data } = event;
  return {
    event_action: "trigger",
    payload: {
      summary: summaryOf(event).slice(0, MAX_SUMMARY_LENGTH),
      source,
      severity: severity ?? (event.severity === "error" ? "critical" : "warning"),
      timestamp: new Date(event.atMs).toISOString(),
      component: subjectOf(event),
      class: type,
      custom_details: data,
    },
  };
}
