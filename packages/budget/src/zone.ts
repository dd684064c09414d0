// SPDX-License-Identifier: Apache-2.0

const DAY_MS = 86_400_000;

/** Formatters cost 30 µs and several kB each; there are at most as many as IANA zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timezone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formatters.set(timezone, formatter);
  }
  return formatter;
}

/** Tells whether `Intl` knows the time zone. */
export function isTimezone(timezone: string): boolean {
  try {
    formatterOf(timezone);
    return true;
  } catch {
    return false;
  }
}

/** What the wall clock of a zone shows at an instant, written as if it were UTC; whole seconds. */
export function civilTimeAt(timezone: string, instantMs: number): number {
  const field: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatterOf(timezone).formatToParts(instantMs)) field[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = field;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * Finds the first instant of a local day.
 *
 * Where midnight happens twice, the first one; where the clock jumps over midnight (or over a whole day), the instant
 * of the jump.
 *
 * @param civilMidnightMs - Midnight of the day, written as if it were UTC.
 */
export function startOfDay(timezone: string, civilMidnightMs: number): number {
  // A zone changes its offset at most once in these two days, so midnight lies at one of two instants, or nowhere.
  const before = civilTimeAt(timezone, civilMidnightMs - DAY_MS) - (civilMidnightMs - DAY_MS);
  const after = civilTimeAt(timezone, civilMidnightMs + DAY_MS) - (civilMidnightMs + DAY_MS);
  for (const offsetMs of [Math.max(before, after), Math.min(before, after)]) {
    if (civilTimeAt(timezone, civilMidnightMs - offsetMs) === civilMidnightMs) return civilMidnightMs - offsetMs;
  }
  return firstInstantPast(timezone, civilMidnightMs);
}

function firstInstantPast(timezone: string, civilMs: number): number {
  let reached = civilMs + DAY_MS;
  let notReached = civilMs - DAY_MS;
  while (reached - notReached > 1) {
    const middle = Math.floor((reached + notReached) / 2);
    if (civilTimeAt(timezone, middle) >= civilMs) reached = middle;
    else notReached = middle;
  }
  return reached;
}
