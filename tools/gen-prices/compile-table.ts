// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";

import type { PriceTable } from "../../packages/pricing/src/price-table.ts";
import { buildTable } from "./build-table.ts";
import { checkTiers } from "./check-tiers.ts";
import { mergeRows } from "./merge-rows.ts";
import type { Disagreement } from "./merge-rows.ts";
import { readGenaiPrices } from "./read-genai-prices.ts";
import { readLitellm } from "./read-litellm.ts";
import { readCalendars, readOverlay } from "./read-overlay.ts";
import type { SourceRow } from "./source-row.ts";

/** Days on which the sources were taken; shown on every row that comes from them. */
export const SNAPSHOTS = {
  genaiPrices: "2026-09-23",
  litellm: "2026-08-01",
  portkey: "2026-08-21",
  langfuse: "2026-08-22",
} as const;

/** The table and everything that had to be said or decided for it. */
export interface Compilation {
  readonly table: PriceTable;
  readonly overlay: readonly SourceRow[];
  /** What was left out, such as prices only announced. */
  readonly remarks: readonly string[];
  readonly disagreements: readonly Disagreement[];
  /** Service tiers on which the cross-checking sources differ. */
  readonly tierDifferences: readonly string[];
}

/** Compiles the price table from the sources in the pricing package. */
export function compileTable(pricingPackage: URL): Compilation {
  const path = (name: string): string => fileURLToPath(new URL(name, pricingPackage));
  const overlay = readOverlay(path("overlay/"));
  const genaiPrices = readGenaiPrices(new URL("package.json", pricingPackage), SNAPSHOTS.genaiPrices);
  const litellm = readLitellm(path("data/litellm.json"), SNAPSHOTS.litellm);
  const { rows, disagreements } = mergeRows([overlay.rows, genaiPrices.rows, litellm.rows]);
  const table = buildTable(rows, readCalendars(path("overlay/")));
  return {
    table,
    overlay: overlay.rows,
    remarks: [...overlay.remarks, ...genaiPrices.remarks],
    disagreements,
    tierDifferences: [
      ...checkTiers(table, "Portkey", path("data/portkey-tiers.json"), SNAPSHOTS.portkey),
      ...checkTiers(table, "Langfuse", path("data/langfuse-tiers.json"), SNAPSHOTS.langfuse),
    ],
  };
}
