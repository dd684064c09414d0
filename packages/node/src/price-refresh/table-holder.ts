// SPDX-License-Identifier: Apache-2.0
import type { PriceTable } from "@outlay/pricing";

/** The part of a price engine whose table is kept new. */
export interface TableHolder {
  readonly table: PriceTable;
  replaceTable(table: PriceTable): void;
}
