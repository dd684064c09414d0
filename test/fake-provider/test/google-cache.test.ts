// SPDX-License-Identifier: Apache-2.0
import { GoogleGenAI } from "@google/genai";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { manualClock, startFakeProvider } from "../src/index.ts";
import type { FakeProvider, ManualClock } from "../src/index.ts";

const MINUTE_MS = 60_000;
const tokens = (count: number, word: string): string => word.padEnd(4).slice(0, 4).repeat(count);

let clock: ManualClock;
let provider: FakeProvider;
let client: GoogleGenAI;
beforeEach(async () => {
  clock = manualClock();
  provider = await startFakeProvider({ now: clock.now });
  client = new GoogleGenAI({ apiKey: "none", httpOptions: { baseUrl: provider.googleBaseUrl } });
});
afterEach(() => provider.close());

/** Cached tokens of a request with instructions and turns of so many tokens. */
async function cached(model: string, system: number, turns: readonly number[]): Promise<number | undefined> {
  const contents = turns.map((count, index) => ({
    role: index % 2 === 0 ? "user" : "model",
    parts: [{ text: tokens(count, `t${index}`) }],
  }));
  const config = { systemInstruction: tokens(system, "rule") };
  const { usageMetadata } = await client.models.generateContent({ model, contents, config });
  return usageMetadata?.cachedContentTokenCount;
}

describe("Gemini's implicit cache", () => {
  test.each([
    { model: "gemini-3-pro-preview", least: 4_096 },
    { model: "gemini-2.5-flash", least: 2_048 },
  ])("keeps prompts of $model from $least tokens on", async ({ model, least }) => {
    await cached(model, least - 11, [10]);
    expect(await cached(model, least - 11, [10])).toBeUndefined();
    await cached(model, least - 10, [10]);
    expect(await cached(model, least - 10, [10])).toBe(least);
  });

  test("reads what a conversation grew from, and no other model's", async () => {
    await cached("gemini-3-pro-preview", 5_000, [100]);
    expect(await cached("gemini-3-pro-preview", 5_000, [100, 50, 100])).toBe(5_100);
    expect(await cached("gemini-3-flash-preview", 5_000, [100, 50, 100])).toBeUndefined();
  });

  test.each([
    { minutes: 3, expected: 5_100 },
    { minutes: 3.01, expected: undefined },
  ])("forgets after three minutes: $minutes", async ({ minutes, expected }) => {
    await cached("gemini-3-pro-preview", 5_000, [100]);
    clock.advance(minutes * MINUTE_MS);
    expect(await cached("gemini-3-pro-preview", 5_000, [100])).toBe(expected);
  });

  test("does not exist before Gemini 2.5", async () => {
    await cached("gemini-2.0-flash", 9_000, [100]);
    expect(await cached("gemini-2.0-flash", 9_000, [100])).toBeUndefined();
  });
});
