// SPDX-License-Identifier: Apache-2.0
import { nanoUsdFromDecimal, partsPerMillionFrom } from "./amount.ts";
import type { BudgetUnit } from "./amount.ts";
import type {
  BudgetDefinition,
  BudgetLimit,
  BurnDefinition,
  FindingKind,
  ThresholdDefinition,
  WindowDefinition,
} from "./definition.ts";
import { dimensionsOf } from "./group.ts";
import type { Dimension } from "./group.ts";
import { planByGroup } from "./limits-by-group.ts";
import { compileMatch } from "./match.ts";
import type { CallAttributes } from "./match.ts";
import { durationMsFrom, lookbackMsOf, windowAt } from "./window.ts";
import type { Window } from "./window.ts";

/** A threshold in the budget's own numbers. */
export interface PlannedThreshold {
  /** Share of the limit, 0.8 for 80 %. */
  readonly fraction: number;
  /** Smallest sum that reaches it, in the budget's unit. */
  readonly amount: number;
  /** Tells it from those of other limits: what has fired under one limit has not under another. */
  readonly label: string;
  readonly channels: readonly string[];
}

/** A pace in the budget's own numbers. */
export interface PlannedBurn {
  /** Share of the limit, 0.05 for 5 %. */
  readonly consume: number;
  readonly withinMs: number;
  /** Smallest sum that reaches it, in the budget's unit; at least 1. */
  readonly amount: number;
  /** Length of the pieces that time is cut into, in milliseconds. */
  readonly tileMs: number;
  /** Tells it from those of other limits. */
  readonly label: string;
  readonly channels: readonly string[];
}

/** A budget made ready for the hot path: everything that can be worked out once. */
export interface BudgetPlan {
  readonly name: string;
  /** What its counters are kept under: the same for whatever limit. */
  readonly ledgerKey: string;
  readonly unit: BudgetUnit;
  /** What is counted, if not calls. */
  readonly counts: FindingKind | undefined;
  /** In the budget's unit. */
  readonly limit: number;
  /** Plans of the groups that have another limit, in the order of the definition; counters and windows are the same. */
  readonly overrides: readonly BudgetPlan[];
  /** Of what was spent, lowest first. */
  readonly thresholds: readonly PlannedThreshold[];
  /** Of what the window will have cost, lowest first. */
  readonly forecasts: readonly PlannedThreshold[];
  readonly burns: readonly PlannedBurn[];
  /** All channels that some threshold names. */
  readonly channels: readonly string[];
  readonly window: WindowDefinition;
  readonly timezone: string | undefined;
  readonly lookbackMs: number;
  readonly dimensions: readonly Dimension[];
  readonly maxGroups: number;
  readonly matches: (attributes: CallAttributes) => boolean;
  /** {@link windowAt} with the last two windows remembered. */
  readonly windowAt: (atMs: number) => Window;
  /** This plan, with the limit of a group by its key. */
  readonly planOf: (key: string) => BudgetPlan;
}

const PARTS_PER_MILLION = 1_000_000;
const DEFAULT_MAX_GROUPS = 100_000;
/** Pieces that the time of a pace is cut into; one of them is the short time that must agree. */
export const BURN_TILES = 12;
const DEFAULT_THRESHOLDS = [{ at: "100%" }] as const;

/** Works out a definition that `parseBudgets` has accepted. */
export function planBudget(definition: BudgetDefinition): BudgetPlan {
  const { window, overrides = [] } = definition;
  const dimensions = dimensionsOf(definition);
  const [unit] = amountOf(definition.limit);
  const common = {
    name: definition.name,
    ledgerKey: ledgerKeyOf(definition, unit, dimensions),
    unit,
    counts: definition.counts,
    window,
    timezone: typeof window === "object" && "every" in window ? (window.timezone ?? "UTC") : undefined,
    lookbackMs: lookbackMsOf(window),
    dimensions,
    maxGroups: definition.maxGroups ?? DEFAULT_MAX_GROUPS,
    matches: compileMatch(definition.match),
    windowAt: rememberWindows(window),
  };
  const others = overrides.map(({ match, limit }) => {
    const plan: BudgetPlan = { ...common, ...limitsOf(definition, limit), overrides: [], planOf: () => plan };
    return { match, plan };
  });
  const own: BudgetPlan = {
    ...common,
    ...limitsOf(definition, definition.limit),
    overrides: others.map(({ plan }) => plan),
    planOf: planByGroup(() => own, others, dimensions),
  };
  return own;
}

