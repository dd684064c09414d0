// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { isVersionInRange } from "../../src/hooks/version-range.ts";

describe("a version range", () => {
  it.each([
    ["4.19.0", true],
    ["4.18.99", false],
    ["7.57.0", true],
    ["8.0.0", false],
    ["10.0.0", false],
    ["5", true],
    ["7.57.0-beta.1", true],
    ["8.0.0-alpha.1", false],
    ["4.19.0+build.5", true],
    ["garbage", false],
    ["", false],
  ])("of >=4.19.0 <8 has %s in it: %s", (version, expected) => {
    expect(isVersionInRange(version, ">=4.19.0 <8")).toBe(expected);
  });

  it.each(["^4.19.0", ">=4", "4.19.0", ""])("that is written %j is a mistake in our tables", (range) => {
    expect(() => isVersionInRange("4.19.0", range)).toThrow(RangeError);
  });
});
