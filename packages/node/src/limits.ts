// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import { alertFromBreakerTrip, alertFromStoreNews, alertsFromBudgetEvent } from "@outlay/alerts";
import type { AlertDispatcher } from "@outlay/alerts";
import { createBreakers, createBudgetGuard, createBudgetTracker, createMemoryStore } from "@outlay/budget";
import type { BudgetCounter, BudgetDefinition, BudgetEvent, BudgetGuardOptions } from "@outlay/budget";
import { countProblems } from "@outlay/core";
import {
  countExpiredLeases,
  countStoreError,
  enforceBreakers,
  enforceBudgets,
  recordEstimateRatio,
} from "@outlay/guard";
import type { PriceEngine } from "@outlay/pricing";

import type { OutlayConfig } from "./config/outlay-config.ts";
import { shareLedger } from "./shared-ledger.ts";
import type { SharedLedger } from "./shared-ledger.ts";

/**
 * Name of the ledger in memory that everything of one process shares: two copies of this package, CommonJS and ESM.
 * A budget that is enforced twice must not be two budgets.
 */
const PROCESS_LEDGER = "@outlay/node";

/** Limits that are in force. */
export interface LimitsInForce {
  /** What calls are counted in; `undefined` when there are no budgets. */
  readonly budgets?: BudgetCounter;
  /** Where processes share a store: its alerts. */
  readonly outbox?: Pick<SharedLedger, "deliver" | "crossedOff">;
}

/**
 * Puts budgets and breakers in force as the mode says.
 *
 * @throws {TypeError} If calls are to be held to budgets in a store that cannot be opened.
 */
export function putLimitsInForce(config: OutlayConfig, prices: PriceEngine, alerts: AlertDispatcher): LimitsInForce {
  const { mode, budgets, breakers } = config;
  if (breakers.length > 0) {
    enforceBreakers(createBreakers(breakers), {
      prices,
      mode: mode === "enforce" ? "enforce" : "shadow",
      onTrip: (trip) => alerts.dispatch(alertFromBreakerTrip(trip, Date.now())),
    });
  }
  if (budgets.length === 0) return {};
  const shared = shareLedger(config, {
    take: async (event) =>
      (await Promise.all(alertsFromBudgetEvent(event).map(async (alert) => alerts.deliver(alert)))).every(Boolean),
    onError: storeFailed,
    onNews: (news) => alerts.dispatch(alertFromStoreNews({ ...news, channels: channelsOf(budgets) })),
  });
  if (mode === "observe" && shared === undefined) return { budgets: createBudgetTracker(budgets) };
  return {
    budgets: countInLedger(config, prices, {
      ...shared?.settings,
      onEvent: (event) => tell(alerts, event),
    }),
    ...(shared && { outbox: shared }),
  };
}

/** Counts in a ledger, and holds calls to it unless the mode only observes. */
function countInLedger(
  { mode, budgets, enforcement }: OutlayConfig,
  prices: PriceEngine,
  shared: BudgetGuardOptions,
): BudgetCounter {
  const { defaultOutputTokens, unpriced, leaseMs, maxLeaseAgeMs, onExpiry, routes } = enforcement;
  const guard = createBudgetGuard(budgets, {
    store: createMemoryStore({ name: PROCESS_LEDGER, maxLeaseAgeMs }),
    unpriced,
    leaseMs,
    onExpiry,
    routes,
    ...shared,
    mode: mode === "enforce" ? "enforce" : "shadow",
    onStoreError: storeFailed,
    onSettled: recordEstimateRatio,
    onExpired: countExpiredLeases,
  });
  if (mode !== "observe") enforceBudgets(guard, { prices, estimate: { defaultOutputTokens } });
  return guard;
}

/** Takes an event to whoever is to be told of it. */
export function tell(alerts: AlertDispatcher, event: BudgetEvent): void {
  for (const alert of alertsFromBudgetEvent(event)) alerts.dispatch(alert);
}

/** Everybody whom some budget tells: what befalls their store concerns them all. */
function channelsOf(budgets: readonly BudgetDefinition[]): string[] {
  const rules = budgets.flatMap(({ thresholds = [], burn = [] }) => [...thresholds, ...burn]);
  return [...new Set(rules.flatMap(({ alert = [] }) => alert))];
}

function storeFailed(error: unknown): void {
  countStoreError(error);
  if (countProblems("budgets.store", 1) > 1) return;
  diag.error("outlay: the store of the budgets failed (said once)", error instanceof Error ? error.message : error);
}
