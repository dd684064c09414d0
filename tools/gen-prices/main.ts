// SPDX-License-Identifier: Apache-2.0
// Compiles the price table of packages/pricing from its sources: pnpm run prices:generate
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import type { PriceTable } from "../../packages/pricing/src/price-table.ts";
import { buildTable, tableModule } from "./build-table.ts";
import { mergeRows } from "./merge-rows.ts";
import { movedRates } from "./moved-rates.ts";
import { readGenaiPrices } from "./read-genai-prices.ts";
import { readLitellm } from "./read-litellm.ts";
import { readCalendars, readOverlay } from "./read-overlay.ts";

const PACKAGE = new URL("../../packages/pricing/", import.meta.url);
const TABLE = fileURLToPath(new URL("src/table.generated.ts", PACKAGE));
const OVERLAY = fileURLToPath(new URL("overlay/", PACKAGE));

/** Dates of the copies under packages/pricing/data and of the npm package; shown on every row taken from them. */
const SNAPSHOTS = { genaiPrices: "2026-09-23", litellm: "2026-08-01" };

async function previousTable(): Promise<PriceTable | undefined> {
  if (!existsSync(TABLE)) return undefined;
  const { TABLE_JSON } = (await import(pathToFileURL(TABLE).href)) as { readonly TABLE_JSON: string };
  return JSON.parse(TABLE_JSON) as PriceTable;
}

function print(title: string, lines: readonly string[]): void {
  console.log(`${title}: ${lines.length}`);
  for (const line of lines) console.log(`  ${line}`);
}

const overlay = readOverlay(OVERLAY);
const genaiPrices = readGenaiPrices(new URL("package.json", PACKAGE), SNAPSHOTS.genaiPrices);
const litellm = readLitellm(fileURLToPath(new URL("data/litellm.json", PACKAGE)), SNAPSHOTS.litellm);
const merged = mergeRows([overlay.rows, genaiPrices.rows, litellm.rows]);

print("left out", [...overlay.remarks, ...genaiPrices.remarks, ...litellm.remarks]);
print(
  "sources that disagree",
  merged.disagreements.map(
    ({ provider, model, kept, refused, what }) =>
      `${provider}/${model}: ${kept.source.name} over ${refused.source.name}: ${what} (USD per million tokens)`,
  ),
);

const table = buildTable(merged.rows, readCalendars(OVERLAY));
const previous = await previousTable();
const moved = previous === undefined ? [] : movedRates(previous, table, overlay.rows);
if (moved.length > 0) {
  print("rates that moved more than 3 times; say why in the overlay row (moved)", moved);
  process.exitCode = 1;
} else {
  const text = tableModule(table);
  const before = existsSync(TABLE) ? readFileSync(TABLE, "utf8") : "";
  if (text !== before) writeFileSync(TABLE, text);
  const ids = Object.values(table.providers).reduce((sum, own) => sum + Object.keys(own).length, 0);
  const size = `${Math.round(text.length / 1024)} KB, ${Math.round(gzipSync(text).length / 1024)} KB gzip`;
  console.log(
    `table ${table.version}: ${table.rows.length} models, ${ids} ids, ${size}${text === before ? ", unchanged" : ""}`,
  );
}
