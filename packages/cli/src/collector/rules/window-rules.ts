// SPDX-License-Identifier: Apache-2.0
import { MONTHS, WEEKDAYS } from "@outlay/budget";
import type { CalendarWindow } from "@outlay/budget";

import { LOOKBACK, quoted } from "./rule.ts";
import type { RecordingRule } from "./rule.ts";
import { ZONE_OFFSET, zoneOffsetRule } from "./zone-offset.ts";

/** What a window is told from. */
const WINDOW_CLOCK = "outlay:window:clock_seconds";
/** Number of the window that is now, by its name in the label `window`: it grows where a window ends. */
export const WINDOW_NUMBER = "outlay:window:number";
/** The same at the evaluation before: recorded after everything that asks whether a window has ended. */
export const WINDOW_COUNTED = "outlay:window:counted";
/** Share of the window that is over, 0 to 1. */
export const WINDOW_ELAPSED = "outlay:window:elapsed";

/** Names a window: equal for budgets that have the same. */
export function windowName(window: CalendarWindow): string {
  const start = "startsOn" in window && window.startsOn !== undefined ? ` from ${window.startsOn}` : "";
  return `${window.every}${start} ${window.timezone ?? "UTC"}`;
}

/** Rules that say which window it is, for windows with different names. Zones come first: windows read them. */
export function windowRules(windows: readonly CalendarWindow[]): RecordingRule[] {
  const zones = new Set(windows.map(({ timezone = "UTC" }) => timezone).filter((zone) => zone !== "UTC"));
  return [...[...zones].sort().map(zoneOffsetRule), ...windows.flatMap(rulesOf)];
}

/** The last rule of the ledger: from now on the windows are those that were counted. */
export const WINDOW_COUNTED_RULE: RecordingRule = { record: WINDOW_COUNTED, expr: WINDOW_NUMBER };

function rulesOf(window: CalendarWindow): RecordingRule[] {
  const labels = { window: windowName(window) };
  const selector = `{window=${quoted(labels.window)}}`;
  const start = startOf(window);
  const { number, elapsed } = EXPRESSIONS[window.every](`${WINDOW_CLOCK}${selector}`, start);
  const counted = `last_over_time(${WINDOW_COUNTED}${selector}[${LOOKBACK}])`;
  return [
    { record: WINDOW_CLOCK, labels, expr: clockOf(window, start) },
    // A clock set back over midnight shows yesterday again: the window has ended all the same.
    { record: WINDOW_NUMBER, labels, expr: [`${number} > ${counted}`, `  or ${counted}`, `  or ${number}`].join("\n") },
    { record: WINDOW_ELAPSED, labels, expr: elapsed },
  ];
}

/** Seconds since 1970 that the wall clock of a zone shows; 14 days less of a month that begins on the 15th. */
function clockOf({ every, timezone = "UTC" }: CalendarWindow, start: number): string {
  const local =
    timezone === "UTC" ? "vector(time())" : `vector(time()) + on () ${ZONE_OFFSET}{timezone=${quoted(timezone)}}`;
  return every === "month" && start > 0 ? `${local} - ${start * 86_400}` : local;
}

/** Where a window begins, counted from where it would without being told. */
function startOf(window: CalendarWindow): number {
  if (window.every === "week") return WEEKDAYS.indexOf(window.startsOn ?? "monday");
  if (window.every === "month") return (window.startsOn ?? 1) - 1;
  return window.every === "quarter" ? MONTHS.indexOf(window.startsOn ?? "january") % 3 : 0;
}

interface WindowExpressions {
  readonly number: string;
  readonly elapsed: string;
}

/** By kind of window, of its clock and its start. Days are taken to have 24 hours where shares are concerned. */
const EXPRESSIONS: Readonly<Record<CalendarWindow["every"], (clock: string, start: number) => WindowExpressions>> = {
  day: (clock) => ({ number: `floor(${clock} / 86400)`, elapsed: `${clock} % 86400 / 86400` }),
  week(clock, start) {
    // 1 January 1970 was a Thursday.
    const days = `(${clock} / 86400 + ${3 - start})`;
    return { number: `floor(${days} / 7)`, elapsed: `${days} % 7 / 7` };
  },
  month: (clock) => ({ number: `year(${clock}) * 12 + month(${clock})`, elapsed: monthElapsed(clock) }),
  quarter(clock, start) {
    const months = `(year(${clock}) * 12 + month(${clock}) - ${1 + start})`;
    return { number: `floor(${months} / 3)`, elapsed: `(${months} % 3 + ${monthElapsed(clock)}) / 3` };
  },
};

function monthElapsed(clock: string): string {
  return `(day_of_month(${clock}) - 1 + ${clock} % 86400 / 86400) / days_in_month(${clock})`;
}
