// SPDX-License-Identifier: Apache-2.0
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";

import { MONTHS, WEEKDAYS } from "../src/definition.ts";
import type { CalendarWindow } from "../src/definition.ts";
import { windowAt } from "../src/window.ts";
import { printFigure } from "./print-figure.ts";

const ZONES = Intl.supportedValuesOf("timeZone");
const CASES_PER_ZONE = 240;
const FROM_MS = Date.UTC(2012, 0, 1);
const TO_MS = Date.UTC(2036, 0, 1);

/** Deterministic numbers in [0, 1): a failure can be run again. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function definitionOf(timezone: string, random: () => number): CalendarWindow {
  const pick = (count: number): number => Math.floor(random() * count);
  const definitions: readonly CalendarWindow[] = [
    { every: "day", timezone },
    { every: "week", timezone, startsOn: WEEKDAYS[pick(7)] ?? "monday" },
    { every: "month", timezone, startsOn: 1 + pick(28) },
    { every: "quarter", timezone, startsOn: MONTHS[pick(12)] ?? "january" },
  ];
  return definitions[pick(4)] ?? { every: "day", timezone };
}

/** The same question asked of Temporal, in its own terms. */
function temporalWindow(definition: CalendarWindow, atMs: number): readonly [number, number] {
  const timezone = definition.timezone ?? "UTC";
  const today = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timezone).toPlainDate();
  const [first, length] = firstDay(definition, today);
  const startMs = (date: Temporal.PlainDate): number => date.toZonedDateTime(timezone).epochMilliseconds;
  return [startMs(first), startMs(first.add(length))];
}

function firstDay(definition: CalendarWindow, today: Temporal.PlainDate): readonly [Temporal.PlainDate, object] {
  switch (definition.every) {
    case "day":
      return [today, { days: 1 }];
    case "week": {
      const wanted = WEEKDAYS.indexOf(definition.startsOn ?? "monday") + 1;
      return [today.subtract({ days: (today.dayOfWeek - wanted + 7) % 7 }), { weeks: 1 }];
    }
    case "month": {
      const first = today.with({ day: definition.startsOn ?? 1 });
      return [Temporal.PlainDate.compare(first, today) > 0 ? first.subtract({ months: 1 }) : first, { months: 1 }];
    }
    case "quarter": {
      const wanted = MONTHS.indexOf(definition.startsOn ?? "january") + 1;
      return [today.with({ day: 1 }).subtract({ months: (today.month - wanted + 12) % 3 }), { months: 3 }];
    }
    default:
      throw new Error("no such window");
  }
}

describe(`windows in all ${ZONES.length} zones`, () => {
  it("scenario 14: are those that Temporal finds, in at least a hundred thousand cases", () => {
    const random = mulberry32(20_261_123);
    const differences: unknown[] = [];
    let cases = 0;
    for (const timezone of ZONES) {
      for (let index = 0; index < CASES_PER_ZONE; index += 1) {
        const definition = definitionOf(timezone, random);
        const atMs = Math.floor(FROM_MS + random() * (TO_MS - FROM_MS));
        const { startMs, endMs } = windowAt(definition, atMs);
        const expected = temporalWindow(definition, atMs);
        if (startMs !== expected[0] || endMs !== expected[1])
          differences.push({ definition, atMs, startMs, endMs, expected });
        cases += 1;
      }
    }
    printFigure("14", `${cases} windows in ${ZONES.length} zones: ${differences.length} differ from Temporal's`);
    expect(differences).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(100_000);
  });

  it("scenario 14: tile time: each instant lies in its window, and each window ends where the next starts", () => {
    const random = mulberry32(7);
    for (const timezone of ZONES) {
      for (let index = 0; index < 4; index += 1) {
        const definition = definitionOf(timezone, random);
        const atMs = Math.floor(FROM_MS + random() * (TO_MS - FROM_MS));
        const window = windowAt(definition, atMs);
        const next = windowAt(definition, window.endMs);
        const inside = window.startMs <= atMs && atMs < window.endMs;
        expect({ inside, next: next.startMs }, `${timezone} ${atMs}`).toEqual({ inside: true, next: window.endMs });
        expect(windowAt(definition, window.endMs - 1).key).toBe(window.key);
        expect(windowAt(definition, window.startMs)).toEqual(window);
      }
    }
  });
});
