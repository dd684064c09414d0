// SPDX-License-Identifier: Apache-2.0
import type { PricePeriod, PriceSchedule } from "@outlay/pricing";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MINUTES_PER_HOUR = 60;

/** When a price holds, in words; empty for one that always does. */
export function periodWords({ from, until, schedule }: PricePeriod): string {
  const parts = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
    ...(schedule === undefined ? [] : [scheduleWords(schedule)]),
  ];
  return parts.join(" ");
}

function scheduleWords({ utcOffsetMinutes, weekdays, hours, exceptCalendar }: PriceSchedule): string {
  const days = weekdays === undefined ? "every day" : `on ${daysWords(weekdays)}`;
  const times = (hours ?? []).map(([start, end]) => `${start}–${end}`).join(" and ");
  const except = exceptCalendar === undefined ? "" : `, not on holidays (${exceptCalendar})`;
  return `${[days, times, offsetWords(utcOffsetMinutes)].filter((word) => word !== "").join(" ")}${except}`;
}

function daysWords(weekdays: readonly number[]): string {
  const names = weekdays.toSorted((a, b) => a - b).map((day) => DAYS[day - 1] ?? "");
  const isRun = weekdays.length > 2 && Math.max(...weekdays) - Math.min(...weekdays) === weekdays.length - 1;
  return isRun ? `${names[0]} to ${names.at(-1)}` : names.join(", ");
}

function offsetWords(minutes: number): string {
  if (minutes === 0) return "UTC";
  const size = Math.abs(minutes);
  const hours = String(Math.floor(size / MINUTES_PER_HOUR)).padStart(2, "0");
  return `UTC${minutes < 0 ? "−" : "+"}${hours}:${String(size % MINUTES_PER_HOUR).padStart(2, "0")}`;
}
