// SPDX-License-Identifier: Apache-2.0
import type { Counter } from "./counter.ts";
import { eventBase } from "./event.ts";
import type { BudgetEventBase, EventPlan, EventScene } from "./event.ts";
import { BURN_TILES } from "./plan.ts";
import type { PlannedBurn, PlannedThreshold } from "./plan.ts";
import type { Window } from "./window.ts";

/** At the pace so far the window will cost more than a share of the limit: told once for each share, window and group. */
export interface ForecastEvent extends BudgetEventBase {
  readonly kind: "forecast_exceeded";
  /** The highest share that is forecast, 1 for 100 %. */
  readonly threshold: number;
  /** All shares that this call made be forecast, highest first. */
  readonly thresholdsCrossed: readonly number[];
  /** What the window will have cost by its end, in `unit`. */
  readonly projected: number;
  /** When the share will be reached, epoch milliseconds; not after the end of the window. */
  readonly reachedAtMs: number;
}

/** A share of the limit was spent in a short time, and the spending goes on: told at most once in that time. */
export interface BurnRateEvent extends BudgetEventBase {
  readonly kind: "burn_rate_high";
  /** Share of the limit that the rule names. */
  readonly consume: number;
  /** Time that the rule names, in milliseconds. */
  readonly withinMs: number;
  /** Spent in that time and up to a twelfth of it before, in `unit`. */
  readonly consumed: number;
}

/** A forecast says nothing before this part of the window has passed: one tenth. */
export const FORECAST_LEAST_PART = 10;
/** Nor before as many calls. */
export const FORECAST_LEAST_CALLS = 10;

/** The part of a window that has passed, in milliseconds. */
function elapsedMs({ startMs, endMs }: Window, nowMs: number): number {
  return Math.min(nowMs, endMs) - startMs;
}

/** Tells whether a window will cost an amount at the pace so far; whatever has been reached is no longer in question. */
function isForecast(
  { spent, calls }: Pick<Counter, "spent" | "calls">,
  window: Window,
  nowMs: number,
  amount: number,
): boolean {
  if (spent >= amount) return true;
  const passedMs = elapsedMs(window, nowMs);
  const lengthMs = window.endMs - window.startMs;
  const isEarly = calls < FORECAST_LEAST_CALLS || passedMs * FORECAST_LEAST_PART < lengthMs;
  return !isEarly && spent * lengthMs >= amount * passedMs;
}

/**
 * Marks the shares that the counter is newly on its way to.
 *
 * @returns One event for all of them, or `undefined`.
 */
export function crossForecasts(
  scene: EventScene & { readonly counter: Pick<Counter, "calls" | "isLatched" | "latch"> },
): ForecastEvent | undefined {
  const { plan, counter, window, atMs } = scene;
  const crossed: PlannedThreshold[] = [];
  for (const forecast of plan.forecasts) {
    if (!isForecast(counter, window, atMs, forecast.amount)) break;
    if (counter.isLatched(forecast.label)) continue;
    counter.latch(forecast.label, atMs);
    crossed.push(forecast);
  }
  return forecastExceeded(scene, crossed);
}

/** Tells of shares that were newly forecast, the lowest first; of none when there are none. */
export function forecastExceeded(scene: EventScene, crossed: readonly PlannedThreshold[]): ForecastEvent | undefined {
  const highest = crossed.at(-1);
  if (highest === undefined) return undefined;
  const { counter, window, atMs } = scene;
  const passedMs = Math.max(1, elapsedMs(window, atMs));
  const spent = Math.max(1, counter.spent);
  const projected = Math.round(spent * ((window.endMs - window.startMs) / passedMs));
  const channels = new Set(crossed.flatMap((threshold) => threshold.channels));
  return {
    kind: "forecast_exceeded",
    ...eventBase(scene, [counter.key, "forecast", highest.fraction], [...channels]),
    threshold: highest.fraction,
    thresholdsCrossed: crossed.map(({ fraction }) => fraction).reverse(),
    projected: Math.min(projected, Number.MAX_SAFE_INTEGER),
    reachedAtMs: Math.min(Math.round(window.startMs + passedMs * (highest.amount / spent)), window.endMs),
  };
}

/** What was spent lately. */
export interface RecentSpend {
  /** In the time of the rule. */
  readonly long: number;
  /** In the last twelfth of it, up to two of them. */
  readonly short: number;
}

/** Tells whether a pace is reached: over its whole time, and in the last twelfth of it as well. */
export function isBurning({ amount }: PlannedBurn, { long, short }: RecentSpend): boolean {
  return long >= amount && short * BURN_TILES >= amount;
}

/** Tells of a pace. */
export function burnRateHigh(scene: EventScene, rule: PlannedBurn, consumed: number): BurnRateEvent {
  const { consume, withinMs, tileMs, channels } = rule;
  // It can be reached again in the same window: another piece of time is another occurrence.
  const occurrence = [scene.counter.key, "burn", consume, withinMs, Math.floor(scene.atMs / tileMs)];
  return { kind: "burn_rate_high", ...eventBase(scene, occurrence, channels), consume, withinMs, consumed };
}

/** What was spent lately in one counter, in pieces of time; one list for each length of piece. */
export class BurnMeter {
  readonly #tiles = new Map<number, Map<number, number>>();
  readonly #firedMs = new Map<string, number>();

  /** Adds to the piece of time that is now, once for each length. */
  add(rules: EventPlan["burns"], amount: number, nowMs: number): void {
    for (const tileMs of new Set(rules.map((rule) => rule.tileMs))) {
      const tiles = this.#tiles.get(tileMs) ?? new Map<number, number>();
      this.#tiles.set(tileMs, tiles);
      const now = Math.floor(nowMs / tileMs);
      tiles.set(now, (tiles.get(now) ?? 0) + amount);
      for (const tile of tiles.keys()) if (tile < now - BURN_TILES) tiles.delete(tile);
    }
  }

  /** Marks the paces that are newly reached. A pace that was told of is not told of again for as long as it is about. */
  burning(rules: EventPlan["burns"], nowMs: number): readonly (readonly [rule: PlannedBurn, consumed: number])[] {
    return rules.flatMap((rule) => {
      const firedMs = this.#firedMs.get(rule.label);
      const recent = this.#recent(rule, nowMs);
      if ((firedMs !== undefined && firedMs + rule.withinMs > nowMs) || !isBurning(rule, recent)) return [];
      this.#firedMs.set(rule.label, nowMs);
      return [[rule, recent.long] as const];
    });
  }

  #recent({ tileMs }: PlannedBurn, nowMs: number): RecentSpend {
    const now = Math.floor(nowMs / tileMs);
    let long = 0;
    let short = 0;
    for (const [tile, amount] of this.#tiles.get(tileMs) ?? []) {
      if (tile >= now - BURN_TILES) long += amount;
      if (tile >= now - 1) short += amount;
    }
    return { long, short };
  }
}
