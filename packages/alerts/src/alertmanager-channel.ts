// SPDX-License-Identifier: Apache-2.0
import { DELIVERED } from "./channel.ts";
import type { AlertChannel } from "./channel.ts";
import type { AlertEvent } from "./event.ts";
import { checkedUrl, postJson } from "./http-delivery.ts";
import type { FetchLike } from "./http-delivery.ts";
import { endOf } from "./resolver.ts";
import { summaryOf } from "./summary.ts";

/** Options of {@link createAlertmanagerChannel}. */
export interface AlertmanagerChannelOptions {
  /** What `alert` in a budget's threshold names. */
  readonly name: string;
  /** Address of Alertmanager, without `/api/v2/alerts`. */
  readonly url: string;
  /** Labels of every alert, besides those that name it. */
  readonly labels?: Readonly<Record<string, string>>;
  /** How long alerts without a window's end stay active. @defaultValue 1 hour */
  readonly activeMs?: number;
  /** @defaultValue the global `fetch` at the time of the call */
  readonly fetch?: FetchLike;
}

const DEFAULT_ACTIVE_MS = 3_600_000;
/** What Prometheus allows in the name of a label. */
const NOT_IN_LABEL = /[^a-zA-Z0-9_]/g;

/**
 * Posts alerts to Alertmanager's API v2. Labels say what it is about, annotations say it in words; the alert ends by
 * itself with the budget's window, so that nobody has to send it again.
 *
 * @throws {TypeError} If the address is not one; the message does not contain it.
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export function createAlertmanagerChannel(options: AlertmanagerChannelOptions): AlertChannel {
  const { name, fetch = (url, init) => globalThis.fetch(url, init) } = options;
  const url = new URL("api/v2/alerts", withSlash(checkedUrl(options.url, "alertmanager"))).href;
  return {
    name,
    isAlways: false,
    resolves: true,
    deliver: (event, attempt) =>
      // What nobody has to see to is no alert.
      event.severity === "info"
        ? DELIVERED
        : postJson({ fetch, url, headers: {}, body: JSON.stringify([alertOf(event, options)]) }, attempt),
  };
}

function alertOf(event: AlertEvent, { labels, activeMs = DEFAULT_ACTIVE_MS }: AlertmanagerChannelOptions): object {
  const { type, data, atMs } = event;
  const end = endOf(event);
  const endsAt =
    event.state === "resolved" ? new Date(atMs).toISOString() : (end ?? new Date(atMs + activeMs).toISOString());
  return {
    labels: {
      ...labels,
      ...namesOf(event),
      alertname: `outlay_${type.replace(NOT_IN_LABEL, "_")}`,
      severity: event.severity,
    },
    annotations: { summary: summaryOf(event), description: JSON.stringify(data) },
    startsAt: new Date(atMs).toISOString(),
    endsAt,
  };
}

/** Labels of a group begin with `group_`: an attribute's name must not take the place of another label. */
function namesOf({ data }: AlertEvent): Record<string, string> {
  if ("breaker" in data) return { breaker: data.breaker, rule: data.rule, scope: data.scope };
  if ("store" in data) return { store: data.store };
  const names = Object.entries(data.group).map(([name, value]) => [`group_${name.replace(NOT_IN_LABEL, "_")}`, value]);
  const group = Object.fromEntries(names) as Record<string, string>;
  if ("outcome" in data) return { outcome: data.outcome, ...group };
  return {
    budget: data.budget,
    ...group,
    ...(data.threshold !== undefined && { threshold: String(data.threshold) }),
    ...(data.burn && { within_seconds: String(data.burn.within_seconds) }),
  };
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}
