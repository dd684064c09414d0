// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "@outlay/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createPriceEngine } from "../src/index.ts";
import type { Cost, PriceQuery } from "../src/index.ts";
import { acmeCall, acmeEngine } from "./engines.ts";

const engine = acmeEngine({
  model: [
    {
      rates: {
        input: 1,
        cacheRead: 0.1,
        cacheWrite5m: 1.25,
        cacheWrite1h: 2,
        output: 5,
        inputAudio: 10,
        outputAudio: 20,
      },
    },
  ],
  embedding: [{ rates: { input: 0.02 } }],
});

function price(usage: Usage, more: Partial<PriceQuery> = {}): Cost {
  return engine.price(acmeCall("model", { usage, ...more }));
}

const READS_ABOVE_INPUT = { inputTokens: 10, cacheReadTokens: 100, outputTokens: 1 };
const WRITES_ABOVE_INPUT = { inputTokens: 0, cacheWriteTokens: 100, cacheWrite5mTokens: 100, outputTokens: 0 };
const SPLIT_ABOVE_WRITES = { inputTokens: 100, cacheWriteTokens: 50, cacheWrite1hTokens: 80, outputTokens: 0 };
const REASONING_ABOVE_OUTPUT = { inputTokens: 0, outputTokens: 10, reasoningTokens: 90 };
const AUDIO_ABOVE_INPUT = { inputTokens: 100, inputAudioTokens: 900, outputTokens: 0 };
const AUDIO_AND_CACHE_ABOVE_INPUT = { inputTokens: 100, inputAudioTokens: 90, cacheReadTokens: 90, outputTokens: 0 };
const AUDIO_ABOVE_OUTPUT = { inputTokens: 0, outputTokens: 10, outputAudioTokens: 50 };

describe("counts that contradict each other are repaired by a rule, and the cost says so", () => {
  it.each([
    [
      "reads above the input",
      READS_ABOVE_INPUT,
      "cache_exceeds_input",
      { uncachedInput: 10e6, cacheRead: 10e6, output: 5e6 },
    ],
    ["writes above the input", WRITES_ABOVE_INPUT, "cache_exceeds_input", { cacheWrite5m: 125e6 }],
    ["reasoning above the output", REASONING_ABOVE_OUTPUT, "reasoning_exceeds_output", { output: 500e6 }],
    ["audio above the input", AUDIO_ABOVE_INPUT, "modality_exceeds_total", { inputAudio: 1000e6 }],
    [
      "audio and cache above the input",
      AUDIO_AND_CACHE_ABOVE_INPUT,
      "modality_exceeds_total",
      { inputAudio: 100e6, cacheRead: 9e6 },
    ],
    ["audio above the output", AUDIO_ABOVE_OUTPUT, "modality_exceeds_total", { outputAudio: 200e6 }],
  ])("%s", (_name, usage, problem, parts) => {
    expect(price(usage)).toMatchObject({ status: "estimated", problems: [problem], parts });
  });

  it("drops lifetimes that exceed the total written, which then is of unknown lifetime", () => {
    expect(price(SPLIT_ABOVE_WRITES)).toMatchObject({
      status: "estimated",
      problems: ["cache_split_exceeds_write", "cache_write_lifetime_unknown"],
      parts: { uncachedInput: 50e6, cacheWrite: 62.5e6 },
    });
  });

  it("repairs nothing where lifetimes are told without their total", () => {
    const usage = { inputTokens: 100, cacheWrite1hTokens: 80, outputTokens: 0 };
    expect(price(usage)).toMatchObject({ status: "priced", parts: { uncachedInput: 20e6, cacheWrite1h: 160e6 } });
  });
});

const NOT_COUNTS = [Number.NaN, -1, 0.5, 2 ** 60, Infinity, -Infinity, "12", {}, true];

describe("what is no count is unknown, never zero", () => {
  it.each(NOT_COUNTS)("an output of %s makes the amount a lower bound", (value) => {
    expect(price({ inputTokens: 100, outputTokens: value as number })).toMatchObject({
      status: "partial",
      totalPicoUsd: 100e6,
      problems: ["usage_partial", "not_a_count"],
    });
  });

  it.each(NOT_COUNTS)("an input of %s beside a known cache read is at least that read", (value) => {
    expect(price({ inputTokens: value as number, cacheReadTokens: 10, outputTokens: 1 })).toMatchObject({
      status: "partial",
      parts: { cacheRead: 1e6, output: 5e6 },
    });
  });

  it.each(NOT_COUNTS)("input and output of %s are no usage at all", (value) => {
    const cost = price({ inputTokens: value as number, outputTokens: value as number });
    expect(cost).toMatchObject({ status: "unpriced", reason: "usage_unusable" });
    expect(cost).not.toHaveProperty("totalPicoUsd");
  });

  it.each(NOT_COUNTS.filter((value) => typeof value === "number"))("%s searches are not charged, and said", (value) => {
    const usage = { inputTokens: 100, outputTokens: 1, units: { webSearchRequests: value } };
    expect(price(usage)).toMatchObject({ status: "partial", problems: ["not_a_count"] });
  });
});

