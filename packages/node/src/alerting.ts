// SPDX-License-Identifier: Apache-2.0
import { context, diag, metrics } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import {
  createAlertDispatcher,
  createAlertmanagerChannel,
  createConsoleChannel,
  createOtelLogChannel,
  createOtelMetricChannel,
  createPagerDutyChannel,
  createSlackChannel,
  createWebhookChannel,
} from "@outlay/alerts";
import type { AlertChannel, AlertDispatcher } from "@outlay/alerts";
import { countProblems, globalLoggerProvider } from "@outlay/core";

import type { AlertChannel as ChannelConfig, OutlayConfig } from "./config/outlay-config.ts";

const NAME = "@outlay/node";

/** Takes alerts to the channels that the configuration names, and to those that are always told. */
export function createAlerting({ channels }: Pick<OutlayConfig, "channels">): AlertDispatcher {
  const configured = Object.entries(channels).flatMap(([name, channel]) => channelFrom(name, channel));
  return createAlertDispatcher({
    channels: [...standingChannels(), ...configured],
    onDeliveryFailure: ({ channel, reason, retryInMs }) => {
      diag.warn(`outlay: alert not delivered by channel "${channel}"`, reason);
      if (retryInMs === undefined) countProblems(`alerts.${channel}`, 1);
    },
  });
}

function channelFrom(name: string, channel: ChannelConfig): AlertChannel[] {
  const fetch = untracedFetch;
  if (channel.type === "webhook") {
    return [createWebhookChannel({ name, url: channel.url, secret: channel.secret, fetch })];
  }
  if (channel.type === "slack") return [createSlackChannel({ name, url: channel.url, fetch })];
  if (channel.type === "alertmanager") return [createAlertmanagerChannel({ name, url: channel.url, fetch })];
  if (channel.type === "console") return [];
  const { routingKey, severity } = channel;
  return [createPagerDutyChannel({ name, routingKey, ...(severity !== undefined && { severity }), fetch })];
}

/** Our own requests are not the program's: its HTTP instrumentation must not trace them. */
const untracedFetch: typeof fetch = (input, init) =>
  context.with(suppressTracing(context.active()), () => fetch(input, init));

/** Told of every alert: the terminal, a log event and a metric. Providers are looked up late: the program may bring its own. */
function standingChannels(): AlertChannel[] {
  return [
    createConsoleChannel({
      write: (line) => void process.stderr.write(`${line}\n`),
      color: process.stderr.isTTY && !process.env["NO_COLOR"],
    }),
    createOtelLogChannel({ emit: (record) => globalLoggerProvider()?.getLogger(NAME).emit(record) }),
    createOtelMetricChannel({
      createCounter: (name, options) => ({
        add: (value, attributes) => metrics.getMeter(NAME).createCounter(name, options).add(value, attributes),
      }),
    }),
  ];
}
