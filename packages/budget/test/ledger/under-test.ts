// SPDX-License-Identifier: Apache-2.0
import type { LedgerStore } from "../../src/ledger/ledger-store.ts";

/** Two hours before Berlin's clocks are set back. */
export const START_MS: number = Date.parse("2026-10-24T22:30:00Z");

/** A store with a clock that the test sets. */
export interface StoreUnderTest {
  readonly store: LedgerStore;
  readonly clock: { nowMs: number };
  dispose(): Promise<void> | void;
}
