// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { createSqliteStore } from "../../src/ledger/sqlite/sqlite-store.ts";
import { printFigure } from "../print-figure.ts";
import { describeStore } from "./describe-store.ts";
import { playHistories } from "./histories.ts";
import { START_MS } from "./under-test.ts";
import type { StoreUnderTest } from "./under-test.ts";

/** In memory where there is such a folder: many small files are made, and no power cut is tested. */
const FOLDER = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

function create(maxLeaseAgeMs?: number): Promise<StoreUnderTest> {
  const folder = mkdtempSync(join(FOLDER, "outlay-sqlite-"));
  const clock = { nowMs: START_MS };
  const now = (): number => clock.nowMs;
  // Histories are longer than ids are remembered in practice.
  const settledIdMs = Number.MAX_SAFE_INTEGER / 4;
  const store = createSqliteStore({ path: join(folder, "ledger.db"), now, maxLeaseAgeMs, settledIdMs });
  const dispose = async (): Promise<void> => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return Promise.resolve({ store, clock, dispose });
}

describeStore("in SQLite", create);

describe("the store in SQLite", () => {
  it("scenario 31: agrees with the oracle over 5,000 steps", { timeout: 120_000 }, async () => {
    const steps = await playHistories(create, 160);
    expect(steps).toBeGreaterThanOrEqual(5_000);
    printFigure("31", `SQLite: ${steps} random steps, 0 differ from the oracle`);
  });
});
