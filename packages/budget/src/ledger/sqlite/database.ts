// SPDX-License-Identifier: Apache-2.0
import type { DatabaseSync, StatementSync } from "node:sqlite";

import { LedgerStoreError } from "../store-error.ts";

type Value = string | number | null;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (epoch TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS plans (id INTEGER PRIMARY KEY, stored TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS counters (
  id INTEGER PRIMARY KEY, ledger TEXT NOT NULL, period TEXT NOT NULL, grp TEXT NOT NULL,
  held INTEGER NOT NULL DEFAULT 0, touched INTEGER NOT NULL, until INTEGER NOT NULL, UNIQUE (ledger, period, grp));
CREATE INDEX IF NOT EXISTS counters_until ON counters (until);
CREATE TABLE IF NOT EXISTS sums (
  counter INTEGER NOT NULL REFERENCES counters (id) ON DELETE CASCADE, tile INTEGER NOT NULL,
  spent INTEGER NOT NULL, granted INTEGER NOT NULL, calls INTEGER NOT NULL, unknownCalls INTEGER NOT NULL,
  unknownTokens INTEGER NOT NULL, estimatedCalls INTEGER NOT NULL, PRIMARY KEY (counter, tile)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS latches (
  counter INTEGER NOT NULL REFERENCES counters (id) ON DELETE CASCADE, label TEXT NOT NULL, atMs INTEGER NOT NULL,
  PRIMARY KEY (counter, label)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS paces (
  counter INTEGER NOT NULL REFERENCES counters (id) ON DELETE CASCADE, tileMs INTEGER NOT NULL, tile INTEGER NOT NULL,
  amount INTEGER NOT NULL, PRIMARY KEY (counter, tileMs, tile)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS corrections (
  ledger TEXT NOT NULL, period TEXT NOT NULL, grp TEXT NOT NULL, id TEXT NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY (ledger, period, grp, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS corrections_until ON corrections (until);
CREATE TABLE IF NOT EXISTS said (
  ledger TEXT NOT NULL, period TEXT NOT NULL, what TEXT NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY (ledger, period, what)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS said_until ON said (until);
CREATE TABLE IF NOT EXISTS calls (
  id TEXT PRIMARY KEY, state TEXT NOT NULL, expiresAtMs INTEGER NOT NULL, lastMs INTEGER NOT NULL,
  holds TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS calls_running ON calls (expiresAtMs, id) WHERE state = 'running';
CREATE INDEX IF NOT EXISTS calls_until ON calls (until);
CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, freeAtMs INTEGER NOT NULL);
`;

/** A database file, with statements prepared once and steps that happen as a whole or not at all. */
export class Database {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @throws {Error} If this Node has no `node:sqlite`, or the file cannot be opened. */
  constructor(path: string, timeoutMs: number) {
    // Loaded when a store is made and not before: Node warns of its module once in a process that loads it.
    const sqlite = process.getBuiltinModule("node:sqlite");
    this.#database = new sqlite.DatabaseSync(path, { timeout: timeoutMs, enableForeignKeyConstraints: true });
    this.#database.exec("PRAGMA synchronous = NORMAL");
    untilFree(() => this.#database.exec("PRAGMA journal_mode = WAL"));
    untilFree(() => this.whole(() => this.#database.exec(SCHEMA)));
  }

  /**
   * Takes one step, alone among all processes.
   *
   * @throws {LedgerStoreError} When others keep the file longer than the timeout, or it cannot be written.
   */
  whole<Result>(step: () => Result): Result {
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        const result = step();
        this.#database.exec("COMMIT");
        return result;
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
        throw error;
      }
    } catch (error) {
      throw storeError(error);
    }
  }

  /** Tells whether a step failed because of others, and may be taken again. */
  isBusy(error: unknown): boolean {
    return error instanceof LedgerStoreError && error.problem === "timeout";
  }

  /** @returns Rows changed. */
  run(sql: string, ...values: Value[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#prepared(sql).all(...values) as Row[];
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Longest wait for others who make the same file at the same moment. */
const OPEN_TIMEOUT_MS = 5_000;
const PAUSE_MS = 5;

/** Where processes start together, one makes the file: SQLite does not let the others wait for the change to its log. */
function untilFree(open: () => void): void {
  const endsAtMs = performance.now() + OPEN_TIMEOUT_MS;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      return open();
    } catch (error) {
      const known = storeError(error);
      const isBusy = known instanceof LedgerStoreError && known.problem === "timeout";
      if (!isBusy || performance.now() > endsAtMs) throw known;
      Atomics.wait(pause, 0, 0, PAUSE_MS);
    }
  }
}

/** Primary result codes of SQLite: busy, locked, out of memory, read-only, input or output, full, cannot open. */
const PROBLEM_OF_CODE = {
  5: "timeout",
  6: "timeout",
  7: "out_of_memory",
  8: "read_only",
  10: "unreachable",
  13: "out_of_memory",
  14: "unreachable",
} as const;

function storeError(error: unknown): unknown {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return error;
  const code = Number(error.errcode) & 0xff;
  const problem = Object.entries(PROBLEM_OF_CODE).find(([known]) => Number(known) === code)?.[1];
  return new LedgerStoreError(problem ?? "refused", error);
}
