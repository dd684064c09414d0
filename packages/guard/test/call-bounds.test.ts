// SPDX-License-Identifier: Apache-2.0
import type { PendingCall, Usage } from "@outlay/core";
import { createPriceEngine, nanoUsdFromPico } from "@outlay/pricing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CallBounds } from "../src/call-bounds.ts";

const engine = createPriceEngine();
const NOON = Date.UTC(2026, 10, 26, 12);
const MODELS = [
  ["openai", "gpt-5-mini"],
  ["openai", "gpt-5.4"],
  ["openai", "o3"],
  ["anthropic", "claude-sonnet-5"],
  ["anthropic", "claude-sonnet-4-5"],
  ["anthropic", "claude-opus-4-5"],
  ["gcp.gemini", "gemini-2.5-pro"],
  ["gcp.gemini", "gemini-2.5-flash"],
].filter(([provider = "", model = ""]) => engine.find(provider, model) !== undefined);

/** Counts of a call: what it read, fresh and from the cache, what it wrote there, what it answered and thought. */
const counts = fc.record({
  fresh: fc.nat({ max: 300_000 }),
  read: fc.nat({ max: 300_000 }),
  write5m: fc.nat({ max: 200_000 }),
  write1h: fc.nat({ max: 200_000 }),
  answer: fc.nat({ max: 60_000 }),
  thought: fc.nat({ max: 60_000 }),
});

describe("what a call is taken to cost at most", () => {
  it("scenario 20: is never less than the price of the same counts, however they are divided over the cache and reasoning", () => {
    const figures = { calls: 0, priced: 0, exceeded: 0, tightest: 0 };
    fc.assert(
      fc.property(counts, fc.constantFrom(...MODELS), ({ fresh, read, write5m, write1h, answer, thought }, names) => {
        const [provider = "", model = ""] = names;
        const inputTokens = fresh + read + write5m + write1h;
        const usage: Usage = {
          inputTokens,
          outputTokens: answer + thought,
          ...(read > 0 && { cacheReadTokens: read }),
          ...(provider === "anthropic" && {
            cacheWriteTokens: write5m + write1h,
            cacheWrite5mTokens: write5m,
            cacheWrite1hTokens: write1h,
          }),
          ...(thought > 0 && { reasoningTokens: thought }),
        };
        const cost = engine.price({ provider, requestModel: model, startTimeMs: NOON, usage, usageStatus: "reported" });
        const call: PendingCall = {
          startTimeMs: NOON,
          client: { provider },
          request: { operationName: "chat", model, stream: false, attributes: {} },
          outgoing: { input: [], maxOutputTokens: answer + thought },
          edits: [],
          attributes: {},
          agentDepth: 0,
        };
        const { costNanoUsd } = new CallBounds(engine, call, { countTokens: () => inputTokens }).bound();
        figures.calls += 1;
        if (cost.status === "unpriced") return;
        const actual = nanoUsdFromPico(cost.totalPicoUsd);
        figures.priced += 1;
        figures.exceeded += actual > (costNanoUsd ?? 0) ? 1 : 0;
        figures.tightest = Math.max(figures.tightest, actual / Math.max(1, costNanoUsd ?? 0));
        expect(actual).toBeLessThanOrEqual(costNanoUsd ?? 0);
      }),
      { numRuns: 5_000, seed: 20 },
    );
    console.log(`bound of the same counts: ${JSON.stringify({ models: MODELS.length, ...figures })}`);
    expect(figures.priced).toBeGreaterThan(4_000);
    expect(figures.tightest).toBeGreaterThan(0.9);
  });
});