function limitsOf(
  { thresholds: given = DEFAULT_THRESHOLDS, burn = [] }: BudgetDefinition,
  budgetLimit: BudgetLimit,
): Pick<BudgetPlan, "limit" | "thresholds" | "forecasts" | "burns" | "channels"> {
  const [, limit] = amountOf(budgetLimit);
  const thresholds = plannedOf(given, "actual", limit);
  const forecasts = plannedOf(given, "forecast", limit);
  const burns = burn.map((rule) => plannedBurn(rule, limit));
  return { limit, thresholds, forecasts, burns, channels: channelsOf(thresholds, forecasts, burns) };
}

/** All channels that some rule names. */
export function channelsOf(...rules: readonly (readonly { readonly channels: readonly string[] }[])[]): string[] {
  return [...new Set(rules.flat().flatMap(({ channels }) => channels))];
}

function plannedOf(
  given: readonly ThresholdDefinition[],
  wanted: NonNullable<ThresholdDefinition["basis"]>,
  limit: number,
): PlannedThreshold[] {
  const planned = given
    .filter(({ basis = "actual" }) => basis === wanted)
    .map(({ at, alert = [] }) => {
      const parts = partsPerMillionFrom(at) ?? PARTS_PER_MILLION;
      const fraction = parts / PARTS_PER_MILLION;
      const label = `${wanted === "forecast" ? "f" : ""}${fraction}:${limit}`;
      return { fraction, amount: shareOf(limit, parts), label, channels: [alert].flat() };
    });
  return planned.sort((left, right) => left.fraction - right.fraction);
}

function plannedBurn({ consume, within, alert = [] }: BurnDefinition, limit: number): PlannedBurn {
  const parts = partsPerMillionFrom(consume) ?? PARTS_PER_MILLION;
  const withinMs = durationMsFrom(within) ?? 0;
  return {
    consume: parts / PARTS_PER_MILLION,
    withinMs,
    amount: Math.max(1, shareOf(limit, parts)),
    tileMs: withinMs / BURN_TILES,
    label: `b${parts / PARTS_PER_MILLION}:${withinMs}:${limit}`,
    channels: [alert].flat(),
  };
}

function amountOf(limit: BudgetLimit): readonly [BudgetUnit, number] {
  if (limit.usd !== undefined) return ["nanoUsd", nanoUsdFromDecimal(limit.usd) ?? 0];
  return limit.tokens === undefined ? ["calls", limit.calls] : ["tokens", limit.tokens];
}

/** What it matches and allows can change and what was spent stays; counted in another unit or time, or something else, it begins anew. */
function ledgerKeyOf(
  { name, window, counts }: BudgetDefinition,
  unit: BudgetUnit,
  dimensions: readonly Dimension[],
): string {
  const isCalendar = typeof window === "object" && "every" in window;
  const calendar = isCalendar ? { timezone: "UTC", startsOn: "", ...window } : undefined;
  const period = calendar === undefined ? window : [calendar.every, calendar.timezone, calendar.startsOn];
  const kind = counts === undefined ? [] : [counts];
  return JSON.stringify([name, unit, period, dimensions.map((dimension) => dimension.name), ...kind]);
}

/** The product of a limit and parts per million passes 2^53, and 80 % must not be missed by one nano-USD. */
function shareOf(limit: number, parts: number): number {
  return Number((BigInt(limit) * BigInt(parts) + BigInt(PARTS_PER_MILLION - 1)) / BigInt(PARTS_PER_MILLION));
}

/** Calls around midnight alternate between two windows; each must not cost the 40 µs of finding it. */
function rememberWindows(definition: WindowDefinition): (atMs: number) => Window {
  let latest: Window | undefined;
  let other: Window | undefined;
  return (atMs) => {
    if (latest !== undefined && atMs >= latest.startMs && atMs < latest.endMs) return latest;
    const found = other !== undefined && atMs >= other.startMs && atMs < other.endMs ? other : undefined;
    other = latest;
    latest = found ?? windowAt(definition, atMs);
    return latest;
  };
}
