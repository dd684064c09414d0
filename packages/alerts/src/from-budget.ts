// SPDX-License-Identifier: Apache-2.0
import { decimalFromNanoUsd } from "@outlay/budget";
import type {
  AdjustedEvent,
  ApprovalRequestedEvent,
  BudgetEvent,
  BudgetUnit,
  BurnRateEvent,
  GrantedEvent,
} from "@outlay/budget";

import type { AlertData, AlertSeverity, AlertWindow, BudgetAlertEvent } from "./event.ts";

/** Longest text taken over from a call, in characters: budgets cut theirs, model names and trace ids come as they are. */
const MAX_TEXT_LENGTH = 128;

const SEVERITY: Partial<Record<BudgetEvent["kind"], AlertSeverity>> = {
  exhausted: "error",
  granted: "info",
  adjusted: "info",
};

/**
 * Renders an event of a budget as alerts: one, and behind a grant what is over by it, each under the key that it was
 * told by. Pure.
 */
export function alertsFromBudgetEvent(event: BudgetEvent): readonly BudgetAlertEvent[] {
  const alert = alertFromBudgetEvent(event);
  if (event.kind !== "granted") return [alert];
  const { granted: _, ...data } = alert.data;
  const over = { ...alert, data, severity: "warning", state: "resolved" } as const;
  const crossings = event.lifted.map(({ threshold, key }): BudgetAlertEvent => {
    const type = threshold >= 1 ? "budget.exhausted" : "budget.threshold_crossed";
    return {
      ...over,
      key,
      type,
      data: { ...data, threshold, basis: "actual" },
      severity: threshold >= 1 ? "error" : "warning",
    };
  });
  return [alert, ...crossings, { ...over, key: event.approvalKey, type: "budget.approval_requested" }];
}

/** Renders an event of a budget as an alert. Pure. */
export function alertFromBudgetEvent(event: BudgetEvent): BudgetAlertEvent {
  return {
    key: event.key,
    type: typeOf(event),
    severity: SEVERITY[event.kind] ?? "warning",
    atMs: event.atMs,
    channels: event.channels,
    data: {
      budget: event.budget,
      group: event.group,
      window: windowOf(event),
      unit: event.unit === "nanoUsd" ? "usd" : event.unit,
      limit: decimalOf(event.unit, event.limit),
      spent: decimalOf(event.unit, event.spent),
      unknown_calls: event.unknownCalls,
      ...detailsOf(event),
      ...(event.traceId !== undefined && { trace_id: event.traceId.slice(0, MAX_TEXT_LENGTH) }),
    },
  };
}

function typeOf(event: BudgetEvent): BudgetAlertEvent["type"] {
  if (event.kind !== "unknown_amount") return `budget.${event.kind}`;
  return event.unit === "tokens" ? "budget.usage_missing" : "budget.unpriced_model";
}

function detailsOf(event: BudgetEvent): Partial<AlertData> {
  if (event.kind === "groups_overflowed") return { max_groups: event.maxGroups };
  if (event.kind === "unknown_amount") {
    return event.model === undefined ? {} : { model: event.model.slice(0, MAX_TEXT_LENGTH) };
  }
  if (event.kind === "burn_rate_high") return { burn: burnOf(event) };
  if (event.kind === "adjusted") return { adjusted: { amount: decimalOf(event.unit, event.amount), ...noteOf(event) } };
  if (event.kind === "granted" || event.kind === "approval_requested") return grantOf(event);
  const { threshold, thresholdsCrossed } = event;
  const reached = { threshold, thresholds_crossed: thresholdsCrossed };
  if (event.kind !== "forecast_exceeded") return { ...reached, basis: "actual" };
  return {
    ...reached,
    basis: "forecast",
    projected: decimalOf(event.unit, event.projected),
    reached_at: new Date(event.reachedAtMs).toISOString(),
  };
}

function grantOf(event: GrantedEvent | ApprovalRequestedEvent): Partial<AlertData> {
  const { unit } = event;
  if (event.kind === "approval_requested") {
    return { approval: { requested: decimalOf(unit, event.requested), held: decimalOf(unit, event.held) } };
  }
  const lifted = event.lifted.map(({ threshold }) => threshold);
  return {
    granted: {
      amount: decimalOf(unit, event.amount),
      total: decimalOf(unit, event.granted),
      lifted,
      ...noteOf(event),
    },
  };
}

function noteOf({
  by,
  reason,
}: GrantedEvent | AdjustedEvent): Pick<NonNullable<AlertData["granted"]>, "by" | "reason"> {
  return { ...(by !== undefined && { by }), ...(reason !== undefined && { reason }) };
}

function burnOf({ consume, withinMs, consumed, unit, atMs }: BurnRateEvent): NonNullable<AlertData["burn"]> {
  return {
    consume,
    within_seconds: withinMs / 1_000,
    spent: decimalOf(unit, consumed),
    until: new Date(atMs + withinMs).toISOString(),
  };
}

/** The stretch of time that something is about. */
export function windowOf({
  windowStartMs,
  windowEndMs,
  timezone,
}: Pick<BudgetEvent, "windowStartMs" | "windowEndMs" | "timezone">): AlertWindow {
  return {
    ...(Number.isFinite(windowStartMs) && { start: new Date(windowStartMs).toISOString() }),
    ...(Number.isFinite(windowEndMs) && { end: new Date(windowEndMs).toISOString() }),
    ...(timezone !== undefined && { timezone }),
  };
}

function decimalOf(unit: BudgetUnit, amount: number): string {
  return unit === "nanoUsd" ? decimalFromNanoUsd(amount) : String(amount);
}
