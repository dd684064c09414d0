// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { PrefixStore } from "../src/cache/prefix-store.ts";
import { promptTokens, textPart, type PromptPart } from "../src/cache/prompt.ts";
import { manualClock } from "../src/index.ts";
import { planOpenAiCache, type CachePolicy, type OpenAiCachePlan } from "../src/openai/cache.ts";

const MINUTE_MS = 60_000;
const AUTOMATIC: CachePolicy = { kind: "automatic", ttlMs: 10 * MINUTE_MS };
const IMPLICIT: CachePolicy = { kind: "breakpoints", implicitTtl: "30m", explicit: [] };

function openCache(): {
  advance: (milliseconds: number) => void;
  send: (policy: CachePolicy, ...parts: readonly PromptPart[]) => OpenAiCachePlan;
} {
  const clock = manualClock();
  const store = new PrefixStore(clock.now);
  return {
    advance: (milliseconds) => clock.advance(milliseconds),
    send: (policy, ...parts) => {
      const plan = planOpenAiCache({ scope: "m", parts, policy, isAlive: (digest) => store.isAlive(digest) });
      store.refresh(plan.refreshed);
      store.keep(plan.written);
      return plan;
    },
  };
}

/** A text of so many tokens, the same for the same letter. */
const text = (letter: string, tokens: number): PromptPart => textPart(letter.repeat(tokens * 4));

describe("OpenAI's automatic prompt cache", () => {
  test.each([
    { tokens: 1023, cached: 0 },
    { tokens: 1024, cached: 1024 },
    { tokens: 1151, cached: 1024 },
    { tokens: 1152, cached: 1152 },
  ])("reads $cached of $tokens tokens the second time", ({ tokens, cached }) => {
    const { send } = openCache();

    expect(send(AUTOMATIC, text("a", tokens))).toMatchObject({ cachedTokens: 0, writes: undefined });
    expect(send(AUTOMATIC, text("a", tokens)).cachedTokens).toBe(cached);
  });

  test("reads the common start of two prompts, to the last whole step", () => {
    const { send } = openCache();
    send(AUTOMATIC, text("a", 1200), text("b", 1000));

    expect(send(AUTOMATIC, text("a", 1200), text("c", 1000)).cachedTokens).toBe(1152);
  });

  test("finds a difference in the middle of a part", () => {
    const { send } = openCache();
    send(AUTOMATIC, textPart("a".repeat(8000)));

    expect(send(AUTOMATIC, textPart("a".repeat(5000) + "b".repeat(3000))).cachedTokens).toBe(1152);
  });

  test.each([
    { minutes: 10, cached: 1024 },
    { minutes: 10.001, cached: 0 },
  ])("forgets after ten idle minutes: $minutes", ({ minutes, cached }) => {
    const { send, advance } = openCache();
    send(AUTOMATIC, text("a", 1024));
    advance(minutes * MINUTE_MS);

    expect(send(AUTOMATIC, text("a", 1024)).cachedTokens).toBe(cached);
  });
});

describe("OpenAI's billed breakpoints", () => {
  test("write the prompt at its last whole step, then only what is new", () => {
    const { send } = openCache();

    expect(send(IMPLICIT, text("a", 1200))).toMatchObject({
      cachedTokens: 0,
      writes: { ttl30mTokens: 1152, ttl12hTokens: 0 },
    });
    expect(send(IMPLICIT, text("a", 1200), text("b", 300))).toMatchObject({
      cachedTokens: 1152,
      writes: { ttl30mTokens: 256, ttl12hTokens: 0 },
    });
  });

  test("miss a stable start whose end changes, unless it has a breakpoint of its own", () => {
    const { send } = openCache();
    send(IMPLICIT, text("a", 1500), text("b", 200));
    const marked: CachePolicy = { ...IMPLICIT, explicit: [{ partIndex: 0, ttl: "12h" }] };

    expect(send(IMPLICIT, text("a", 1500), text("c", 200)).cachedTokens).toBe(0);
    expect(send(marked, text("a", 1500), text("d", 200)).writes).toEqual({ ttl12hTokens: 1500, ttl30mTokens: 164 });
    expect(send(marked, text("a", 1500), text("e", 200))).toMatchObject({
      cachedTokens: 1500,
      writes: { ttl12hTokens: 0 },
    });
  });

  test.each([
    { policy: { kind: "breakpoints" } as const, written: [1200, 1300, 1400, 1500] },
    { policy: { kind: "breakpoints", implicitTtl: "30m" } as const, written: [1300, 1400, 1500, 1536] },
  ])("write the latest four marks, the implicit one included: $written", ({ policy, written }) => {
    const parts = [text("a", 1100), ...["b", "c", "d", "e"].map((letter) => text(letter, 100)), text("f", 60)];
    const explicit = [0, 1, 2, 3, 4].map((partIndex) => ({ partIndex, ttl: "30m" as const }));
    const plan = openCache().send({ ...policy, explicit }, ...parts);

    expect(plan.written.map(({ digest }) => Number(digest.split(":")[0]))).toEqual(written);
  });

  test("do nothing in explicit mode without a breakpoint", () => {
    const { send } = openCache();
    const explicit: CachePolicy = { kind: "breakpoints", explicit: [] };
    send(explicit, text("a", 2000));

    expect(send(explicit, text("a", 2000))).toMatchObject({
      cachedTokens: 0,
      writes: { ttl30mTokens: 0, ttl12hTokens: 0 },
    });
  });
});

test("reads and writes never exceed the prompt", () => {
  const prompts = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(prompts, fc.nat(7), (sizes, markedPart) => {
      const parts = sizes.map((tokens, index) => text(String(index), tokens));
      const explicit = markedPart < parts.length ? [{ partIndex: markedPart, ttl: "12h" as const }] : [];
      const { send } = openCache();
      const policy: CachePolicy = { kind: "breakpoints", implicitTtl: "30m", explicit };
      for (const plan of [send(policy, ...parts), send(policy, ...parts)]) {
        const written = (plan.writes?.ttl30mTokens ?? 0) + (plan.writes?.ttl12hTokens ?? 0);
        expect(plan.cachedTokens + written).toBeLessThanOrEqual(promptTokens(parts));
      }
    }),
    { numRuns: 50 },
  );
});
