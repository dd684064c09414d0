// SPDX-License-Identifier: Apache-2.0
import { operationAttributes } from "@outlay/core";
import type { Operation, Usage } from "@outlay/core";
import { langfuseSpan } from "@outlay/exporter-langfuse";
import type { ReadableSpanLike } from "@outlay/semconv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { observationOf } from "./langfuse-server.ts";
import { spanWith } from "./spans.ts";

const count = fc.nat({ max: 2_000_000 });
/** Price of one token in pico-USD; the dearest on sale are below 1e9. */
const price = fc.nat({ max: 1_000_000_000 });

const spend = fc.record({
  tokens: fc.record({ uncached: count, read: count, write5m: count, write1h: count, writeOther: count, output: count }),
  prices: fc.record({ input: price, read: price, write: price, output: price }),
  unitsPicoUsd: count,
  reasoningShare: fc.double({ min: 0, max: 1, noNaN: true }),
  /** Which counts the provider reported at all, beside input and output. */
  reports: fc.record({ cache: fc.boolean(), lifetimes: fc.boolean(), reasoning: fc.boolean() }),
  dialect: fc.constantFrom("v1.41" as const, "latest" as const),
});
type Spend = typeof spend extends fc.Arbitrary<infer Value> ? Value : never;

/** The attributes a call has when our instrumentation and processor are done with it. */
function callSpan({ tokens, prices, unitsPicoUsd, reasoningShare, reports, dialect }: Spend): {
  span: ReadableSpanLike;
  picoUsd: number;
  input: number;
} {
  const { uncached, read, write5m, write1h, writeOther, output } = tokens;
  const written = write5m + write1h + writeOther;
  const usage: Usage = {
    inputTokens: uncached + (reports.cache ? read + written : 0),
    outputTokens: output,
    ...(reports.cache ? { cacheReadTokens: read, cacheWriteTokens: written } : {}),
    ...(reports.cache && reports.lifetimes ? { cacheWrite5mTokens: write5m, cacheWrite1hTokens: write1h } : {}),
    ...(reports.reasoning ? { reasoningTokens: Math.floor(output * reasoningShare) } : {}),
  };
  const operation: Operation = {
    provider: "anthropic",
    operationName: "chat",
    startTimeMs: 0,
    endTimeMs: 1,
    stream: false,
    usage,
    usageStatus: "reported",
    status: "ok",
    attributes: {},
    source: { kind: "patch", scope: "test", dialect: "outlay" },
  };
  const parts = {
    uncached_input: uncached * prices.input,
    ...(reports.cache ? { cache_read: read * prices.read, cache_write: written * prices.write } : {}),
    output: output * prices.output,
    units: unitsPicoUsd,
  };
  const picoUsd = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const cost = Object.entries(parts).map(([part, pico]) => [`outlay.cost.${part}_usd`, pico / 1e12] as const);
  const span = spanWith({
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "claude-sonnet-4-5",
    ...operationAttributes(operation, dialect),
    ...Object.fromEntries(cost),
    "outlay.cost.status": "priced",
    "outlay.cost.total_usd": picoUsd / 1e12,
    "gen_ai.usage.cost": picoUsd / 1e12,
  });
  return { span, picoUsd, input: usage.inputTokens ?? 0 };
}

/** Doubles hold 15 decimal digits; up to a thousand dollars, that is every pico-USD. */
function isExact(picoUsd: number): boolean {
  return picoUsd < 1e15;
}

