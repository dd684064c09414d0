// SPDX-License-Identifier: Apache-2.0
import { civilTimeAt } from "@outlay/budget";

import type { RecordingRule } from "./rule.ts";

const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2026, 0, 1);

/** First year whose clock changes are not in the rules any more. */
export const ZONES_END_YEAR = 2038;
/** Moment from which on zones with summer time are wrong. */
export const ZONES_END_MS: number = Date.UTC(ZONES_END_YEAR, 0, 1);

/** Seconds that a zone is ahead of UTC, by its name in the label `timezone`. */
export const ZONE_OFFSET = "outlay:zone:offset_seconds";

interface ClockChange {
  readonly atMs: number;
  readonly byMs: number;
}

/**
 * The rule that says how far ahead of UTC a time zone is. PromQL knows no zones, so the rule lists the changes of the
 * clock from 2026 on to {@link ZONES_END_YEAR}.
 */
export function zoneOffsetRule(timezone: string): RecordingRule {
  const first = `vector(${(civilTimeAt(timezone, FIRST_MS) - FIRST_MS) / 1000})`;
  const changes = clockChanges(timezone).map(({ atMs, byMs }) => {
    const sign = byMs < 0 ? "-" : "+";
    return `${sign} ${Math.abs(byMs) / 1000} * (vector(time()) >= bool ${Math.ceil(atMs / 1000)})`;
  });
  return { record: ZONE_OFFSET, labels: { timezone }, expr: [first, ...changes].join("\n") };
}

/** Tells whether a zone changes its clock: without a change its rule holds for ever. */
export function hasClockChanges(timezone: string): boolean {
  return clockChanges(timezone).length > 0;
}

function clockChanges(timezone: string): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  for (let startMs = FIRST_MS; startMs < ZONES_END_MS; startMs += DAY_MS) {
    const byMs = offsetMs(timezone, startMs + DAY_MS) - offsetMs(timezone, startMs);
    if (byMs !== 0) changes.push({ atMs: changeWithin(timezone, startMs), byMs });
  }
  return changes;
}

/** The first second of the new offset, in a day with one change. */
function changeWithin(timezone: string, startMs: number): number {
  const before = offsetMs(timezone, startMs);
  let low = startMs;
  let high = startMs + DAY_MS;
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (offsetMs(timezone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsetMs(timezone: string, atMs: number): number {
  return civilTimeAt(timezone, atMs) - atMs;
}
