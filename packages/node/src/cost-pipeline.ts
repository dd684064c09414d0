// SPDX-License-Identifier: Apache-2.0
import { context, diag, metrics } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import {
  alertFromBudgetEvent,
  createAlertDispatcher,
  createConsoleChannel,
  createOtelLogChannel,
  createOtelMetricChannel,
  createWebhookChannel,
} from "@outlay/alerts";
import type { AlertChannel, AlertDispatcher } from "@outlay/alerts";
import { createBudgetTracker } from "@outlay/budget";
import { countProblems, globalLoggerProvider } from "@outlay/core";
import { createPriceEngine } from "@outlay/pricing";
import type { PriceEngine } from "@outlay/pricing";
import { OutlaySpanProcessor } from "@outlay/span-processor";

import type { OutlayConfig } from "./config/outlay-config.ts";

const NAME = "@outlay/node";
/** Longest that leaving the process waits for alerts. */
const FLUSH_ALERTS_MS = 2_000;

/** Prices, budgets and alerts, wired to each other. */
export interface CostPipeline {
  readonly prices: PriceEngine;
  /** Its flush delivers the alerts that are on their way. */
  readonly processor: OutlaySpanProcessor;
}

/** Builds what the configuration asks for: a price engine with overrides, budgets, and the channels of their alerts. */
export function createCostPipeline(config: OutlayConfig): CostPipeline {
  const prices = createPriceEngine(
    config.pricing.overrides === undefined ? {} : { overrides: config.pricing.overrides },
  );
  const { budgets } = config;
  if (budgets.length === 0) {
    const processor = new OutlaySpanProcessor({ prices, metricAttributes: config.metrics.attributes });
    return { prices, processor };
  }
  const alerts = createAlerts(config);
  const processor = new OutlaySpanProcessor({
    prices,
    metricAttributes: config.metrics.attributes,
    budgets: createBudgetTracker(budgets),
    onBudgetEvent: (event) => alerts.dispatch(alertFromBudgetEvent(event)),
    flush: async () => void (await alerts.flush(FLUSH_ALERTS_MS)),
  });
  return { prices, processor };
}

function createAlerts(config: OutlayConfig): AlertDispatcher {
  const webhooks = Object.entries(config.channels).flatMap(([name, channel]) =>
    channel.type === "webhook"
      ? [createWebhookChannel({ name, url: channel.url, secret: channel.secret, fetch: untracedFetch })]
      : [],
  );
  return createAlertDispatcher({
    channels: [...standingChannels(), ...webhooks],
    onDeliveryFailure: ({ channel, reason, retryInMs }) => {
      diag.warn(`outlay: alert not delivered by channel "${channel}"`, reason);
      if (retryInMs === undefined) countProblems(`alerts.${channel}`, 1);
    },
  });
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
