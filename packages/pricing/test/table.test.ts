// SPDX-License-Identifier: Apache-2.0
import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { compiledTable, createPriceEngine, diffPriceTables } from "../src/index.ts";
import type { PricePeriod, PriceTable, TokenRates } from "../src/index.ts";
import { TABLE_JSON } from "../src/table.generated.ts";

const table = compiledTable();

function* ratesIn(value: unknown): Generator<TokenRates> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (key === "rates") yield entry as TokenRates;
    else yield* ratesIn(entry);
  }
}

describe("the compiled table", () => {
  it("is at most 60 KB compressed", () => {
    expect(gzipSync(TABLE_JSON).length).toBeLessThanOrEqual(60 * 1024);
  });

  it("holds whole, non-negative pico-USD only", () => {
    for (const rates of ratesIn(table.prices)) {
      for (const rate of Object.values(rates)) expect(Number.isSafeInteger(rate) && rate >= 0).toBe(true);
    }
  });

  it("says of every row where it was read and when", () => {
    for (const [model, prices, source] of table.rows) {
      expect(model).not.toBe("");
      expect(table.prices[prices]?.length).toBeGreaterThan(0);
      expect(table.sources[source]).toMatchObject({
        name: expect.stringMatching(/^(?:overlay|genai-prices|litellm)$/),
        verified: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
      });
    }
  });

  it("lists every id in lower case under a row of the table", () => {
    for (const ids of Object.values(table.providers)) {
      for (const [id, row] of Object.entries(ids)) {
        expect(id).toBe(id.toLowerCase());
        expect(table.rows[row]).toBeDefined();
      }
    }
  });

  it("has at least 150 hand-checked models over the providers that people use", () => {
    const checked = table.rows.filter(([, , source]) => table.sources[source]?.name === "overlay");
    expect(checked.length).toBeGreaterThanOrEqual(150);
    const wanted = ["openai", "anthropic", "gcp.gemini", "gcp.vertex_ai", "aws.bedrock", "azure.ai.openai"];
    const more = ["mistral_ai", "cohere", "deepseek", "x_ai", "groq", "together_ai", "fireworks_ai", "perplexity"];
    expect(Object.keys(table.providers)).toEqual(expect.arrayContaining([...wanted, ...more]));
  });

  it("finds every model that it lists, at the table's own date", () => {
    const engine = createPriceEngine();
    for (const [provider, ids] of Object.entries(table.providers)) {
      for (const id of Object.keys(ids)) expect(engine.find(provider, id), `${provider}/${id}`).toBeDefined();
    }
  });

  it("is parsed once and shared", () => {
    expect(compiledTable()).toBe(table);
  });
});

describe("the difference of two tables", () => {
  function tableOf(models: Readonly<Record<string, PricePeriod>>): PriceTable {
    const entries = Object.entries(models);
    return {
      ...table,
      prices: entries.map(([, price]) => [price]),
      rows: entries.map(([model], index) => [model, index, 0]),
      providers: { acme: Object.fromEntries(entries.map(([model], index) => [model, index])) },
    };
  }
  const before = tableOf({
    gone: { rates: { input: 1 } },
    same: { rates: { input: 1 }, tiers: { batch: { rates: { input: 1 }, source: 1 } } },
    dearer: { rates: { input: 1, cacheRead: 5 } },
    batched: { rates: { input: 1 } },
  });
  const after = tableOf({
    same: { rates: { input: 1 }, tiers: { batch: { rates: { input: 1 }, source: 2 } } },
    dearer: { rates: { input: 2, output: 3 } },
    batched: { rates: { input: 1 }, tiers: { batch: { rates: { input: 0 } } } },
    fresh: { rates: { input: 1 } },
  });

  it("names what was added, removed, repriced, and changed in its conditions", () => {
    expect(diffPriceTables(before, after)).toEqual([
      { provider: "acme", id: "batched", kind: "conditions", rates: [] },
      {
        provider: "acme",
        id: "dearer",
        kind: "rates",
        rates: [
          { rate: "input", before: 1, after: 2 },
          { rate: "cacheRead", before: 5 },
          { rate: "output", after: 3 },
        ],
      },
      { provider: "acme", id: "fresh", kind: "added", rates: [] },
      { provider: "acme", id: "gone", kind: "removed", rates: [] },
    ]);
  });

  it("is empty between a table and itself", () => {
    expect(diffPriceTables(table, table)).toEqual([]);
  });
});
