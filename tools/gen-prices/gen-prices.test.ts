// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import type { PricePeriod, PriceTable } from "../../packages/pricing/src/price-table.ts";
import { buildTable, tableModule } from "./build-table.ts";
import { compileTable } from "./compile-table.ts";
import { differencesPage } from "./differences.ts";
import { mergeRows } from "./merge-rows.ts";
import { movedRates } from "./moved-rates.ts";
import { readLitellm } from "./read-litellm.ts";
import { readOverlay } from "./read-overlay.ts";
import type { SourceRow } from "./source-row.ts";

const PACKAGE = new URL("../../packages/pricing/", import.meta.url);

function row(source: string, model: string, price: PricePeriod, more: Partial<SourceRow> = {}): SourceRow {
  const prices = [price];
  return { provider: "acme", model, ids: [model], prices, source: { name: source, verified: "2026-08-01" }, ...more };
}

function priceOf(table: PriceTable, id: string): PricePeriod | undefined {
  const [, prices] = table.rows[table.providers["acme"]?.[id] ?? -1] ?? [];
  return table.prices[prices ?? -1]?.[0];
}

function tableOf(...sources: readonly (readonly SourceRow[])[]): PriceTable {
  return buildTable(mergeRows(sources).rows, {});
}

describe("the committed table", () => {
  it("is, byte for byte, what its sources compile to", () => {
    const committed = readFileSync(new URL("src/table.generated.ts", PACKAGE), "utf8");
    expect(tableModule(compileTable(PACKAGE).table) === committed).toBe(true);
  });

  it("differs from other price lists where the committed page says", () => {
    const page = readFileSync(new URL("../../docs/pricing-differences.md", import.meta.url), "utf8");
    expect(differencesPage(PACKAGE, compileTable(PACKAGE).table) === page).toBe(true);
  });

  it("does not depend on the order of the rows", () => {
    const rows = ["b", "a", "c"].map((model, index) => row("overlay", model, { rates: { input: index } }));
    expect(buildTable(rows, {})).toEqual(buildTable(rows.toReversed(), {}));
  });
});

describe("merging", () => {
  const checked = row("overlay", "m", { rates: { input: 1, output: 2 } });

  it("keeps the higher source and reports what the lower one says", () => {
    const other = row("litellm", "m", { rates: { input: 5, output: 2 } });
    const { rows, disagreements } = mergeRows([[checked], [other]]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.prices).toEqual(checked.prices);
    expect(disagreements).toMatchObject([{ provider: "acme", model: "m", what: expect.stringContaining("input") }]);
  });

  it("adopts tiers that a row is silent about, marked with their source", () => {
    const tiers = { batch: { rates: { input: 0, output: 1 } } };
    const table = tableOf([checked], [row("litellm", "m", { rates: { input: 1, output: 2 }, tiers })]);
    const batch = priceOf(table, "m")?.tiers?.["batch"];
    expect(batch).toMatchObject({ rates: { input: 0, output: 1 } });
    expect(table.sources[batch?.source ?? -1]?.name).toBe("litellm");
  });

  it("adopts nothing from a source that disagrees on the base price", () => {
    const tiers = { batch: { rates: { input: 0, output: 1 } } };
    const table = tableOf([checked], [row("litellm", "m", { rates: { input: 9, output: 2 }, tiers })]);
    expect(priceOf(table, "m")).not.toHaveProperty("tiers");
  });

  it("adds no rate to a hand-checked card, but does to a compiled one", () => {
    const richer = row("litellm", "m", { rates: { input: 1, output: 2, cacheRead: 0 } });
    expect(priceOf(tableOf([checked], [richer]), "m")?.rates).toEqual({ input: 1, output: 2 });
    const compiled = row("genai-prices", "m", { rates: { input: 1, output: 2 } });
    expect(priceOf(tableOf([compiled], [richer]), "m")?.rates).toEqual({ input: 1, output: 2, cacheRead: 0 });
  });

  it("lets a hand-checked model cover its dated snapshots in lower sources", () => {
    const snapshot = row("litellm", "m-2026-01-31", { rates: { input: 7, output: 7 } });
    expect(tableOf([checked], [snapshot]).providers["acme"]).toEqual({ m: 0 });
  });

  it("keeps a snapshot that its own source prices apart", () => {
    const undated = row("litellm", "n", { rates: { input: 1, output: 2 } });
    const snapshot = row("litellm", "n-2026-01-31", { rates: { input: 7, output: 7 } });
    const table = tableOf([row("genai-prices", "n", { rates: { input: 1, output: 2 } })], [undated, snapshot]);
    expect(priceOf(table, "n-2026-01-31")?.rates).toEqual({ input: 7, output: 7 });
  });

  it("gives a model known only by dated snapshots its undated name, unless they differ in price", () => {
    const first = row("litellm", "p-2026-01-31", { rates: { input: 1 } });
    const second = row("litellm", "p-2026-05-31", { rates: { input: 1 } });
    const third = row("litellm", "p-2026-09-30", { rates: { input: 3 } });
    expect(priceOf(tableOf([first, second]), "p")?.rates).toEqual({ input: 1 });
    expect(priceOf(tableOf([first, second, third]), "p")).toBeUndefined();
  });
});

