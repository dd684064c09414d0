// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from "vitest";

import { createBreakers } from "../../src/index.ts";
import { printFigure } from "../print-figure.ts";

const HOUR_MS = 3_600_000;

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
});
