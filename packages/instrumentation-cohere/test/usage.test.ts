// SPDX-License-Identifier: Apache-2.0
import { normalizeUsage } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { usageFromCohere } from "../src/usage.ts";

describe("usage", () => {
  // The first body is an example of docs.cohere.com/docs/how-does-cohere-pricing-work, read 2026-11-26.
  it.each([
    [
      "of chat is what is billed, not what was consumed",
      {
        billedUnits: { inputTokens: 6772, outputTokens: 248 },
        tokens: { inputTokens: 7596, outputTokens: 645 },
        cachedTokens: 7424,
      },
      { inputTokens: 6772, outputTokens: 248 },
    ],
    [
      "is what was consumed where no bill is told",
      { tokens: { inputTokens: 212, outputTokens: 8 } },
      { inputTokens: 212, outputTokens: 8 },
    ],
    ["of a ranking is its searches", { billedUnits: { searchUnits: 2 } }, { units: { searchUnits: 2 } }],
    [
      "of texts and images is both, and the images apart",
      { billedUnits: { inputTokens: 12, imageTokens: 1030, images: 1 } },
      { inputTokens: 1042, inputImageTokens: 1030 },
    ],
    [
      "of images alone is theirs, also under the wire's name",
      { billedUnits: { inputTokens: null, image_tokens: 1030 } },
      { inputTokens: 1030, inputImageTokens: 1030 },
    ],
    ["of images that are only counted is unknown", { billedUnits: { inputTokens: null, images: 1 } }, {}],
    [
      "of a call that costs nothing is zero",
      { billedUnits: { inputTokens: 0, outputTokens: 0 } },
      { inputTokens: 0, outputTokens: 0 },
    ],
  ])("%s", (_title, value, expected) => {
    expect(normalizeUsage(usageFromCohere(value).usage ?? {})).toEqual({ usage: expected, problems: [] });
  });

  it.each([
    [{ inputTokens: -5, imageTokens: 10 }, {}],
    [{ inputTokens: 5, imageTokens: "many" }, { inputTokens: 5 }],
    [{ inputTokens: 5, imageTokens: Infinity }, { inputTokens: 5 }],
  ])("never adds up what is no count: %j", (billedUnits, expected) => {
    const { usage, problems } = normalizeUsage(usageFromCohere({ billedUnits }).usage ?? {});
    expect(usage).toMatchObject(expected);
    expect(problems).toContain("not_a_count");
  });

  it.each([undefined, null, {}, { billedUnits: null }, { billedUnits: 7 }, []])("is unknown in %j", (value) => {
    expect(usageFromCohere(value)).toEqual({});
  });
});
