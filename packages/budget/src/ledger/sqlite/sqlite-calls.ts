// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";

import { LATE_MS } from "../../window-table.ts";
import type { Database } from "./database.ts";
import type { StoredPlace } from "./sqlite-counters.ts";

/** What a call holds in one counter, as it is written down. */
export interface StoredHold {
  readonly counterId: number;
  readonly amount: number;
  readonly expiryAmount: number;
  /** The group that was asked for; the place has the one it is held in. */
  readonly asked: string;
  readonly place: StoredPlace;
}

/** A call as it is remembered. */
export interface StoredCall {
  readonly id: string;
  readonly state: "running" | "expired" | "settled" | "released";
  readonly expiresAtMs: number;
  readonly holds: readonly StoredHold[];
}

type CallRow = Omit<StoredCall, "holds"> & { readonly holds: string };

/** Calls by id: those that run, those that ended unheard of, and for a while those that are done with. */
export class SqliteCalls {
  readonly #database: Database;
  readonly #maxLeaseAgeMs: number;
  readonly #settledIdMs: number;

  constructor(database: Database, maxLeaseAgeMs: number, settledIdMs: number) {
    this.#database = database;
    this.#maxLeaseAgeMs = maxLeaseAgeMs;
    this.#settledIdMs = settledIdMs;
  }

  find(id: string): StoredCall | undefined {
    return callOf(
      this.#database.all<CallRow>("SELECT id, state, expiresAtMs, holds FROM calls WHERE id = ?", id).at(0),
    );
  }

  /** @returns When its lease ends. */
  start(id: string, holds: readonly StoredHold[], leaseMs: number, nowMs: number): number {
    const lastMs = nowMs + this.#maxLeaseAgeMs;
    const expiresAtMs = Math.min(nowMs + leaseMs, lastMs);
    const sql = "INSERT INTO calls VALUES (?, 'running', ?, ?, ?, ?)";
    this.#database.run(sql, id, expiresAtMs, lastMs, JSON.stringify(holds), lastMs + LATE_MS);
    return expiresAtMs;
  }

  extend(id: string, expiresAtMs: number): void {
    const sql = "UPDATE calls SET expiresAtMs = min(?, lastMs) WHERE id = ? AND state = 'running'";
    this.#database.run(sql, expiresAtMs, id);
  }

  end(id: string, state: "settled" | "released", nowMs: number): void {
    const sql = "INSERT OR REPLACE INTO calls VALUES (?, ?, 0, 0, '[]', ?)";
    this.#database.run(sql, id, state, nowMs + this.#settledIdMs);
  }

  /** Marks a call whose lease has ended: a late settlement can still correct what was assumed. */
  expire(id: string, nowMs: number): void {
    const untilMs = nowMs + Math.max(LATE_MS, this.#settledIdMs);
    this.#database.run("UPDATE calls SET state = 'expired', until = ? WHERE id = ?", untilMs, id);
  }

  /** Calls whose lease has ended, the first to end first. */
  takeEnded(nowMs: number): StoredCall[] {
    const sql =
      "SELECT id, state, expiresAtMs, holds FROM calls WHERE state = 'running' AND expiresAtMs <= ? ORDER BY expiresAtMs, id";
    return this.#database
      .all<CallRow>(sql, nowMs)
      .map(callOf)
      .filter((call) => call !== undefined);
  }

  /** Names what is in the file. */
  epoch(): string {
    const known = this.#database.all<{ epoch: string }>("SELECT epoch FROM meta").at(0);
    if (known !== undefined) return known.epoch;
    const epoch = randomUUID();
    this.#database.run("INSERT INTO meta VALUES (?)", epoch);
    return epoch;
  }
}

function callOf(row: CallRow | undefined): StoredCall | undefined {
  return row === undefined ? undefined : { ...row, holds: JSON.parse(row.holds) as StoredHold[] };
}
