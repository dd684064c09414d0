// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { countTokens, splitText, truncateToTokens } from "../src/core/tokens.ts";

describe("tokens", () => {
  test.each([
    ["", 0],
    ["abcd", 1],
    ["abcde", 2],
    ["é", 1],
    ["日本", 2],
  ])("of %j are %i", (text, tokens) => {
    expect(countTokens(text)).toBe(tokens);
  });

  test.each([
    ["abcdefgh", 1, "abcd"],
    ["abcd", 1, "abcd"],
    ["日本", 1, "日"],
    ["a😀", 1, "a"],
    ["abc", 0, ""],
  ])("cut %j to %i as %j, never inside a character", (text, limit, cut) => {
    expect(truncateToTokens(text, limit)).toBe(cut);
  });

  test("lose nothing when a text is split, whatever the number of pieces", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.integer({ min: 1, max: 50 }), (text, pieces) => {
        const parts = splitText(text, pieces);

        expect(parts.join("")).toBe(text);
        expect(parts).toHaveLength(Math.min(pieces, Array.from(text).length));
        expect(parts.every((part) => part !== "" && part.isWellFormed())).toBe(true);
      }),
    );
  });
});
