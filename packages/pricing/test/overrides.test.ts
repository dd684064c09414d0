// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { createPriceEngine, parsePriceOverrides } from "../src/index.ts";
import type { Cost, PriceQuery } from "../src/index.ts";

const AT = Date.parse("2026-06-01T12:00:00Z");
const GPT_5: PriceQuery = {
  provider: "openai",
  responseModel: "gpt-5-2025-08-07",
  startTimeMs: AT,
  usage: { inputTokens: 1000, outputTokens: 100, units: { webSearchRequests: 1 } },
};
const LISTED = 1000 * 1_250_000 + 100 * 10_000_000 + 10_000_000_000;

function priceWith(file: unknown, query: Partial<PriceQuery> = {}): Cost {
  const { overrides, problems } = parsePriceOverrides(file);
  expect(problems).toEqual([]);
  return createPriceEngine({ overrides }).price({ ...GPT_5, ...query });
}

describe("a user's own price", () => {
  const negotiated = { prices: [{ rates: { input: 1, output: 8 }, unitUsd: { webSearchRequests: 0.008 } }] };

  it("wins over the table, dated ids included, and says where it comes from", () => {
    expect(priceWith({ models: [{ provider: "openai", model: "gpt-5", ...negotiated }] })).toMatchObject({
      status: "priced",
      rowSource: "override",
      modelId: "gpt-5",
      totalPicoUsd: 1e9 + 0.8e9 + 8e9,
    });
  });

  it("prices a model that no source lists", () => {
    const file = { models: [{ model: "llama-home", prices: [{ rates: { input: 0, output: 0 } }] }] };
    const query = { provider: "vllm", responseModel: "llama-home", usage: { inputTokens: 5, outputTokens: 5 } };
    expect(priceWith(file, query)).toMatchObject({ status: "priced", totalPicoUsd: 0 });
  });

  it("applies to globs, and the first rule that matches wins", () => {
    const models = [
      { provider: "openai", model: "gpt-5-mini*", multiplier: 2 },
      { provider: "open*", model: "gpt-5*", multiplier: 0.5 },
      { model: "*", multiplier: 3 },
    ];
    expect(priceWith({ models })).toMatchObject({ totalPicoUsd: LISTED / 2 });
    const usage = { inputTokens: 1, outputTokens: 0 };
    expect(priceWith({ models }, { responseModel: "gpt-5-mini", usage })).toMatchObject({ totalPicoUsd: 500_000 });
    expect(priceWith({ models }, { responseModel: "gpt-4o", usage })).toMatchObject({ totalPicoUsd: 7_500_000 });
  });

  it("takes characters of a pattern at their word", () => {
    const file = { models: [{ model: "gpt.5", multiplier: 2 }] };
    expect(priceWith(file)).toMatchObject({ totalPicoUsd: LISTED });
  });

  it("multiplies everything by an exact fraction, rounding each product half up", () => {
    const file = { models: [{ model: "gpt-5", multiplier: 0.333_333_333 }] };
    const usage = { inputTokens: 1, outputTokens: 0 };
    expect(priceWith(file, { usage })).toMatchObject({ totalPicoUsd: Math.round(1_250_000 * 0.333_333_333) });
  });
});

describe("a tenant's factor", () => {
  const tenants = [
    { attribute: "tenant.id", value: "acme", multiplier: 0.85 },
    { attribute: "tenant.id", value: "initech", multiplier: 1.2 },
  ];

  it.each([
    [{ "tenant.id": "acme" }, 0.85],
    [{ "tenant.id": "initech" }, 1.2],
    [{ "tenant.id": "other" }, 1],
    [{}, 1],
    [undefined, 1],
  ])("for %o is %d", (attributes, factor) => {
    const cost = priceWith({ tenants }, attributes === undefined ? {} : { attributes });
    expect(cost).toMatchObject({ totalPicoUsd: LISTED * factor });
  });

  it("comes on top of the model's", () => {
    const models = [{ model: "gpt-5", multiplier: 0.5 }];
    expect(priceWith({ tenants, models }, { attributes: { "tenant.id": "acme" } })).toMatchObject({
      totalPicoUsd: (LISTED * 0.85) / 2,
    });
  });
});

