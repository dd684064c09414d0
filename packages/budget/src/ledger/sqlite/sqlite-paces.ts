// SPDX-License-Identifier: Apache-2.0
import { crossThresholds } from "../../event.ts";
import type { BudgetEvent, EventPlan, EventScene } from "../../event.ts";
import { burnRateHigh, crossForecasts, isBurning } from "../../pace.ts";
import type { RecentSpend } from "../../pace.ts";
import { BURN_TILES } from "../../plan.ts";
import type { PlannedBurn } from "../../plan.ts";
import type { CounterState } from "../ledger-store.ts";
import type { Database } from "./database.ts";

/** Where an event may happen. */
export type CrossedScene = EventScene & { readonly counter: CounterState & { readonly key: string } };

/** What was said of counters, and how fast they fill, in the database. */
export class SqlitePaces {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Marks what has newly been reached.
   *
   * @param amount - What was spent just now; left out where something was only corrected, which is no pace.
   */
  cross(scene: CrossedScene, counterId: number, amount: number | undefined): BudgetEvent[] {
    const { plan, atMs } = scene;
    const sinceMs = plan.lookbackMs > 0 ? atMs - plan.lookbackMs : -1;
    const counter = {
      ...scene.counter,
      isLatched: (label: string): boolean => this.#isLatched(counterId, label, sinceMs),
      latch: (label: string): void => this.#latch(counterId, label, atMs),
    };
    const events = [crossThresholds({ ...scene, counter }), crossForecasts({ ...scene, counter })];
    const paces = amount === undefined ? [] : this.#burning(scene, counterId, amount);
    return [...events, ...paces].filter((event) => event !== undefined);
  }

  /** Adds to the piece of time that is now, once for each length. */
  add({ burns }: Pick<EventPlan, "burns">, counterId: number, amount: number, nowMs: number): void {
    for (const tileMs of new Set(burns.map((rule) => rule.tileMs))) {
      const tile = Math.floor(nowMs / tileMs);
      const sql = "INSERT INTO paces VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET amount = amount + excluded.amount";
      this.#database.run(sql, counterId, tileMs, tile, amount);
      const gone = "DELETE FROM paces WHERE counter = ? AND tileMs = ? AND tile < ?";
      this.#database.run(gone, counterId, tileMs, tile - BURN_TILES);
    }
  }

  #burning(scene: CrossedScene, counterId: number, amount: number): BudgetEvent[] {
    const { plan, atMs } = scene;
    this.add(plan, counterId, amount, atMs);
    return plan.burns.flatMap((rule) => {
      const recent = this.#recent(rule, counterId, atMs);
      if (this.#isLatched(counterId, rule.label, atMs - rule.withinMs) || !isBurning(rule, recent)) return [];
      this.#latch(counterId, rule.label, atMs);
      return [burnRateHigh(scene, rule, recent.long)];
    });
  }

  #recent({ tileMs }: PlannedBurn, counterId: number, nowMs: number): RecentSpend {
    const tile = Math.floor(nowMs / tileMs);
    const sql = `SELECT coalesce(sum(amount), 0) AS long, coalesce(sum(amount) FILTER (WHERE tile >= ?), 0) AS short
      FROM paces WHERE counter = ? AND tileMs = ? AND tile >= ?`;
    const row = this.#database.all<RecentSpend>(sql, tile - 1, counterId, tileMs, tile - BURN_TILES).at(0);
    return row ?? { long: 0, short: 0 };
  }

  #isLatched(counterId: number, label: string, sinceMs: number): boolean {
    const sql = "SELECT 1 FROM latches WHERE counter = ? AND label = ? AND atMs > ?";
    return this.#database.all(sql, counterId, label, sinceMs).at(0) !== undefined;
  }

  #latch(counterId: number, label: string, atMs: number): void {
    this.#database.run("INSERT OR REPLACE INTO latches VALUES (?, ?, ?)", counterId, label, atMs);
  }
}
