// SPDX-License-Identifier: Apache-2.0
// Compiles the price table of packages/pricing from its sources: pnpm run prices:generate
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import type { PriceTable } from "../../packages/pricing/src/price-table.ts";
import { tableModule } from "./build-table.ts";
import { compileTable } from "./compile-table.ts";
import { differencesPage } from "./differences.ts";
import { describeDisagreement } from "./merge-rows.ts";
import { movedRates } from "./moved-rates.ts";

const PACKAGE = new URL("../../packages/pricing/", import.meta.url);
const DIFFERENCES = new URL("../../docs/pricing-differences.md", import.meta.url);
const TABLE = fileURLToPath(new URL("src/table.generated.ts", PACKAGE));

async function previousTable(): Promise<PriceTable | undefined> {
  if (!existsSync(TABLE)) return undefined;
  const { TABLE_JSON } = (await import(pathToFileURL(TABLE).href)) as { readonly TABLE_JSON: string };
  return JSON.parse(TABLE_JSON) as PriceTable;
}

function print(title: string, lines: readonly string[]): void {
  console.log(`${title}: ${lines.length}`);
  for (const line of lines) console.log(`  ${line}`);
}

function writeDifferences(table: PriceTable): void {
  writeFileSync(DIFFERENCES, differencesPage(PACKAGE, table));
}

function writeTable(table: PriceTable): void {
  const text = tableModule(table);
  const unchanged = existsSync(TABLE) && readFileSync(TABLE, "utf8") === text;
  if (!unchanged) writeFileSync(TABLE, text);
  const ids = Object.values(table.providers).reduce((sum, own) => sum + Object.keys(own).length, 0);
  const size = `${Math.round(text.length / 1024)} KB, ${Math.round(gzipSync(text).length / 1024)} KB gzip`;
  const state = unchanged ? ", unchanged" : "";
  console.log(`table ${table.version}: ${table.rows.length} models, ${ids} ids, ${size}${state}`);
}

const { table, overlay, remarks, disagreements, tierDifferences } = compileTable(PACKAGE);
print("left out", remarks);
print("sources that disagree, and which was kept", disagreements.map(describeDisagreement));
print("service tiers on which a cross-checking source differs", tierDifferences);
const previous = await previousTable();
const moved = previous === undefined ? [] : movedRates(previous, table, overlay);
if (moved.length === 0) {
  writeTable(table);
  writeDifferences(table);
} else {
  print("rates that moved more than 3 times; say why in the overlay row (`moved`)", moved);
  process.exitCode = 1;
}