describe("replacing overrides", () => {
  it("takes effect with the next call and can be taken back", () => {
    const engine = createPriceEngine();
    expect(engine.price(GPT_5)).toMatchObject({ totalPicoUsd: LISTED });
    engine.replaceOverrides(parsePriceOverrides({ models: [{ model: "gpt-5", multiplier: 2 }] }).overrides);
    expect(engine.price(GPT_5)).toMatchObject({ totalPicoUsd: 2 * LISTED });
    engine.replaceOverrides(parsePriceOverrides({}).overrides);
    expect(engine.price(GPT_5)).toMatchObject({ totalPicoUsd: LISTED });
  });

  it("carries the currency to show beside USD", () => {
    const { overrides } = parsePriceOverrides({ currency: { code: "EUR", perUsd: 0.92 } });
    expect(createPriceEngine({ overrides }).currency).toEqual({ code: "EUR", perUsd: 0.92 });
  });
});

describe("a mistake in a price file is named by key, value and what was expected", () => {
  it.each([
    ["not an object", [], "", "[]"],
    ["a misspelt section", { model: [] }, "model", '"model"'],
    [
      "a misspelt rate",
      { models: [{ model: "m", prices: [{ rates: { inptu: 1 } }] }] },
      "models[0].prices[0].rates.inptu",
      '"inptu"',
    ],
    [
      "a negative rate",
      { models: [{ model: "m", prices: [{ rates: { input: -1 } }] }] },
      "models[0].prices[0].rates.input",
      "-1",
    ],
    [
      "a rate as text",
      { models: [{ model: "m", prices: [{ rates: { input: "1" } }] }] },
      "models[0].prices[0].rates.input",
      '"1"',
    ],
    [
      "a rate finer than a pico-USD",
      { models: [{ model: "m", prices: [{ rates: { input: 0.000_000_1 } }] }] },
      "models[0].prices[0].rates.input",
      "1e-7",
    ],
    ["no rates", { models: [{ model: "m", prices: [{}] }] }, "models[0].prices[0].rates", "missing"],
    ["neither prices nor multiplier", { models: [{ model: "m" }] }, "models[0]", '{"model":"m"}'],
    ["no prices in the list", { models: [{ model: "m", prices: [] }] }, "models[0].prices", "[]"],
    ["a multiplier of zero", { models: [{ model: "m", multiplier: 0 }] }, "models[0].multiplier", "0"],
    [
      "a date that is none",
      { models: [{ model: "m", prices: [{ from: "May", rates: {} }] }] },
      "models[0].prices[0].from",
      '"May"',
    ],
    [
      "a weekday that is none",
      { models: [{ model: "m", prices: [{ rates: {}, schedule: { utcOffsetMinutes: 0, weekdays: [0] } }] }] },
      "models[0].prices[0].schedule.weekdays[0]",
      "0",
    ],
    [
      "a bound given twice",
      { models: [{ model: "m", prices: [{ rates: {}, context: [{ over: 1, atLeast: 2, rates: {} }] }] }] },
      "models[0].prices[0].context[0]",
      '{"over":1,"atLeast":2,"rates":{}}',
    ],
    [
      "bands out of order",
      {
        models: [
          {
            model: "m",
            prices: [
              {
                rates: {},
                context: [
                  { over: 9, rates: {} },
                  { over: 5, rates: {} },
                ],
              },
            ],
          },
        ],
      },
      "models[0].prices[0].context",
      '[{"over":9,"rates":{}},{"over":5,"rates":{}}]',
    ],
    [
      "an unknown tier",
      { models: [{ model: "m", prices: [{ rates: {}, tiers: { turbo: { rates: {} } } }] }] },
      "models[0].prices[0].tiers.turbo",
      '"turbo"',
    ],
    ["an alias without a target", { aliases: [{ model: "m" }] }, "aliases[0].use", "missing"],
    ["a tenant without a value", { tenants: [{ attribute: "a", multiplier: 1 }] }, "tenants[0].value", "missing"],
    ["a currency that is none", { currency: { code: "euro", perUsd: 1 } }, "currency.code", '"euro"'],
  ])("%s", (_name, file, key, value) => {
    const { problems, overrides } = parsePriceOverrides(file);
    expect(problems[0]).toEqual({ key, value, expected: expect.stringMatching(/\S/) });
    expect(createPriceEngine({ overrides }).price(GPT_5)).toMatchObject({ totalPicoUsd: LISTED });
  });

  it("keeps the rules beside a wrong one", () => {
    const { problems, overrides } = parsePriceOverrides({ models: [{ model: 5 }, { model: "gpt-5", multiplier: 2 }] });
    expect(problems).toHaveLength(1);
    expect(createPriceEngine({ overrides }).price(GPT_5)).toMatchObject({ totalPicoUsd: 2 * LISTED });
  });

  it("cuts long values", () => {
    const { problems } = parsePriceOverrides({ currency: "x".repeat(500) });
    expect(problems[0]?.value.length).toBeLessThan(70);
  });
});
