// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { formatCompact, formatCount, formatDuration, formatShare, formatUsd } from "../src/format.ts";

describe("formatUsd", () => {
  it.each([
    [0, "$0"],
    [1, "$0.000000000001"],
    [420_000_000, "$0.00042"],
    [3_100_000_000, "$0.0031"],
    [120_400_000_000, "$0.1204"],
    [999_940_000_000, "$0.9999"],
    [999_950_000_000, "$1.00"],
    [12_400_000_000_000, "$12.40"],
    [1_234_567_891_000_000_000, "$1,234,567.89"],
    [-2_100_000_000, "-$0.0021"],
  ])("writes %d pico-USD as %s", (picoUsd, text) => {
    expect(formatUsd(picoUsd)).toBe(text);
  });

  it("never shows a cost as nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (picoUsd) => {
        expect(formatUsd(picoUsd)).toMatch(/[1-9]/);
      }),
    );
  });
});

describe("formatCount", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1_000, "1,000"],
    [9_876_543, "9,876,543"],
  ])("writes %d as %s", (count, text) => {
    expect(formatCount(count)).toBe(text);
  });
});

describe("formatCompact", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1_000, "1.00k"],
    [52_118, "52.1k"],
    [999_499, "999k"],
    [999_500, "1.00M"],
    [1_234_567, "1.23M"],
    [12_345_678_901, "12.3G"],
  ])("writes %d as %s", (count, text) => {
    expect(formatCompact(count)).toBe(text);
  });

  it("takes five places at most", () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_000_000_000 }), (count) => {
        expect(formatCompact(count).length).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0.0ms"],
    [0.44, "0.4ms"],
    [1, "1ms"],
    [999.4, "999ms"],
    [999.5, "1.0s"],
    [59_949, "59.9s"],
    [59_950, "1m00s"],
    [125_000, "2m05s"],
    [3_599_400, "59m59s"],
    [3_600_000, "1h00m"],
    [3_725_000, "1h02m"],
  ])("writes %d ms as %s", (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe("formatShare", () => {
  it.each([
    [0, "0%"],
    [0.004_9, "<1%"],
    [0.005, "1%"],
    [0.484, "48%"],
  ])("writes %d as %s", (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});
