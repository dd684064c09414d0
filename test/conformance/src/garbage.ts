// SPDX-License-Identifier: Apache-2.0
import { normalizeUsage } from "@outlay/core";
import type { ResponseFacts } from "@outlay/core";
import * as fc from "fast-check";
import { expect } from "vitest";

/**
 * Whatever a wire may bring: values of all kinds, nested, under the names that readers look for, so that garbage gets past
 * their first look.
 *
 * @param names - Names of fields, several to a line.
 * @param words - Values that readers compare with.
 */
export function garbage(names: readonly string[], words: readonly string[]): fc.Arbitrary<unknown> {
  const fields = names.flatMap((line) => line.split(" "));
  const leaf = fc.oneof(
    fc.constantFrom(null, undefined, true, Number.NaN, Infinity, -1, 0.5, 0, 1, 1e300, ...words),
    fc.integer(),
    fc.string(),
  );
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...fields), tie("value"), { maxKeys: 8 }),
    ),
  })).value;
}

/** Facts as they may be, whatever they were read from. */
export function expectSound(facts: ResponseFacts): void {
  facts.content?.();
  const { units, ...counts } = normalizeUsage(facts.usage ?? {}).usage;
  // Sizes and qualities are the vendor's words.
  const { mediaSize: _size, mediaQuality: _quality, ...unitCounts } = units ?? {};
  for (const [name, count] of Object.entries({ ...counts, ...unitCounts })) {
    // Time is measured, all else is counted.
    const isSound = name.endsWith("Seconds") ? Number.isFinite(count) : Number.isSafeInteger(count);
    expect([name, count, isSound && count >= 0]).toEqual([name, count, true]);
  }
  expect(facts.reportedCostUsd ?? 0).toBeGreaterThanOrEqual(0);
  expect(facts.finishReasons?.every((reason) => typeof reason === "string") ?? true).toBe(true);
}
