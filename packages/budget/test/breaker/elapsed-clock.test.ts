// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from "vitest";

import { createBreakers } from "../../src/index.ts";
import { printFigure } from "../print-figure.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

afterEach(() => {
  vi.useRealTimers();
});

describe("a breaker on elapsed time, by its own clock", () => {
  it("scenario 27: goes by time that passes, whatever is done to the time of day", () => {
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    const breakers = createBreakers([{ name: "slow", maxElapsed: "20m" }]);
    const admit = (): readonly string[] => breakers.admit({ attributes: {}, traceId: "t" }).map(({ rule }) => rule);
    expect(admit()).toEqual([]);
    const start = Date.now();
    for (const jumpMs of [2 * HOUR_MS, -2 * HOUR_MS]) {
      vi.setSystemTime(start + jumpMs);
      expect(Date.now()).toBe(start + jumpMs);
      expect(admit()).toEqual([]);
    }
    vi.advanceTimersByTime(HOUR_MS / 3 + 1);
    expect(admit()).toEqual(["max_elapsed"]);
    printFigure("27", "time of day 2 h ahead and back: 0 trips; 20 min of time that passed: 1 trip");
  });

  it("scenario 27: leaves out what people take to answer, also side by side", () => {
    const clock = { nowMs: 0 };
    const breakers = createBreakers([{ name: "slow", maxElapsed: "20m" }], { now: () => clock.nowMs });
    const work = { attributes: {}, traceId: "t" };
    const admit = (): readonly string[] => breakers.admit(work).map(({ rule }) => rule);
    admit();
    clock.nowMs += 19 * MINUTE_MS;
    const [first, second] = [breakers.wait(work), breakers.wait(work)];
    clock.nowMs += HOUR_MS;
    expect(admit()).toEqual([]);
    first();
    first();
    clock.nowMs += HOUR_MS;
    expect(admit()).toEqual([]);
    second();
    expect(admit()).toEqual([]);
    clock.nowMs += MINUTE_MS + 1;
    expect(admit()).toEqual(["max_elapsed"]);
    printFigure("27", "two hours of waiting for people within 20 min: 0 trips; 1 min of work more: 1 trip");
  });
});
