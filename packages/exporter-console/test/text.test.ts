// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { displayWidth, singleLine, truncate } from "../src/text.ts";

describe("displayWidth", () => {
  it.each([
    ["plain", 5],
    ["café", 4],
    ["cafe\u0301", 4],
    ["├─ ✗ ↻2 …", 9],
    ["数据", 4],
    ["ｆｕｌｌ", 8],
    ["한국어", 6],
    ["🌙", 2],
    ["👩‍💻", 2],
    ["❤️", 2],
    ["", 0],
  ])("of %s is %d columns", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe("singleLine", () => {
  it.each([
    ["GET\n/users", "GET /users"],
    ["\u001b[31mred\u001b[0m", "[31mred [0m"],
    ["\u202egnp.exe\u202c", "gnp.exe"],
    ["\u0007\u0000", ""],
    ["👩‍💻 ok", "👩‍💻 ok"],
  ])("leaves nothing in %j that moves the cursor", (text, line) => {
    expect(singleLine(text)).toBe(line);
  });

  it("leaves no control character in any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(singleLine(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe("truncate", () => {
  it.each([
    ["abcdef", 6, "abcdef"],
    ["abcdef", 5, "abcd…"],
    ["数据数据", 5, "数据…"],
    ["数据数据", 4, "数…"],
    ["abc", 1, "…"],
    ["abc", 0, ""],
  ])("cuts %s to %d columns", (text, width, cut) => {
    expect(truncate(text, width, "…")).toBe(cut);
  });

  it("never exceeds the width", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat({ max: 20 }), (text, width) => {
        expect(displayWidth(truncate(text, width, "…"))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
