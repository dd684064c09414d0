// SPDX-License-Identifier: Apache-2.0
import { MONTHS, WEEKDAYS } from "./definition.ts";
import type { CalendarWindow, WindowDefinition } from "./definition.ts";
import { isWholeNumber, readObject } from "./fields.ts";
import type { Field, FieldReader, Report } from "./fields.ts";
import { durationMsFrom } from "./window.ts";
import { isTimezone } from "./zone.ts";

type Every = CalendarWindow["every"];
type StartsOn = string | number;

const USED = "nothing, the budget is left out";
const EVERY = ["day", "week", "month", "quarter"] as const satisfies readonly Every[];
const SCOPES = ["trace", "session", "run", "call"] as const;

/** What `startsOn` may be, by the length of the window. */
const STARTS_ON: Readonly<Record<Every, { readonly expected: string; readonly fits: (value: unknown) => boolean }>> = {
  day: { expected: "no startsOn in a window of a day", fits: () => false },
  week: { expected: `one of ${WEEKDAYS.join(", ")}`, fits: (value) => isOneOf(WEEKDAYS, value) },
  month: { expected: "a day of the month from 1 to 28", fits: (value) => isWholeNumber(value, 1, 28) },
  quarter: { expected: `one of ${MONTHS.join(", ")}`, fits: (value) => isOneOf(MONTHS, value) },
};

/** Reads a window; anything wrong in it makes it `undefined`, since calls would be added up over the wrong time. */
export const readWindow: FieldReader<WindowDefinition> = (field, report) => {
  if (field.value === "lifetime") return "lifetime";
  const expected =
    '"lifetime", or an object with one of every (day, week, month, quarter), rolling ("24h"), per (trace, session, run, call)';
  const fields = readObject(field, ["every", "timezone", "startsOn", "rolling", "per"], report);
  const { every, timezone, startsOn, rolling, per } = fields ?? {};
  const [kind, second] = [every, rolling, per].filter((candidate) => candidate !== undefined);
  if (kind === undefined || second !== undefined) return report(field, expected, USED);
  if (every !== undefined) return readCalendarWindow(every, timezone, startsOn, report);
  const extra = timezone ?? startsOn;
  if (extra !== undefined) report(extra, "this key only beside every", "nothing, the key is ignored");
  return rolling === undefined ? readScopeWindow(kind, report) : readRollingWindow(rolling, report);
};

function readCalendarWindow(
  every: Field,
  timezone: Field | undefined,
  startsOn: Field | undefined,
  report: Report,
): WindowDefinition | undefined {
  if (!isOneOf(EVERY, every.value)) return report(every, `one of ${EVERY.join(", ")}`, USED);
  const zone = timezone?.value ?? "UTC";
  if (timezone !== undefined && !(typeof zone === "string" && isTimezone(zone))) {
    return report(timezone, "an IANA time zone such as Europe/Berlin", USED);
  }
  const rule = STARTS_ON[every.value];
  if (startsOn !== undefined && !rule.fits(startsOn.value)) return report(startsOn, rule.expected, USED);
  const window = { every: every.value, timezone: zone, ...(startsOn && { startsOn: startsOn.value as StartsOn }) };
  return window as CalendarWindow;
}

function readScopeWindow(per: Field, report: Report): WindowDefinition | undefined {
  return isOneOf(SCOPES, per.value) ? { per: per.value } : report(per, `one of ${SCOPES.join(", ")}`, USED);
}

function readRollingWindow(rolling: Field, report: Report): WindowDefinition | undefined {
  const { value } = rolling;
  if (typeof value === "string" && durationMsFrom(value) !== undefined) return { rolling: value };
  return report(rolling, 'minutes, hours or days such as "90m", "24h", "7d", at most 366 days', USED);
}

function isOneOf<Value>(values: readonly Value[], value: unknown): value is Value {
  return values.includes(value as Value);
}
