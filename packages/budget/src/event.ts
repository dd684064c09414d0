// SPDX-License-Identifier: Apache-2.0
import type { BudgetUnit } from "./amount.ts";
import type { Counter } from "./counter.ts";
import { groupFromKey } from "./group.ts";
import type { AdjustedEvent, ApprovalRequestedEvent, GrantedEvent } from "./grant-event.ts";
import type { BurnRateEvent, ForecastEvent } from "./pace.ts";
import type { BudgetPlan, PlannedThreshold } from "./plan.ts";
import type { Window } from "./window.ts";

/** What every event says about the counter it is about. */
export interface BudgetEventBase {
  /** Names the occurrence: the same in every process and after a restart, so that receivers can tell a repetition. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly budget: string;
  /** Values of the attributes the counter is kept for; empty for a budget without groups. */
  readonly group: Readonly<Record<string, string>>;
  /** First millisecond counted; `-Infinity` when the window has no start. */
  readonly windowStartMs: number;
  /** First millisecond after the window; `Infinity` when it has no end. */
  readonly windowEndMs: number;
  readonly timezone?: string;
  readonly unit: BudgetUnit;
  /** In `unit`. */
  readonly limit: number;
  /** In `unit`; a lower bound when `unknownCalls` is not zero. */
  readonly spent: number;
  /** Calls in this window whose amount is not known. */
  readonly unknownCalls: number;
  /** Names of the alert channels to tell, besides those that are always told. */
  readonly channels: readonly string[];
  /** Trace of the call that brought it about. */
  readonly traceId?: string;
}

/** Spending reached one or more thresholds: `exhausted` when the highest of them is 100 % or more. */
export interface ThresholdEvent extends BudgetEventBase {
  readonly kind: "threshold_crossed" | "exhausted";
  /** The highest threshold reached, as a share of the limit: 0.8 for 80 %. */
  readonly threshold: number;
  /** All thresholds this call reached, highest first. */
  readonly thresholdsCrossed: readonly number[];
}

/** A call of unknown amount counted in the budget: an unpriced model under a USD limit, missing usage under a token limit. */
export interface UnknownAmountEvent extends BudgetEventBase {
  readonly kind: "unknown_amount";
  readonly model?: string;
}

/** More groups than `maxGroups` in one window; the rest share the group `(other)`. */
export interface GroupsOverflowedEvent extends BudgetEventBase {
  readonly kind: "groups_overflowed";
  readonly maxGroups: number;
}

/** Something worth telling about a budget. Each happens once: per threshold, window and group, or per window. */
export type BudgetEvent =
  | ThresholdEvent
  | ForecastEvent
  | BurnRateEvent
  | GrantedEvent
  | AdjustedEvent
  | ApprovalRequestedEvent
  | UnknownAmountEvent
  | GroupsOverflowedEvent;

/** What an event says of the budget it is about. */
export type EventPlan = Omit<
  BudgetPlan,
  "ledgerKey" | "window" | "matches" | "windowAt" | "overrides" | "planOf" | "counts"
>;

/** Where an event happened. */
export interface EventScene {
  readonly plan: EventPlan;
  readonly counter: Pick<Counter, "key" | "spent" | "unknownCalls">;
  readonly window: Window;
  readonly atMs: number;
  readonly traceId: string | undefined;
}

/**
 * Marks the thresholds that the counter has newly reached.
 *
 * @returns One event for all of them, or `undefined`.
 */
export function crossThresholds(
  scene: EventScene & { readonly counter: Pick<Counter, "isLatched" | "latch"> },
): ThresholdEvent | undefined {
  const { plan, counter, atMs } = scene;
  const crossed: PlannedThreshold[] = [];
  for (const threshold of plan.thresholds) {
    if (counter.spent < threshold.amount) break;
    if (counter.isLatched(threshold.label)) continue;
    counter.latch(threshold.label, atMs);
    crossed.push(threshold);
  }
  return thresholdsCrossed(scene, crossed);
}

/** Tells of thresholds that were newly reached, the lowest first; of none when there are none. */
export function thresholdsCrossed(scene: EventScene, crossed: readonly PlannedThreshold[]): ThresholdEvent | undefined {
  const fractions = crossed.map(({ fraction }) => fraction).reverse();
  const [highest] = fractions;
  if (highest === undefined) return undefined;
  const kind = highest >= 1 ? "exhausted" : "threshold_crossed";
  const channels = new Set(crossed.flatMap((threshold) => threshold.channels));
  const base = eventBase(scene, [scene.counter.key, "threshold", highest], [...channels]);
  return { kind, ...base, threshold: highest, thresholdsCrossed: fractions };
}

/** Tells of a call whose amount is not known. */
export function unknownAmount(scene: EventScene, model: string | undefined): UnknownAmountEvent {
  const base = eventBase(scene, ["unknown", model ?? ""], scene.plan.channels);
  return { kind: "unknown_amount", ...base, ...(model !== undefined && { model }) };
}

/** Tells that a budget has run out of groups. */
export function groupsOverflowed(scene: EventScene): GroupsOverflowedEvent {
  const base = eventBase(scene, ["overflow"], scene.plan.channels);
  return { kind: "groups_overflowed", ...base, maxGroups: scene.plan.maxGroups };
}

/** Names an occurrence in a window. */
export function keyOfEvent(
  { plan, window }: Pick<EventScene, "plan" | "window">,
  occurrence: readonly (string | number)[],
): string {
  return JSON.stringify([plan.name, window.key, ...occurrence, plan.limit]);
}

/** What every event says, of one occurrence in its window. */
export function eventBase(
  scene: EventScene,
  occurrence: readonly (string | number)[],
  channels: readonly string[],
): BudgetEventBase {
  const { plan, counter, window, atMs, traceId } = scene;
  return {
    key: keyOfEvent(scene, occurrence),
    atMs,
    budget: plan.name,
    group: groupFromKey(plan.dimensions, counter.key),
    windowStartMs: window.startMs - plan.lookbackMs,
    windowEndMs: window.endMs,
    ...(plan.timezone !== undefined && { timezone: plan.timezone }),
    unit: plan.unit,
    limit: plan.limit,
    spent: counter.spent,
    unknownCalls: counter.unknownCalls,
    channels,
    ...(traceId !== undefined && { traceId }),
  };
}