describe("LiteLLM's file", () => {
  it("has bands as fields of a model, or as cards of a range each", () => {
    const directory = mkdtempSync(join(tmpdir(), "litellm-"));
    const file = join(directory, "models.json");
    const card = (range: readonly number[], input: number): object => ({ range, input_cost_per_token: input });
    writeFileSync(
      file,
      JSON.stringify({
        "dashscope/ranged": {
          litellm_provider: "dashscope",
          tiered_pricing: [card([0, 256_000], 5e-8), card([256_000, 1_000_000], 2.5e-7)],
        },
        "gemini/fields": {
          litellm_provider: "gemini",
          input_cost_per_token: 1e-6,
          input_cost_per_token_above_200k_tokens: 2e-6,
        },
      }),
    );
    const { rows } = readLitellm(file, "2026-08-01");
    rmSync(directory, { recursive: true });
    expect(rows.map(({ provider, model, prices }) => [provider, model, prices])).toEqual([
      ["dashscope", "ranged", [{ rates: { input: 50_000 }, context: [{ over: 256_000, rates: { input: 250_000 } }] }]],
      ["gcp.gemini", "fields", [{ rates: { input: 1e6 }, context: [{ over: 200_000, rates: { input: 2e6 } }] }]],
    ]);
  });
});

describe("a rate that moves more than three times", () => {
  const table = (input: number): PriceTable => tableOf([row("overlay", "m", { rates: { input, output: 1 } })]);

  it("is refused until the overlay says why", () => {
    expect(movedRates(table(10), table(30), [])).toEqual([]);
    expect(movedRates(table(10), table(31), [])).toEqual([expect.stringContaining("acme/m: input")]);
    expect(movedRates(table(31), table(10), [])).toHaveLength(1);
    const explained = row("overlay", "m", { rates: { input: 31 } }, { moved: "repriced on 2026-11-01" });
    expect(movedRates(table(10), table(31), [explained])).toEqual([]);
  });

  it("does not mind new models and new free ones", () => {
    const fresh = tableOf([row("overlay", "n", { rates: { input: 99 } })]);
    expect(movedRates(table(10), fresh, [])).toEqual([]);
    expect(movedRates(table(10), table(0), [])).toEqual([]);
  });
});

describe("the overlay", () => {
  const directories: string[] = [];
  afterEach(() => {
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
  });

  function overlayOf(...rows: readonly object[]): string {
    const directory = mkdtempSync(join(tmpdir(), "overlay-"));
    directories.push(directory);
    const sources = ["https://example.com/pricing"];
    const listed = rows.map((own) => ({ model: "m", sources, sourceKind: "official", verified: "2026-10-01", ...own }));
    writeFileSync(join(directory, "acme.json"), JSON.stringify({ provider: "acme", rows: listed }));
    return directory;
  }

  it("leaves out a price that was announced but not seen in force", () => {
    const prices = [{ from: "2026-12-01", rates: { input: 9 } }, { rates: { input: 1 } }];
    const { rows, remarks } = readOverlay(overlayOf({ prices }));
    expect(rows[0]?.prices).toEqual([{ rates: { input: 1_000_000 } }]);
    expect(remarks).toEqual([expect.stringContaining("2026-12-01")]);
  });

  it("takes it once a later reading saw it", () => {
    const prices = [{ from: "2026-12-01", verified: "2026-12-02", rates: { input: 9 } }, { rates: { input: 1 } }];
    expect(readOverlay(overlayOf({ prices })).rows[0]?.prices).toHaveLength(2);
  });

  it("resolves rows at another row's price", () => {
    const { rows } = readOverlay(overlayOf({ prices: [{ rates: { input: 1 } }] }, { model: "n", sameAs: "acme/m" }));
    expect(rows[1]).toMatchObject({ model: "n", prices: [{ rates: { input: 1_000_000 } }] });
  });

  it.each([
    [{ prices: [{ rates: { input: -1 } }] }, "rows[0].prices[0].rates.input: -1"],
    [{ prices: [{ rates: { imput: 1 } }] }, "rows[0].prices[0].rates.imput"],
    [{}, "either prices or sameAs"],
    [{ sameAs: "acme/nobody" }, "acme/nobody"],
    [{ prices: [{ rates: {} }], verified: "soon" }, 'rows[0].verified: "soon"'],
  ])("stops the build at %o", (own, message) => {
    expect(() => readOverlay(overlayOf(own))).toThrow(message);
  });
});
