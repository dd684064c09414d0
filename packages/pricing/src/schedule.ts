// SPDX-License-Identifier: Apache-2.0
import type { HolidayCalendar, PriceSchedule } from "./price-table.ts";

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const MINUTES_PER_DAY = 1440;

/** Whether a schedule holds; `unknown_day` if its calendar does not reach that day and would have decided. */
export type ScheduleAnswer = "holds" | "does_not_hold" | "unknown_day";

function minutesFromClock(clock: string): number {
  const [hours = "0", minutes = "0"] = clock.split(":");
  return Number(hours) * 60 + Number(minutes);
}

function isoDay(dayStartMs: number): string {
  return new Date(dayStartMs).toISOString().slice(0, 10);
}

/** Minutes before `minute` at which the interval that covers it began, or -1 if none does. */
function minutesSinceStart(hours: PriceSchedule["hours"], minute: number): number {
  if (hours === undefined) return minute;
  for (const [from, to] of hours) {
    const start = minutesFromClock(from);
    const length = (minutesFromClock(to) - start + MINUTES_PER_DAY) % MINUTES_PER_DAY || MINUTES_PER_DAY;
    const since = (minute - start + MINUTES_PER_DAY) % MINUTES_PER_DAY;
    if (since < length) return since;
  }
  return -1;
}

function isOff(calendar: HolidayCalendar, day: string): boolean {
  return calendar.ranges.some(([first, last]) => day >= first && day <= last);
}

/**
 * Whether a schedule holds at a moment.
 *
 * An interval past midnight belongs to the day on which it began: its weekday and holiday decide.
 */
export function scheduleHolds(
  schedule: PriceSchedule,
  timeMs: number,
  calendars: Readonly<Record<string, HolidayCalendar>>,
): ScheduleAnswer {
  const localMs = timeMs + schedule.utcOffsetMinutes * MS_PER_MINUTE;
  const minute = Math.floor((localMs % MS_PER_DAY) / MS_PER_MINUTE);
  const since = minutesSinceStart(schedule.hours, minute);
  if (since < 0) return "does_not_hold";
  const beganMs = localMs - since * MS_PER_MINUTE;
  const dayNumber = Math.floor(beganMs / MS_PER_DAY);
  // 1970-01-01 was a Thursday, the fourth day of the week.
  const weekday = ((dayNumber + 3) % 7) + 1;
  if (schedule.weekdays?.includes(weekday) === false) return "does_not_hold";
  const calendar = schedule.exceptCalendar === undefined ? undefined : calendars[schedule.exceptCalendar];
  if (calendar === undefined) return "holds";
  const day = isoDay(dayNumber * MS_PER_DAY);
  if (day < calendar.from || day >= calendar.until) return "unknown_day";
  return isOff(calendar, day) ? "does_not_hold" : "holds";
}
