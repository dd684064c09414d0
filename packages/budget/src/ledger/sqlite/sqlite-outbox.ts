// SPDX-License-Identifier: Apache-2.0
import type { BudgetEvent } from "../../event.ts";
import type { ClaimedEvent } from "../ledger-store.ts";
import { MAX_OUTBOX_EVENTS } from "../memory-outbox.ts";
import type { Database } from "./database.ts";

/** Events that wait for delivery, in the file. */
export class SqliteOutbox {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add(events: readonly BudgetEvent[]): void {
    for (const event of events) {
      this.#database.run("INSERT INTO outbox (event, freeAtMs) VALUES (?, 0)", JSON.stringify(event));
      this.#database.run("DELETE FROM outbox WHERE id <= (SELECT max(id) FROM outbox) - ?", MAX_OUTBOX_EVENTS);
    }
  }

  claim(max: number, leaseMs: number, nowMs: number): ClaimedEvent[] {
    const sql = `UPDATE outbox SET freeAtMs = ? WHERE id IN
      (SELECT id FROM outbox WHERE freeAtMs <= ? ORDER BY id LIMIT ?) RETURNING id, event`;
    const rows = this.#database.all<{ id: number; event: string }>(sql, nowMs + leaseMs, nowMs, max);
    return rows
      .toSorted((left, right) => left.id - right.id)
      .map(({ id, event }) => ({ id: String(id), event: revive(JSON.parse(event) as BudgetEvent) }));
  }

  extend(ids: readonly string[], freeAtMs: number): void {
    for (const id of ids) this.#database.run("UPDATE outbox SET freeAtMs = ? WHERE id = ?", freeAtMs, Number(id));
  }

  acknowledge(ids: readonly string[]): void {
    for (const id of ids) this.#database.run("DELETE FROM outbox WHERE id = ?", Number(id));
  }
}

/** JSON has no infinity: a window without start or end comes back with null. */
function revive(event: BudgetEvent): BudgetEvent {
  const { windowStartMs, windowEndMs } = event as { windowStartMs: number | null; windowEndMs: number | null };
  return {
    ...event,
    windowStartMs: windowStartMs ?? Number.NEGATIVE_INFINITY,
    windowEndMs: windowEndMs ?? Number.POSITIVE_INFINITY,
  };
}
