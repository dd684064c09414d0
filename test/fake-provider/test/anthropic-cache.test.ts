// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { planAnthropicCache, type AnthropicCachePlan, type Breakpoint } from "../src/anthropic/cache.ts";
import { PrefixStore } from "../src/cache/prefix-store.ts";
import { promptTokens, type PromptPart } from "../src/cache/prompt.ts";
import { manualClock } from "../src/index.ts";

const MINUTE_MS = 60_000;

/** A cache with a clock, and a way to send prompts of numbered parts through it. */
function openCache(minimumTokens = 100): {
  advance: (milliseconds: number) => void;
  send: (parts: readonly PromptPart[], breakpoints: readonly Breakpoint[]) => AnthropicCachePlan;
} {
  const clock = manualClock();
  const store = new PrefixStore(clock.now);
  return {
    advance: (milliseconds) => clock.advance(milliseconds),
    send: (parts, breakpoints) => {
      const isAlive = (digest: string): boolean => store.isAlive(digest);
      const plan = planAnthropicCache({ scope: "m", parts, breakpoints, minimumTokens, isAlive });
      store.refresh(plan.refreshed);
      store.keep(plan.written);
      return plan;
    },
  };
}

const part = (name: string, tokens = 100): PromptPart => ({ text: name, tokens });
const at = (partIndex: number, ttl: Breakpoint["ttl"] = "5m"): Breakpoint => ({ partIndex, ttl });
const counts = (read: number, write5m: number, write1h: number, uncached: number): object => ({
  readTokens: read,
  write5mTokens: write5m,
  write1hTokens: write1h,
  uncachedTokens: uncached,
});

describe("Anthropic's prompt cache", () => {
  test("writes up to the last breakpoint, then reads it", () => {
    const { send } = openCache();
    const prompt = [part("tools"), part("system"), part("question")];

    expect(send(prompt, [at(1)])).toMatchObject(counts(0, 200, 0, 100));
    expect(send(prompt, [at(1)])).toMatchObject(counts(200, 0, 0, 100));
  });

  test("writes only what is new as a conversation grows", () => {
    const { send } = openCache();
    send([part("system"), part("one")], [at(1)]);

    expect(send([part("system"), part("one"), part("two"), part("three")], [at(3)])).toMatchObject(
      counts(200, 200, 0, 0),
    );
  });

  test("reads nothing after a change in front of the breakpoint", () => {
    const { send } = openCache();
    send([part("system 9:00"), part("history")], [at(1)]);

    expect(send([part("system 9:01"), part("history")], [at(1)])).toMatchObject(counts(0, 200, 0, 0));
  });

  test.each([
    { tokens: 99, expected: counts(0, 0, 0, 99) },
    { tokens: 100, expected: counts(0, 100, 0, 0) },
  ])("caches from the minimum length on: $tokens of 100", ({ tokens, expected }) => {
    expect(openCache(100).send([part("system", tokens)], [at(0)])).toMatchObject(expected);
  });

  test("splits writes between an hour and five minutes", () => {
    const { send } = openCache();
    const prompt = [part("tools"), part("system"), part("turn"), part("question")];

    expect(send(prompt, [at(1, "1h"), at(2)])).toMatchObject(counts(0, 100, 200, 100));
  });

  test.each([
    { ttl: "5m", minutes: 5, hit: true },
    { ttl: "5m", minutes: 5.001, hit: false },
    { ttl: "1h", minutes: 60, hit: true },
    { ttl: "1h", minutes: 60.001, hit: false },
  ] as const)("keeps a $ttl prefix alive after $minutes minutes: $hit", ({ ttl, minutes, hit }) => {
    const { send, advance } = openCache();
    send([part("system")], [at(0, ttl)]);
    advance(minutes * MINUTE_MS);

    expect(send([part("system")], [at(0, ttl)]).readTokens).toBe(hit ? 100 : 0);
  });

  test("starts the lifetime anew with every read", () => {
    const { send, advance } = openCache();
    for (const expected of [0, 100, 100, 100]) {
      expect(send([part("system")], [at(0)]).readTokens).toBe(expected);
      advance(4 * MINUTE_MS);
    }
  });

  test.each([
    { added: 19, read: 100 },
    { added: 20, read: 0 },
  ])("finds a prefix $added parts behind the breakpoint: $read tokens", ({ added, read }) => {
    const { send } = openCache();
    send([part("system")], [at(0)]);
    const longer = [part("system"), ...Array.from({ length: added }, (_, index) => part(`turn ${index}`, 1))];

    expect(send(longer, [at(added)]).readTokens).toBe(read);
  });

  test("never counts a token twice, and reads everything the second time", () => {
    const prompts = fc.array(
      fc.record({ text: fc.string({ minLength: 1 }), tokens: fc.integer({ min: 1, max: 500 }) }),
      { minLength: 1, maxLength: 12 },
    );
    const marks = fc.uniqueArray(fc.nat(11), { maxLength: 4 });
    fc.assert(
      fc.property(prompts, marks, fc.nat(4), (parts, indexes, hours) => {
        const sorted = indexes.filter((index) => index < parts.length).sort((a, b) => a - b);
        const breakpoints = sorted.map((index, order) => at(index, order < hours ? "1h" : "5m"));
        const { send } = openCache(300);
        const first = send(parts, breakpoints);
        const second = send(parts, breakpoints);
        const written = first.write5mTokens + first.write1hTokens;

        expect(first.readTokens + written + first.uncachedTokens).toBe(promptTokens(parts));
        expect(second).toMatchObject(counts(written, 0, 0, first.uncachedTokens));
      }),
    );
  });
});
