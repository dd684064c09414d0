// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { acmeCall, acmeEngine } from "./engines.ts";

const PEAK = {
  utcOffsetMinutes: 480,
  weekdays: [1, 2, 3, 4, 5],
  hours: [
    ["09:00", "12:00"],
    ["14:00", "18:00"],
  ],
  exceptCalendar: "cn",
};
const NIGHT = { utcOffsetMinutes: 0, weekdays: [5], hours: [["16:30", "00:30"]] };

const engine = acmeEngine(
  {
    dated: [
      { from: "2026-10-07", rates: { input: 3, output: 0 } },
      { from: "2026-03-01T16:00:00Z", until: "2026-09-01", rates: { input: 2, output: 0 } },
      { from: "2026-01-01", until: "2026-03-01T16:00:00Z", rates: { input: 1, output: 0 } },
    ],
    peak: [{ schedule: PEAK, rates: { input: 4, output: 0 } }, { rates: { input: 2, output: 0 } }],
    night: [{ schedule: NIGHT, rates: { input: 1, output: 0 } }, { rates: { input: 2, output: 0 } }],
  },
  {
    calendars: {
      cn: { from: "2026-01-01", until: "2027-01-01", ranges: [["2026-10-01", "2026-10-07"]] },
    },
  },
);

function inputRateAt(model: string, at: string): string {
  const cost = engine.price(
    acmeCall(model, { startTimeMs: Date.parse(at), usage: { inputTokens: 1, outputTokens: 0 } }),
  );
  if (cost.status === "unpriced") return cost.reason;
  return [cost.totalPicoUsd / 1e6, cost.status, ...cost.problems].join(" ");
}

describe("the price in force at the start of the call", () => {
  it.each([
    ["dated", "2026-01-01T00:00:00Z", "1 priced"],
    ["dated", "2026-03-01T15:59:59Z", "1 priced"],
    ["dated", "2026-03-01T16:00:00Z", "2 priced"],
    ["dated", "2026-08-31T23:59:59Z", "2 priced"],
    ["dated", "2026-10-06T23:59:59Z", "2 stale after_last_price"],
    ["dated", "2026-10-07T00:00:00Z", "3 priced"],
    ["dated", "2030-01-01T00:00:00Z", "3 priced"],
    ["dated", "2025-12-31T23:59:59Z", "1 estimated before_first_price"],
    ["dated", "not a date", "3 estimated time_unknown"],
  ])("%s at %s is %s", (model, at, expected) => {
    expect(inputRateAt(model, at)).toBe(expected);
  });
});

describe("prices by the hour, on the provider's own clock", () => {
  it.each([
    ["Tuesday 09:00 in Beijing", "2026-10-27T01:00:00Z", "4 priced"],
    ["Tuesday 11:59:59", "2026-10-27T03:59:59Z", "4 priced"],
    ["Tuesday 12:00", "2026-10-27T04:00:00Z", "2 priced"],
    ["Tuesday 14:00", "2026-10-27T06:00:00Z", "4 priced"],
    ["Tuesday 18:00", "2026-10-27T10:00:00Z", "2 priced"],
    ["Sunday 10:00", "2026-10-25T02:00:00Z", "2 priced"],
    ["a public holiday at 10:00", "2026-10-01T02:00:00Z", "2 priced"],
    ["the working day after it", "2026-10-08T02:00:00Z", "4 priced"],
    ["a day that the calendar does not reach", "2027-03-02T02:00:00Z", "4 estimated calendar_ended"],
    ["a weekend that the calendar does not reach", "2027-03-06T02:00:00Z", "2 priced"],
  ])("%s", (_name, at, expected) => {
    expect(inputRateAt("peak", at)).toBe(expected);
  });

  it.each([
    ["Friday 16:29", "2026-10-23T16:29:59Z", "2 priced"],
    ["Friday 16:30", "2026-10-23T16:30:00Z", "1 priced"],
    ["Saturday 00:29, still Friday's night", "2026-10-24T00:29:59Z", "1 priced"],
    ["Saturday 00:30", "2026-10-24T00:30:00Z", "2 priced"],
    ["Friday 00:10, Thursday's night", "2026-10-23T00:10:00Z", "2 priced"],
  ])("an interval past midnight belongs to the day on which it began: %s", (_name, at, expected) => {
    expect(inputRateAt("night", at)).toBe(expected);
  });
});

describe("an old table", () => {
  it("makes costs stale some days after its date, but not those of a user's own prices", async () => {
    const { createPriceEngine } = await import("../src/index.ts");
    const compiled = createPriceEngine({ staleAfterDays: 10 });
    const tableDate = Date.parse(compiled.tableVersion.slice(0, 10));
    const at = (days: number): object =>
      compiled.price({
        provider: "openai",
        requestModel: "gpt-4o",
        startTimeMs: tableDate + days * 86_400_000,
        usage: { inputTokens: 1, outputTokens: 1 },
      });
    expect(at(9.99)).toMatchObject({ status: "priced" });
    expect(at(10)).toMatchObject({ status: "stale", problems: ["table_old"] });
    expect(inputRateAt("dated", "2099-01-01T00:00:00Z")).toBe("3 priced");
  });
});
