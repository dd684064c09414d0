// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";

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

/** A bill that was worked out by hand from the page of a provider. */
interface Bill {
  readonly name: string;
  readonly query: {
    readonly at: string;
    readonly provider: string;
    readonly requestModel?: string;
    readonly responseModel?: string;
    readonly region?: string;
    readonly serviceTier?: string;
    readonly serverAddress?: string;
    readonly usage: Usage;
    readonly iterations?: unknown;
    /** Of a request that asks for a search, which is billed by the piece. */
    readonly searchContextSize?: unknown;
  };
  readonly expect: { readonly status: string; readonly totalPicoUsd?: number | string };
}

/** Of text alone: what is billed by the piece, and sound and pictures, have no bound in tokens. */
const OF_TEXT = /^(?:input|output|reasoning|cache(?:Read|Write\w*?))Tokens$/;
const ACCEPTANCE = new URL("../../pricing/test/acceptance/", import.meta.url);
const BY_HAND = readdirSync(ACCEPTANCE)
  .flatMap((file) => (JSON.parse(readFileSync(new URL(file, ACCEPTANCE), "utf8")) as { cases: Bill[] }).cases)
  .filter(({ query: { usage, iterations, searchContextSize }, expect: { status } }) => {
    if (status !== "priced" || iterations !== undefined || searchContextSize !== undefined) return false;
    return Object.keys(usage).every((name) => OF_TEXT.test(name));
  });

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
    const { priced, exceeded, tightest } = figures;
    process.stdout.write(
      `scenario 20: ${priced} calls of ${MODELS.length} models: ${exceeded} cost more than their bound, tightest ${tightest.toFixed(3)}\n`,
    );
    expect(figures.priced).toBeGreaterThan(4_000);
    expect(figures.tightest).toBeGreaterThan(0.9);
  });

  it("scenario 20: is never less than what the providers' own pages say that the same counts cost", () => {
    const figures = { cases: 0, exceeded: 0 };
    for (const { name, query, expect: expected } of BY_HAND) {
      const { at, usage, provider, requestModel, responseModel, region, serviceTier, serverAddress } = query;
      const call: PendingCall = {
        startTimeMs: Date.parse(at),
        client: { provider, region, serverAddress },
        request: { operationName: "chat", model: requestModel ?? responseModel, stream: false, attributes: {} },
        outgoing: { input: [], maxOutputTokens: usage.outputTokens ?? 0, serviceTier },
        edits: [],
        attributes: {},
        agentDepth: 0,
      };
      const { costNanoUsd = 0 } = new CallBounds(engine, call, { countTokens: () => usage.inputTokens ?? 0 }).bound();
      const actual = nanoUsdFromPico(Number(expected.totalPicoUsd));
      figures.cases += 1;
      figures.exceeded += actual > costNanoUsd ? 1 : 0;
      expect(actual, name).toBeLessThanOrEqual(costNanoUsd);
    }
    process.stdout.write(
      `scenario 20: ${figures.cases} bills worked out by hand: ${figures.exceeded} above their bound\n`,
    );
    expect(figures.cases).toBeGreaterThan(150);
  });
});
