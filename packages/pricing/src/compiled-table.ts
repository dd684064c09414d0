// SPDX-License-Identifier: Apache-2.0
import type { PriceTable } from "./price-table.ts";
import { TABLE_JSON } from "./table.generated.ts";

let table: PriceTable | undefined;

/** The price table of this package, parsed on first use (a few milliseconds) and shared. */
export function compiledTable(): PriceTable {
  table ??= JSON.parse(TABLE_JSON) as PriceTable;
  return table;
}