describe("missing usage", () => {
  it.each([
    ["no usage", { usageStatus: "missing" }],
    ["empty usage", { usage: {} }],
    ["usage that the adapter calls missing", { usage: { inputTokens: 5 }, usageStatus: "missing" }],
  ] as const)("%s is unpriced", (_name, query) => {
    const { usage: _usage, ...call } = acmeCall("model", {});
    expect(engine.price({ ...call, ...query })).toMatchObject({ status: "unpriced", reason: "usage_missing" });
  });

  it("does not matter where nothing is charged", () => {
    const free = acmeEngine({
      free: [{ rates: { input: 0, output: 0 } }],
      fee: [{ rates: { input: 0 }, requestUsd: 1 }],
    });
    const { usage: _usage, ...call } = acmeCall("free", {});
    expect(free.price(call)).toMatchObject({ status: "priced", totalPicoUsd: 0 });
    expect(free.price({ ...call, usageStatus: "missing" })).toMatchObject({ status: "priced", totalPicoUsd: 0 });
    expect(free.price({ ...call, responseModel: "fee" })).toMatchObject({ status: "unpriced" });
  });

  it("is partial when one total was not told, or the adapter says so", () => {
    expect(price({ inputTokens: 100 })).toMatchObject({ status: "partial", problems: ["usage_partial"] });
    expect(price({ inputTokens: 1, outputTokens: 1 }, { usageStatus: "partial" })).toMatchObject({ status: "partial" });
  });

  it("expects no output of a model that has no output price", () => {
    const cost = engine.price(acmeCall("embedding", { usage: { inputTokens: 1000 } }));
    expect(cost).toMatchObject({ status: "priced", totalPicoUsd: 20e6 });
  });

  it("prices nothing at nothing", () => {
    expect(price({ inputTokens: 0, outputTokens: 0 })).toMatchObject({ status: "priced", totalPicoUsd: 0, parts: {} });
  });

  it("carries what core had to repair before", () => {
    const cost = price({ inputTokens: 1, outputTokens: 1 }, { usageProblems: ["cache_exceeds_input"] });
    expect(cost).toMatchObject({ status: "estimated", problems: ["cache_exceeds_input"] });
  });
});

describe("whatever comes in", () => {
  const anyCount = fc.oneof(
    fc.integer({ min: 0, max: 5000 }),
    fc.double(),
    fc.maxSafeInteger(),
    fc.constantFrom<unknown>(undefined, null, "7", Number.NaN, 2 ** 60, -3),
  );
  const names = [
    "inputTokens",
    "outputTokens",
    "cacheReadTokens",
    "cacheWriteTokens",
    "cacheWrite5mTokens",
    "cacheWrite1hTokens",
    "reasoningTokens",
    "inputAudioTokens",
    "inputImageTokens",
    "inputVideoTokens",
    "cacheReadAudioTokens",
    "cacheReadImageTokens",
    "outputAudioTokens",
    "outputImageTokens",
  ];
  const anyUsage = fc
    .dictionary(fc.constantFrom(...names), anyCount)
    .chain((counts) =>
      fc
        .option(fc.dictionary(fc.constantFrom("webSearchRequests", "mediaSeconds", "images", "bogus"), anyCount))
        .map((units) => (units === null ? counts : { ...counts, units })),
    ) as unknown as fc.Arbitrary<Usage>;
  const compiled = createPriceEngine();

  it("never throws, and an amount is always whole, not negative, and the sum of its parts", () => {
    const anyQuery = fc.record(
      {
        provider: fc.constantFrom("acme", "openai", "anthropic", "aws.bedrock", "nobody", ""),
        responseModel: fc.oneof(fc.constantFrom("model", "gpt-5", "claude-sonnet-4-5", "us.anthropic.x"), fc.string()),
        requestModel: fc.string(),
        startTimeMs: fc.oneof(fc.double(), fc.integer()),
        usage: anyUsage,
        serviceTier: fc.oneof(fc.constantFrom("batch", "priority", "__proto__"), fc.string()),
        region: fc.oneof(fc.constantFrom("us", "eu-west-1", "us-gov-east-1", "constructor"), fc.string()),
        serverAddress: fc.string(),
        reportedCostUsd: fc.double(),
      },
      { requiredKeys: ["provider", "startTimeMs", "usage"] },
    ) as fc.Arbitrary<PriceQuery>;
    fc.assert(
      fc.property(anyQuery, fc.constantFrom(engine, compiled), (query, any) => {
        const cost = any.price(query);
        any.explain(query);
        if (cost.status === "unpriced") return;
        expect(Number.isInteger(cost.totalPicoUsd) && cost.totalPicoUsd >= 0).toBe(true);
        expect(cost.exactPicoUsd === undefined).toBe(Number.isSafeInteger(cost.totalPicoUsd));
        if (!("parts" in cost) || cost.exactPicoUsd !== undefined) return;
        expect(Object.values(cost.parts).reduce((sum, part) => sum + part, 0)).toBe(cost.totalPicoUsd);
      }),
      { numRuns: 500 },
    );
  });
});