describe("what Langfuse adds up", () => {
  it("is every token once and the exact cost, whatever the provider reports", () => {
    fc.assert(
      fc.property(spend, (given) => {
        const { span, picoUsd, input } = callSpan(given);
        fc.pre(isExact(picoUsd));
        const { shown, usage, cost } = observationOf(langfuseSpan(span));

        expect(shown.input).toBe(input);
        expect(shown.output).toBe(given.tokens.output);
        expect(shown.total).toBe(input + given.tokens.output);
        for (const tokens of Object.values(usage)) expect(tokens).toBeGreaterThanOrEqual(0);
        expect(Math.round(shown.costUsd * 1e12)).toBe(picoUsd);
        const { total = 0, ...parts } = cost;
        const sumPico = Object.values(parts).reduce((sum, usd) => sum + Math.round(usd * 1e12), 0);
        expect(sumPico).toBe(Math.round(total * 1e12));
      }),
      { numRuns: 500 },
    );
  });

  it("is what its own price list says when the call has no price of ours", () => {
    fc.assert(
      fc.property(spend, (given) => {
        const { span } = callSpan(given);
        const unpriced = Object.entries(span.attributes).filter(([key]) => !key.includes("cost"));
        const { input, read, write, output } = given.prices;
        const list = { input, input_cached_tokens: read, output };
        const writes = { input_cache_creation: write, input_cache_creation_5m: write, input_cache_creation_1h: write };
        const { cost } = observationOf(langfuseSpan(spanWith(Object.fromEntries(unpriced))), { ...list, ...writes });

        const { uncached, read: reads, write5m, write1h, writeOther, output: outputs } = given.tokens;
        const cached = given.reports.cache ? reads * read + (write5m + write1h + writeOther) * write : 0;
        expect(cost["total"]).toBe(uncached * input + cached + outputs * output);
      }),
    );
  });

  it("is the bill of a trace, with agents that repeat their sums and a call seen twice", () => {
    fc.assert(
      fc.property(fc.array(spend, { minLength: 1, maxLength: 5 }), (given) => {
        const calls = given.map(callSpan);
        const repeats = calls.flatMap(({ span: { attributes } }) => [
          spanWith({ ...attributes, "outlay.cost.status": "duplicate" }),
          spanWith({ ...attributes, "gen_ai.operation.name": "invoke_workflow" }),
          spanWith({ ...attributes, "gen_ai.operation.name": "invoke_agent", "gen_ai.input.messages": "[]" }),
        ]);
        const observations = [...calls.map(({ span }) => span), ...repeats].map((span) =>
          observationOf(langfuseSpan(span)),
        );
        const tokens = observations.reduce((sum, { shown }) => sum + shown.total, 0);
        const billed = calls.reduce((sum, { input }, index) => sum + input + (given[index]?.tokens.output ?? 0), 0);
        expect(tokens).toBe(billed);
        const picoUsd = calls.reduce((sum, call) => sum + call.picoUsd, 0);
        fc.pre(isExact(picoUsd));
        expect(Math.round(observations.reduce((sum, { shown }) => sum + shown.costUsd, 0) * 1e12)).toBe(picoUsd);
      }),
    );
  });
});

describe("cost details", () => {
  it("are the total alone when the parts do not add up to it", () => {
    const attributes = { "gen_ai.operation.name": "chat", "outlay.cost.total_usd": 0.5, "outlay.cost.output_usd": 0.2 };
    expect(observationOf(langfuseSpan(spanWith(attributes))).cost).toEqual({ total: 0.5 });
  });

  it("are rounded to twelve decimals before Langfuse cuts there", () => {
    const attributes = { "gen_ai.operation.name": "chat", "outlay.cost.total_usd": 0.005_249_999_999_999_999_5 };
    expect(observationOf(langfuseSpan(spanWith(attributes))).shown.costUsd).toBe(0.005_25);
  });

  it("are absent, not zero, for a call without a price", () => {
    const attributes = { "gen_ai.operation.name": "chat", "outlay.cost.status": "unpriced" };
    expect(langfuseSpan(spanWith(attributes)).attributes).not.toHaveProperty(["langfuse.observation.cost_details"]);
  });

  it("are zero for a call that is free", () => {
    const attributes = { "gen_ai.operation.name": "chat", "outlay.cost.total_usd": 0, "outlay.cost.output_usd": 0 };
    expect(observationOf(langfuseSpan(spanWith(attributes))).cost).toEqual({ output: 0, total: 0 });
  });
});
