// SPDX-License-Identifier: Apache-2.0
import { alertFromOutcomeEvent } from "@outlay/alerts";
import { createOutcomeLedger } from "@outlay/budget";
import { createPriceEngine } from "@outlay/pricing";
import type { PriceEngine } from "@outlay/pricing";
import { OutlaySpanProcessor } from "@outlay/span-processor";

import { createAlerting } from "./alerting.ts";
import type { OutlayConfig } from "./config/outlay-config.ts";
import { putLimitsInForce, tell } from "./limits.ts";

/** Longest that leaving the process waits for alerts. */
const FLUSH_ALERTS_MS = 2_000;

/** Prices, budgets and alerts, wired to each other. */
export interface CostPipeline {
  readonly prices: PriceEngine;
  /** Its flush delivers the alerts that are on their way. */
  readonly processor: OutlaySpanProcessor;
}

/**
 * Builds what the configuration asks for: a price engine with overrides, budgets and breakers in force, and the channels
 * of their alerts.
 */
export function createCostPipeline(config: OutlayConfig): CostPipeline {
  const prices = createPriceEngine(
    config.pricing.overrides === undefined ? {} : { overrides: config.pricing.overrides },
  );
  const metricAttributes = config.metrics.attributes;
  const { budgets: limits, breakers, outcomes } = config;
  if (limits.length + breakers.length + outcomes.length === 0) {
    return { prices, processor: new OutlaySpanProcessor({ prices, metricAttributes }) };
  }
  const alerts = createAlerting(config);
  const { budgets, outbox } = putLimitsInForce(config, prices, alerts);
  const processor = new OutlaySpanProcessor({
    prices,
    metricAttributes,
    ...(budgets !== undefined && { budgets }),
    ...(outcomes.length > 0 && { outcomes: createOutcomeLedger(outcomes) }),
    onBudgetEvent: (event) => tell(alerts, event),
    onOutcomeEvent: (event) => alerts.dispatch(alertFromOutcomeEvent(event)),
    flush: async () => {
      await outbox?.deliver();
      await alerts.flush(FLUSH_ALERTS_MS);
      await outbox?.crossedOff();
    },
  });
  return { prices, processor };
}
