// SPDX-License-Identifier: Apache-2.0
import { nanoUsdFromDecimal, partsPerMillionFrom } from "./amount.ts";
import type { BudgetUnit } from "./amount.ts";
import type { BudgetDefinition, BudgetLimit, WindowDefinition } from "./definition.ts";
import { dimensionsOf } from "./group.ts";
import type { Dimension } from "./group.ts";
import { compileMatch } from "./match.ts";
import type { CallAttributes } from "./match.ts";
import { lookbackMsOf, windowAt } from "./window.ts";
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

/** A budget made ready for the hot path: everything that can be worked out once. */
export interface BudgetPlan {
  readonly name: string;
  /** What its counters are kept under: the same for whatever limit. */
  readonly ledgerKey: string;
  readonly unit: BudgetUnit;
  /** In the budget's unit. */
  readonly limit: number;
  /** Lowest first. */
  readonly thresholds: readonly PlannedThreshold[];
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
}

const PARTS_PER_MILLION = 1_000_000;
const DEFAULT_MAX_GROUPS = 100_000;
const DEFAULT_THRESHOLDS = [{ at: "100%" }] as const;

/** Works out a definition that `parseBudgets` has accepted. */
export function planBudget(definition: BudgetDefinition): BudgetPlan {
  const { window } = definition;
  const [unit, limit] = amountOf(definition.limit);
  const thresholds = (definition.thresholds ?? DEFAULT_THRESHOLDS)
    .map(({ at, alert = [] }: { at: string | number; alert?: string | readonly string[] }) => {
      const parts = partsPerMillionFrom(at) ?? PARTS_PER_MILLION;
      const fraction = parts / PARTS_PER_MILLION;
      return { fraction, amount: shareOf(limit, parts), label: `${fraction}:${limit}`, channels: [alert].flat() };
    })
    .sort((left, right) => left.fraction - right.fraction);
  const dimensions = dimensionsOf(definition);
  return {
    name: definition.name,
    ledgerKey: ledgerKeyOf(definition, unit, dimensions),
    unit,
    limit,
    thresholds,
    channels: [...new Set(thresholds.flatMap(({ channels }) => channels))],
    window,
    timezone: typeof window === "object" && "every" in window ? (window.timezone ?? "UTC") : undefined,
    lookbackMs: lookbackMsOf(window),
    dimensions,
    maxGroups: definition.maxGroups ?? DEFAULT_MAX_GROUPS,
    matches: compileMatch(definition.match),
    windowAt: rememberWindows(window),
  };
}

function amountOf(limit: BudgetLimit): readonly [BudgetUnit, number] {
  if (limit.usd !== undefined) return ["nanoUsd", nanoUsdFromDecimal(limit.usd) ?? 0];
  return limit.tokens === undefined ? ["calls", limit.calls] : ["tokens", limit.tokens];
}

/** What it matches and allows can change and what was spent stays; counted in another unit or time it begins anew. */
function ledgerKeyOf({ name, window }: BudgetDefinition, unit: BudgetUnit, dimensions: readonly Dimension[]): string {
  const isCalendar = typeof window === "object" && "every" in window;
  const calendar = isCalendar ? { timezone: "UTC", startsOn: "", ...window } : undefined;
  const period = calendar === undefined ? window : [calendar.every, calendar.timezone, calendar.startsOn];
  return JSON.stringify([name, unit, period, dimensions.map((dimension) => dimension.name)]);
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
