// SPDX-License-Identifier: Apache-2.0
import type { PricePeriod } from "./price-table.ts";

/** A price that moves further is a mistake or an attack. */
const MAX_FACTOR = 10;

/** Numbers of a price that are no money. */
const NO_MONEY: ReadonlySet<string> = new Set(["over", "source", "from", "until", "schedule"]);

/**
 * Tells whether any figure of a model's prices moved more than tenfold: rates of every tier, band and region, factors,
 * units and fees. A free model that is no longer free moved too far, and the other way round; a figure that is new or
 * gone did not move.
 */
export function movedTooFar(before: readonly PricePeriod[], after: readonly PricePeriod[]): boolean {
  return after.some((period) => {
    const counterpart = before.find((other) => isSamePeriod(other, period)) ?? before[0];
    return hasMoved(counterpart, period);
  });
}

/** A new price goes on top of the list: places in it say nothing. */
function isSamePeriod(one: PricePeriod, other: PricePeriod): boolean {
  return one.from === other.from && JSON.stringify(one.schedule) === JSON.stringify(other.schedule);
}

function hasMoved(before: unknown, after: unknown): boolean {
  const [old, now] = [figureOf(before), figureOf(after)];
  if (old !== undefined && now !== undefined) return now > old * MAX_FACTOR || old > now * MAX_FACTOR;
  if (!isObject(before) || !isObject(after)) return false;
  return Object.keys(after).some((key) => !NO_MONEY.has(key) && hasMoved(before[key], after[key]));
}

/** A plain figure, or that of one unit where it is written as `[pico-USD, units]`. */
function figureOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (!Array.isArray(value)) return undefined;
  const [amount, per] = value as readonly unknown[];
  return typeof amount === "number" && typeof per === "number" ? amount / per : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
