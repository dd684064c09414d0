// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as BudgetStores from "./budget-store/open-budget-store.ts";

/** Loads what a store of several processes takes: nobody without one pays for it. */
export function loadBudgetStores(): typeof BudgetStores {
  return createRequire(import.meta.url)("#budget-stores") as typeof BudgetStores;
}
