// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { withoutDateMarkers } from "../../packages/pricing/src/model-id.ts";
import type {
  HolidayCalendar,
  PricePeriod,
  PriceRow,
  PriceSource,
  PriceTable,
} from "../../packages/pricing/src/price-table.ts";
import type { SourceRow } from "./source-row.ts";

/** A list in which equal things are kept once; the index is what the table stores. */
class Interned<T> {
  readonly items: T[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(item: T): number {
    const key = JSON.stringify(item);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.items.push(item) - 1);
    return this.items.length - 1;
  }
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Sorts the keys of every object, so that equal prices have equal bytes; sources become indexes. */
function normalized(value: unknown, sources: Interned<PriceSource>): unknown {
  if (Array.isArray(value)) return value.map((entry) => normalized(entry, sources));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .map(([key, entry]) =>
      key === "origin" ? ["source", sources.indexOf(entry as PriceSource)] : [key, normalized(entry, sources)],
    );
  return Object.fromEntries(entries.toSorted(([a], [b]) => byText(String(a), String(b))) as [string, unknown][]);
}

/** Undated names of snapshots, where no row has that name and all snapshots cost the same. */
function undatedNames(rows: readonly (readonly [SourceRow, PriceRow])[]): ReadonlyMap<string, PriceRow | undefined> {
  const names = new Map<string, PriceRow | undefined>();
  for (const [row, compiled] of rows) {
    for (const id of row.ids) {
      const undated = withoutDateMarkers(row.provider, id);
      if (undated === id) continue;
      const key = `${row.provider}/${undated}`;
      const other = names.get(key);
      const agrees = !names.has(key) || other?.[1] === compiled[1];
      names.set(key, agrees ? (other ?? compiled) : undefined);
    }
  }
  return names;
}

function idTable(rows: readonly (readonly [SourceRow, PriceRow])[]): PriceTable["providers"] {
  const index = new Map(rows.map(([, compiled], position) => [compiled, position]));
  const ids = new Map<string, Map<string, number>>();
  const add = (provider: string, id: string, compiled: PriceRow): void => {
    const own = ids.get(provider) ?? new Map<string, number>();
    if (!own.has(id)) own.set(id, index.get(compiled) ?? -1);
    ids.set(provider, own);
  };
  for (const [row, compiled] of rows) for (const id of row.ids) add(row.provider, id, compiled);
  for (const [key, compiled] of undatedNames(rows)) {
    const slash = key.indexOf("/");
    if (compiled !== undefined) add(key.slice(0, slash), key.slice(slash + 1), compiled);
  }
  return Object.fromEntries(
    [...ids]
      .toSorted(([a], [b]) => byText(a, b))
      .map(([provider, own]) => {
        const sorted = [...own].toSorted(([a], [b]) => byText(a, b));
        return [provider, Object.fromEntries(sorted)];
      }),
  );
}

/** The table of merged rows. The same rows give the same bytes, in whatever order they come. */
export function buildTable(
  merged: readonly SourceRow[],
  calendars: Readonly<Record<string, HolidayCalendar>>,
): PriceTable {
  const prices = new Interned<readonly PricePeriod[]>();
  const sources = new Interned<PriceSource>();
  const sorted = merged.toSorted((a, b) => byText(`${a.provider}/${a.model}`, `${b.provider}/${b.model}`));
  const rows = sorted.map((row) => {
    const list = normalized(row.prices, sources) as readonly PricePeriod[];
    return [row, [row.model, prices.indexOf(list), sources.indexOf(row.source)]] as const;
  });
  const date =
    sources.items
      .map((source) => source.verified)
      .toSorted()
      .at(-1) ?? "1970-01-01";
  const content = {
    formatVersion: 1 as const,
    date,
    calendars,
    sources: sources.items,
    prices: prices.items,
    rows: rows.map(([, compiled]) => compiled),
    providers: idTable(rows),
  };
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 8);
  return { version: `${date}.${digest}`, ...content };
}

/** The table as a TypeScript module: one line an entry, so that a change of price is a readable diff. */
export function tableModule(table: PriceTable): string {
  const lines = (items: readonly unknown[]): string => `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
  const providers = Object.entries(table.providers).map(
    ([provider, ids]) => `${JSON.stringify(provider)}:${JSON.stringify(ids)}`,
  );
  const { formatVersion, version, date, calendars } = table;
  const head = JSON.stringify({ formatVersion, version, date, calendars }).slice(0, -1);
  const json = `${head},\n"sources":${lines(table.sources)},\n"prices":${lines(table.prices)},\n"rows":${lines(table.rows)},\n"providers":{\n${providers.join(",\n")}\n}}`;
  if (/[`\\]|\$\{/.test(json)) throw new Error("the table contains a character that a template literal would change");
  return [
    "// SPDX-License-Identifier: Apache-2.0",
    "// Generated by tools/gen-prices; see overlay/README.md for how to change a price. Sources: THIRD_PARTY_NOTICES.",
    "",
    "/** The compiled price table as JSON: parsing it is several times faster than loading it as code. */",
    `export const TABLE_JSON: string = \`${json}\`;`,
    "",
  ].join("\n");
}
