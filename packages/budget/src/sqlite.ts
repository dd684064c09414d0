// SPDX-License-Identifier: Apache-2.0
export { createSqliteStore } from "./ledger/sqlite/sqlite-store.ts";
export type { SqliteStoreOptions } from "./ledger/sqlite/sqlite-options.ts";
export { LedgerStoreError } from "./ledger/store-error.ts";
export type { LedgerStoreProblem } from "./ledger/store-error.ts";
