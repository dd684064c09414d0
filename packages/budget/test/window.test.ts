// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import type { WindowDefinition } from "../src/definition.ts";
import { ROLLING_TILES, windowAt } from "../src/window.ts";

const HOUR_MS = 3_600_000;

function iso(definition: WindowDefinition, at: string): readonly string[] {
  const { key, startMs, endMs } = windowAt(definition, Date.parse(at));
  return [key, new Date(startMs).toISOString(), new Date(endMs).toISOString()];
}

describe("calendar windows", () => {
  const berlin = { timezone: "Europe/Berlin" } as const;
  const cases: readonly (readonly [string, WindowDefinition, string, readonly string[]])[] = [
    [
      "a day in UTC by default",
      { every: "day" },
      "2026-11-23T12:00:00Z",
      ["day/2026-11-23", "2026-11-23T00", "2026-11-24T00"],
    ],
    [
      "a day east of UTC",
      { every: "day", ...berlin },
      "2026-11-23T23:30:00Z",
      ["day/2026-11-24", "2026-11-23T23", "2026-11-24T23"],
    ],
    [
      "23 hours when clocks go forward",
      { every: "day", ...berlin },
      "2026-03-29T12:00:00Z",
      ["day/2026-03-29", "2026-03-28T23", "2026-03-29T22"],
    ],
    [
      "25 hours when clocks go back",
      { every: "day", ...berlin },
      "2026-10-25T12:00:00Z",
      ["day/2026-10-25", "2026-10-24T22", "2026-10-25T23"],
    ],
    ["a leap day", { every: "day" }, "2028-02-29T23:59:59.999Z", ["day/2028-02-29", "2028-02-29T00", "2028-03-01T00"]],
    [
      "a week from Monday",
      { every: "week" },
      "2026-11-22T12:00:00Z",
      ["week/2026-11-16", "2026-11-16T00", "2026-11-23T00"],
    ],
    [
      "a week from Sunday",
      { every: "week", startsOn: "sunday" },
      "2026-11-22T12:00:00Z",
      ["week/2026-11-22", "2026-11-22T00", "2026-11-29T00"],
    ],
    [
      "a month over a change of clocks",
      { every: "month", ...berlin },
      "2026-03-15T00:00:00Z",
      ["month/2026-03-01", "2026-02-28T23", "2026-03-31T22"],
    ],
    [
      "an invoice month, before its day",
      { every: "month", startsOn: 15 },
      "2026-01-14T23:59:59Z",
      ["month/2025-12-15", "2025-12-15T00", "2026-01-15T00"],
    ],
    [
      "an invoice month, on its day",
      { every: "month", startsOn: 15 },
      "2026-01-15T00:00:00Z",
      ["month/2026-01-15", "2026-01-15T00", "2026-02-15T00"],
    ],
    [
      "a quarter",
      { every: "quarter" },
      "2026-11-23T00:00:00Z",
      ["quarter/2026-10-01", "2026-10-01T00", "2027-01-01T00"],
    ],
    [
      "a fiscal quarter",
      { every: "quarter", startsOn: "february" },
      "2026-01-31T00:00:00Z",
      ["quarter/2025-11-01", "2025-11-01T00", "2026-02-01T00"],
    ],
    // Midnight does not exist on these days: the clock jumps from 23:59:59 to 01:00.
    [
      "a midnight that is skipped, Cairo",
      { every: "day", timezone: "Africa/Cairo" },
      "2026-04-24T12:00:00Z",
      ["day/2026-04-24", "2026-04-23T22", "2026-04-24T21"],
    ],
    [
      "a midnight that is skipped, Beirut",
      { every: "day", timezone: "Asia/Beirut" },
      "2026-03-29T12:00:00Z",
      ["day/2026-03-29", "2026-03-28T22", "2026-03-29T21"],
    ],
    // Midnight happens twice: 00:59:59 is followed by 00:00.
    [
      "a midnight that happens twice, Havana",
      { every: "day", timezone: "America/Havana" },
      "2026-11-01T12:00:00Z",
      ["day/2026-11-01", "2026-11-01T04", "2026-11-02T05"],
    ],
  ];

  it.each(cases)("cover %s", (_, definition, at, [key, start, end]) => {
    expect(iso(definition, at)).toEqual([key, `${start}:00:00.000Z`, `${end}:00:00.000Z`]);
  });

  it("move by half an hour where the clock does", () => {
    const lordHowe = { every: "day", timezone: "Australia/Lord_Howe" } as const;
    expect(iso(lordHowe, "2026-04-05T06:00:00Z")).toEqual([
      "day/2026-04-05",
      "2026-04-04T13:00:00.000Z",
      "2026-04-05T13:30:00.000Z",
    ]);
  });

  it("begin when the clock jumps, where it jumps over midnight from before it", () => {
    // Toronto went from 23:30 to 00:30.
    const toronto = { every: "day", timezone: "America/Toronto" } as const;
    expect(iso(toronto, "1919-03-31T04:40:00Z").slice(0, 2)).toEqual(["day/1919-03-31", "1919-03-31T04:30:00.000Z"]);
    expect(iso(toronto, "1919-03-31T04:20:00Z").slice(2)).toEqual(["1919-03-31T04:30:00.000Z"]);
  });

  it("skip the day that Samoa skipped", () => {
    const apia = { every: "day", timezone: "Pacific/Apia" } as const;
    const last = windowAt(apia, Date.parse("2011-12-30T09:59:59.999Z"));
    const next = windowAt(apia, Date.parse("2011-12-30T10:00:00Z"));
    expect([last.key, next.key]).toEqual(["day/2011-12-29", "day/2011-12-31"]);
    expect(last.endMs).toBe(next.startMs);
  });

  it("do not go back to yesterday when the clock is set back over midnight", () => {
    // St. John's went from 00:01 back to 23:01 of the day before.
    const stJohns = { every: "day", timezone: "America/St_Johns" } as const;
    const midnightMs = Date.parse("2010-11-07T02:30:00Z");
    expect(windowAt(stJohns, midnightMs - 1).key).toBe("day/2010-11-06");
    expect(windowAt(stJohns, midnightMs).key).toBe("day/2010-11-07");
    expect(windowAt(stJohns, midnightMs + 30 * 60_000).key).toBe("day/2010-11-07");
    expect(windowAt(stJohns, midnightMs + 2 * HOUR_MS).key).toBe("day/2010-11-07");
  });
});

describe("other windows", () => {
  it("cut a rolling window into tiles that are the same in every process", () => {
    const definition = { rolling: "24h" } as const;
    const atMs = Date.parse("2026-11-23T12:34:56Z");
    const { key, startMs, endMs } = windowAt(definition, atMs);
    expect([startMs, endMs]).toEqual([Date.parse("2026-11-23T12:00:00Z"), Date.parse("2026-11-23T13:00:00Z")]);
    expect(windowAt(definition, atMs + (24 * HOUR_MS) / ROLLING_TILES).startMs).toBe(endMs);
    expect(key).toBe(`rolling/24h/${startMs / HOUR_MS}`);
  });

  it.each(["lifetime", { per: "trace" }, { per: "session" }, { per: "run" }] as const)(
    "never end for %j",
    (definition) => {
      const window = windowAt(definition, 0);
      expect(window).toEqual(windowAt(definition, Date.now()));
      expect([window.startMs, window.endMs]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    },
  );
});
