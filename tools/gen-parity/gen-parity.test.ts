// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { createPriceEngine } from "../../packages/pricing/src/index.ts";
import { GENERATED_FILES, PROCESSOR } from "./generated-files.ts";
import { goPattern } from "./go-pattern.ts";
import { outcomeOf, spanOutcomes } from "./outcomes.ts";
import { randomVectors } from "./random-vectors.ts";
import type { ParityVectors } from "./vectors.ts";

const stored = (path: string): string => readFileSync(new URL(path, PROCESSOR), "utf8");
const { prices, spans } = JSON.parse(stored("testdata/vectors.generated.json")) as ParityVectors;

describe("what the Collector's processor shares with the packages", () => {
  it.each(Object.entries(GENERATED_FILES))("has %s as it is today (pnpm run collector:generate)", (path, text) => {
    expect(stored(path) === text(), path).toBe(true);
  });
});

describe("the TypeScript engine and the vectors", () => {
  const engine = createPriceEngine();

  it.each(prices)("agree on $name", ({ query, expect: expected }) => {
    expect(outcomeOf(engine.price(query))).toEqual(expected);
  });

  it.each(spans)("agree on the spans of $name", ({ spans: recorded, expect: expected }) => {
    expect(JSON.parse(JSON.stringify(spanOutcomes(recorded)))).toEqual(expected);
  });

  it("have every acceptance case and every recorded program", () => {
    expect(prices.length).toBeGreaterThanOrEqual(300);
    expect(spans.length).toBeGreaterThanOrEqual(100);
  });
});

describe("random vectors", () => {
  it("are the same for the same seed and others for another", () => {
    expect(randomVectors(20, 3)).toBe(randomVectors(20, 3));
    expect(randomVectors(20, 3)).not.toBe(randomVectors(20, 4));
  });
});

describe("patterns for Go", () => {
  it("have apart what follows", () => {
    expect(goPattern(/^a\/\.(?=[a-z]+\.)/)).toEqual({ match: String.raw`^a/\.`, followedBy: String.raw`^[a-z]+\.` });
    expect(goPattern(/^us-(?!gov-)/)).toEqual({ match: "^us-", notFollowedBy: "^gov-" });
  });

  it.each([/a/i, /(?<=a)b/, /(?=a)b/])("refuse %s, which Go would read otherwise", (pattern) => {
    expect(() => goPattern(pattern)).toThrow(RangeError);
  });
});
