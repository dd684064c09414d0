// SPDX-License-Identifier: Apache-2.0
import type { BudgetDefinition, BudgetLimit, CalendarWindow, RollingWindow } from "@outlay/budget";
import { GEN_AI } from "@outlay/semconv";

import { labelName } from "./prometheus-names.ts";
import type { Match } from "./selector.ts";

/** Attributes that all metrics have as labels, whatever the configuration adds in `metrics.attributes`. */
const LABELLED: readonly string[] = [
  GEN_AI.OPERATION_NAME,
  GEN_AI.PROVIDER_NAME,
  GEN_AI.RESPONSE_MODEL,
  "service.name",
  "deployment.environment.name",
];

/** Labels of the rules' own. */
const OWN_LABELS: ReadonlySet<string> = new Set([
  "budget",
  "unit",
  "window",
  "threshold",
  "severity",
  "channels",
  "within",
  "override",
]);

/** A share of the limit, and who is told of it. */
export interface Threshold {
  /** 0.8 for 80 %. */
  readonly fraction: number;
  readonly channels: readonly string[];
  /** What the guard does there, beside telling: no alert can. */
  readonly actions: readonly string[];
}

/** Groups that fit a match, and none of some others. */
export interface GroupFilter {
  readonly match?: Match;
  readonly except: readonly Match[];
}

/** A budget that PromQL can say. */
export interface PromBudget {
  readonly name: string;
  readonly match: BudgetDefinition["match"];
  /** Attributes, as the configuration names them. */
  readonly groupBy: readonly string[];
  readonly limit: BudgetLimit;
  /** In the budget's unit. */
  readonly amount: number;
  /** Of which of the budget's groups this is the limit. */
  readonly groups: GroupFilter;
  /** The same budget for groups with another limit, in the order in which they are tried. */
  readonly overrides: readonly PromBudget[];
  readonly unit: "usd" | "tokens" | "calls";
  readonly window: CalendarWindow | RollingWindow | "lifetime";
  /** Lowest first, each share once. */
  readonly thresholds: readonly Threshold[];
}

/** A budget that is not in the rules, and why. */
export interface Unexpressed {
  readonly budget: string;
  readonly reason: string;
}

/**
 * Decides whether PromQL can say a budget: its window needs a place on the clock, and its attributes must be labels.
 *
 * @param extra - `metrics.attributes` of the configuration.
 */
export function planBudget(definition: BudgetDefinition, extra: readonly string[]): PromBudget | Unexpressed {
  const { name, window, counts, match, groupBy = [], limit, overrides = [] } = definition;
  if (typeof window === "object" && "per" in window) {
    return {
      budget: name,
      reason: `its window is one ${window.per}, and metrics have no series for each ${window.per}`,
    };
  }
  if (counts !== undefined) return { budget: name, reason: `it counts ${counts}, which programs find` };
  const labelled = new Set([...LABELLED, ...extra]);
  const missing = [...groupBy, ...Object.keys(match ?? {})].find((attribute) => !labelled.has(attribute));
  if (missing !== undefined) return { budget: name, reason: missingReason(missing) };
  const taken = groupBy.find((attribute) => OWN_LABELS.has(labelName(attribute)));
  if (taken !== undefined) return { budget: name, reason: `${taken} is a label that the rules have themselves` };
  const common = { name, match, groupBy, window, thresholds: thresholdsOf(definition) };
  const matches = overrides.map((override) => override.match);
  return {
    ...common,
    limit,
    ...amountOf(limit),
    groups: { except: matches },
    overrides: overrides.map((override, index) => ({
      ...common,
      limit: override.limit,
      ...amountOf(override.limit),
      groups: { match: override.match, except: matches.slice(0, index) },
      overrides: [],
    })),
  };
}

function missingReason(attribute: string): string {
  if (attribute === GEN_AI.REQUEST_MODEL) return `metrics have ${GEN_AI.RESPONSE_MODEL}, not ${attribute}`;
  return `${attribute} is no label of the metrics; where it has few values, put it into metrics.attributes`;
}

function amountOf(limit: BudgetLimit): Pick<PromBudget, "amount" | "unit"> {
  if (limit.usd !== undefined) return { amount: Number(limit.usd), unit: "usd" };
  return limit.tokens === undefined ? { amount: limit.calls, unit: "calls" } : { amount: limit.tokens, unit: "tokens" };
}

function thresholdsOf({ thresholds = [{ at: 1 }] }: BudgetDefinition): Threshold[] {
  const merged = new Map<number, Threshold>();
  for (const { at, alert = [], action = "alert" } of thresholds) {
    const fraction = typeof at === "number" ? at : Number.parseFloat(at) / 100;
    const { channels = [], actions = [] } = merged.get(fraction) ?? {};
    merged.set(fraction, {
      fraction,
      channels: [...new Set([...channels, ...[alert].flat()])].sort(),
      actions: action === "alert" ? actions : [...actions, action],
    });
  }
  return [...merged.values()].sort((left, right) => left.fraction - right.fraction);
}
