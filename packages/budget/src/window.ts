// SPDX-License-Identifier: Apache-2.0
import { MONTHS, WEEKDAYS } from "./definition.ts";
import type { CalendarWindow, RollingWindow, ScopeWindow, WindowDefinition } from "./definition.ts";
import { civilTimeAt, startOfDay } from "./zone.ts";

/**
 * One stretch of a budget's time. Its key is all there is to a reset: a new window is a new key, and a call is charged
 * to the window it started in however late its bill comes.
 */
export interface Window {
  /** Unique within a budget, and equal in every process. */
  readonly key: string;
  /** First millisecond, epoch; `-Infinity` for `lifetime` and `per`. */
  readonly startMs: number;
  /** First millisecond after it, epoch; `Infinity` for `lifetime` and `per`. */
  readonly endMs: number;
}

/**
 * Tiles a rolling window is cut into. The sum covers the current tile and this many before it: the last 24 hours are
 * always counted in full, and an amount is forgotten between 24 and 25 hours after it was spent.
 */
export const ROLLING_TILES = 24;

const UNBOUNDED = { startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY } as const;
const DAY_MS = 86_400_000;
const DURATION = /^([1-9]\d{0,5})([mhd])$/;
const DURATION_UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS };
const MAX_DURATION_MS = 366 * DAY_MS;

/** Reads `"90m"`, `"24h"` or `"7d"`; `undefined` when it is something else or above 366 days. */
export function durationMsFrom(text: string): number | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const durationMs = Number(count) * (DURATION_UNIT_MS[unit] ?? Number.NaN);
  return durationMs <= MAX_DURATION_MS ? durationMs : undefined;
}

/** How far back a window's sum reaches before the tile it is in, in milliseconds; 0 for all but rolling windows. */
export function lookbackMsOf(definition: WindowDefinition): number {
  return isRolling(definition) ? (durationMsFrom(definition.rolling) ?? 0) : 0;
}

const SHORTEST_DAYS = { day: 1, week: 7, month: 28, quarter: 90 } as const;

/** How long a window is, in milliseconds and whole days: the shortest month; `Infinity` where it has no end. */
export function nominalMsOf(definition: WindowDefinition): number {
  if (definition === "lifetime" || isScope(definition)) return Number.POSITIVE_INFINITY;
  return isRolling(definition) ? lookbackMsOf(definition) : SHORTEST_DAYS[definition.every] * DAY_MS;
}

/**
 * Finds the window an instant belongs to.
 *
 * Windows tile time: each instant is in exactly one, and each ends where the next starts, in every IANA zone and over
 * every daylight-saving change. For a rolling window it is the tile the amount is put in. About 40 µs for a calendar
 * window: ask once per window, not per call.
 *
 * @param atMs - Epoch milliseconds.
 */
export function windowAt(definition: WindowDefinition, atMs: number): Window {
  if (definition === "lifetime") return { key: "lifetime", ...UNBOUNDED };
  if (isScope(definition)) return { key: `per/${definition.per}`, ...UNBOUNDED };
  return isRolling(definition) ? rollingTileAt(definition, atMs) : calendarWindowAt(definition, atMs);
}

/** Tells whether the window slides with time. */
export function isRolling(definition: WindowDefinition): definition is RollingWindow {
  return typeof definition === "object" && "rolling" in definition;
}

/** Tells whether the window lasts as long as a trace, session or run. */
export function isScope(definition: WindowDefinition): definition is ScopeWindow {
  return typeof definition === "object" && "per" in definition;
}

function rollingTileAt(definition: RollingWindow, atMs: number): Window {
  const tileMs = Math.ceil(lookbackMsOf(definition) / ROLLING_TILES);
  const index = Math.floor(atMs / tileMs);
  return { key: `rolling/${definition.rolling}/${index}`, startMs: index * tileMs, endMs: (index + 1) * tileMs };
}

function calendarWindowAt(definition: CalendarWindow, atMs: number): Window {
  const timezone = definition.timezone ?? "UTC";
  let start = firstDay(definition, new Date(civilTimeAt(timezone, atMs)));
  let end = nextFirstDay(definition.every, start);
  let endMs = startOfDay(timezone, end);
  // A clock set back over midnight shows yesterday again after today began: the window has ended all the same.
  while (atMs >= endMs) {
    start = end;
    end = nextFirstDay(definition.every, start);
    endMs = startOfDay(timezone, end);
  }
  const firstDate = new Date(start).toISOString().slice(0, 10);
  return { key: `${definition.every}/${firstDate}`, startMs: startOfDay(timezone, start), endMs };
}

/** Midnight of the first day of the period a civil date is in, written as if it were UTC. */
function firstDay(definition: CalendarWindow, civil: Date): number {
  const year = civil.getUTCFullYear();
  const month = civil.getUTCMonth();
  const day = civil.getUTCDate();
  if (definition.every === "day") return Date.UTC(year, month, day);
  if (definition.every === "week") {
    const daysSince = (civil.getUTCDay() + 6 - WEEKDAYS.indexOf(definition.startsOn ?? "monday")) % 7;
    return Date.UTC(year, month, day - daysSince);
  }
  if (definition.every === "month") {
    const first = definition.startsOn ?? 1;
    return Date.UTC(year, day < first ? month - 1 : month, first);
  }
  const monthsSince = (month + 12 - MONTHS.indexOf(definition.startsOn ?? "january")) % 3;
  return Date.UTC(year, month - monthsSince, 1);
}

const PERIOD: Readonly<Record<CalendarWindow["every"], readonly [months: number, days: number]>> = {
  day: [0, 1],
  week: [0, 7],
  month: [1, 0],
  quarter: [3, 0],
};

function nextFirstDay(every: CalendarWindow["every"], first: number): number {
  const [months, days] = PERIOD[every];
  const date = new Date(first);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate() + days);
}
