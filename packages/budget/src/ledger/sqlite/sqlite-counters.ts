// SPDX-License-Identifier: Apache-2.0
import { groupsOverflowed, unknownAmount } from "../../event.ts";
import type { BudgetEvent, EventPlan } from "../../event.ts";
import { OTHER_KEY } from "../../group.ts";
import type { BudgetPlan } from "../../plan.ts";
import type { Charge } from "../../tally.ts";
import { isScope } from "../../window.ts";
import type { Window } from "../../window.ts";
import { LATE_MS } from "../../window-table.ts";
import { correctionIdUntilMs } from "../correction-ids.ts";
import { eventPlanFrom, storedPlan } from "../event-record.ts";
import type { CounterRef, CounterState } from "../ledger-store.ts";
import type { Database } from "./database.ts";
import { SqlitePaces } from "./sqlite-paces.ts";
import type { CrossedScene } from "./sqlite-paces.ts";

/** A counter as it is read: its row and its sums over the tiles that count. */
export interface CounterRow extends CounterState {
  readonly id: number;
  readonly key: string;
}

/** Where something is counted, as it is written down with a hold: without what a plan has to work out. */
export interface StoredPlace {
  readonly planId: number;
  readonly ledger: string;
  readonly window: readonly [key: string, startMs: number | null, endMs: number | null];
  readonly key: string;
}

/** Where something is counted. */
export interface Place {
  readonly ledger: string;
  readonly plan: EventPlan;
  readonly window: Window;
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** A counter without an end is forgotten this long after it was last touched. */
const LIFETIME_MS = 400 * DAY_MS;
const SCOPE_MS = 7 * DAY_MS;
const NOTHING: Omit<Charge, "amount"> = { tokens: 0, calls: 0, estimated: false };

/** The counters in the database. All that is done here is done within one step. */
export class SqliteCounters {
  readonly #database: Database;
  readonly #maxLeaseAgeMs: number;
  #planIds = new WeakMap<BudgetPlan, number>();
  readonly #plans = new Map<number, EventPlan>();
  readonly #paces: SqlitePaces;

  constructor(database: Database, maxLeaseAgeMs: number) {
    this.#database = database;
    this.#maxLeaseAgeMs = maxLeaseAgeMs;
    this.#paces = new SqlitePaces(database);
  }

  /** Finds what a group is counted in: its own counter, or the shared one where there is no room for it. */
  find({ plan, ledger, window, key }: Place, nowMs: number): CounterRow | undefined {
    const period = periodOf(plan, window);
    const own = this.#read(plan, ledger, period, key, window, nowMs);
    if (own !== undefined || !isBounded(plan)) return own;
    if (plan.lookbackMs > 0) {
      const sinceMs = nowMs - plan.lookbackMs - (window.endMs - window.startMs);
      this.#database.run(
        "DELETE FROM counters WHERE ledger = ? AND period = ? AND touched <= ? AND held = 0",
        ledger,
        period,
        sinceMs,
      );
    }
    const row = this.#database
      .all<{ groups: number }>(
        "SELECT count(*) AS groups FROM counters WHERE ledger = ? AND period = ?",
        ledger,
        period,
      )
      .at(0);
    if ((row?.groups ?? 0) < plan.maxGroups) return undefined;
    return this.#read(plan, ledger, period, OTHER_KEY, window, nowMs) ?? { ...EMPTY, key: OTHER_KEY };
  }

  /** Makes the counter that {@link find} did not find, or keeps it from being forgotten. */
  open(place: Place, nowMs: number, found = this.find(place, nowMs)): CounterRow {
    const { plan, ledger, window } = place;
    const key = found?.key ?? place.key;
    const untilMs = Math.min(this.#untilMs(place, nowMs), Number.MAX_SAFE_INTEGER);
    const sql = `INSERT INTO counters (ledger, period, grp, touched, until) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET touched = excluded.touched, until = excluded.until RETURNING id`;
    const row = this.#database.all<{ id: number }>(sql, ledger, periodOf(plan, window), key, nowMs, untilMs).at(0);
    return { ...(found ?? EMPTY), id: row?.id ?? 0, key };
  }

  hold(counterId: number, amount: number): void {
    this.#database.run("UPDATE counters SET held = held + ? WHERE id = ?", amount, counterId);
  }

  /** Adds a charge, or with sign -1 takes it back. */
  charge(counterId: number, { plan, window }: Place, charge: Charge, sign: 1 | -1 = 1): void {
    const { amount, tokens, calls, estimated } = charge;
    const isKnown = amount !== undefined;
    this.#add(counterId, plan, window, [
      sign * (amount ?? 0),
      0,
      sign * calls,
      isKnown ? 0 : sign * calls,
      isKnown ? 0 : sign * tokens,
      estimated ? sign * calls : 0,
    ]);
  }

  /** Takes back a charge that was an assumption. */
  takeBack(counterId: number, place: Place, charge: Charge, nowMs: number): void {
    this.charge(counterId, place, charge, -1);
    this.#paces.add(place.plan, counterId, -(charge.amount ?? 0), nowMs);
  }

  adjust(counterId: number, { plan, window }: Place, amount: number): void {
    this.charge(counterId, { plan, window, ledger: "", key: "" }, { ...NOTHING, amount });
  }

  grant(counterId: number, { plan, window }: Place, amount: number): void {
    this.#add(counterId, plan, window, [0, amount, 0, 0, 0, 0]);
  }

  /** Marks what has newly been reached, by spending an amount where one was spent. */
  cross(place: Place, row: CounterRow, nowMs: number, traceId: string | undefined, amount?: number): BudgetEvent[] {
    return this.#paces.cross({ ...this.sceneOf(place, row, nowMs), traceId }, row.id, amount);
  }

  /** What an event says of a counter as it is now. */
  sceneOf(place: Place, row: CounterRow, nowMs: number): CrossedScene {
    const counter = this.find({ ...place, key: row.key }, nowMs) ?? row;
    return { plan: place.plan, window: place.window, counter, atMs: nowMs, traceId: undefined };
  }

  /** Warnings that are given once for a budget and window. */
  warn(
    place: Place,
    row: CounterRow,
    warning: { what: "unknown" | "overflow"; model?: string | undefined },
    nowMs: number,
    traceId: string | undefined,
  ): BudgetEvent | undefined {
    const { plan, ledger, window } = place;
    const untilMs = Math.min(this.#untilMs(place, nowMs), Number.MAX_SAFE_INTEGER);
    const what = `${warning.what} ${warning.model ?? ""}`;
    const isFirst =
      this.#database.run(
        "INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?)",
        ledger,
        periodOf(plan, window),
        what,
        untilMs,
      ) > 0;
    if (!isFirst) return undefined;
    const counter = this.find({ ...place, key: row.key }, nowMs) ?? row;
    const scene = { plan, window, counter, atMs: nowMs, traceId };
    return warning.what === "unknown" ? unknownAmount(scene, warning.model) : groupsOverflowed(scene);
  }

  groups({ plan, ledger, window }: Place, nowMs: number): string[] {
    const sinceMs = plan.lookbackMs > 0 ? nowMs - plan.lookbackMs - (window.endMs - window.startMs) : 0;
    const sql = "SELECT grp FROM counters WHERE ledger = ? AND period = ? AND touched > ? ORDER BY id";
    return this.#database.all<{ grp: string }>(sql, ledger, periodOf(plan, window), sinceMs).map(({ grp }) => grp);
  }

  /** Tells whether a correction is made for the first time in a counter. */
  isFirst({ plan, ledger, window, key }: Place, id: string, nowMs: number): boolean {
    const untilMs = correctionIdUntilMs(plan.lookbackMs, window, nowMs);
    const sql = "INSERT OR IGNORE INTO corrections VALUES (?, ?, ?, ?, ?)";
    return this.#database.run(sql, ledger, periodOf(plan, window), key, id, untilMs) > 0;
  }

  /** Drops some of what nobody can ask for any more; little at a time, so that no step has to wait for it. */
  forget(nowMs: number): void {
    this.#database.run("DELETE FROM counters WHERE id IN (SELECT id FROM counters WHERE until <= ? LIMIT 16)", nowMs);
    this.#database.run(
      "DELETE FROM calls WHERE id IN (SELECT id FROM calls WHERE until <= ? AND state != 'running' LIMIT 16)",
      nowMs,
    );
    this.#database.run("DELETE FROM said WHERE until <= ?", nowMs);
    this.#database.run("DELETE FROM corrections WHERE until <= ?", nowMs);
  }

  /** After a step that was undone: ids given out in it are free again. */
  forgetPlans(): void {
    this.#planIds = new WeakMap();
  }

  isKept({ plan, window }: Place, nowMs: number): boolean {
    return window.endMs + (plan.lookbackMs > 0 ? plan.lookbackMs : LATE_MS) > nowMs;
  }

  /** Writes a place down. */
  store({ plan, window, key }: CounterRef): StoredPlace {
    return {
      planId: this.#planId(plan),
      ledger: plan.ledgerKey,
      window: [window.key, finite(window.startMs), finite(window.endMs)],
      key,
    };
  }

  /** Reads it back. */
  place({ planId, ledger, window: [key, startMs, endMs], key: group }: StoredPlace): Place | undefined {
    const plan = this.#plan(planId);
    if (plan === undefined) return undefined;
    const window = { key, startMs: startMs ?? Number.NEGATIVE_INFINITY, endMs: endMs ?? Number.POSITIVE_INFINITY };
    return { plan, ledger, window, key: group };
  }

  #read(
    plan: EventPlan,
    ledger: string,
    period: string,
    key: string,
    window: Window,
    nowMs: number,
  ): CounterRow | undefined {
    const firstTile = plan.lookbackMs > 0 ? Math.floor((nowMs - plan.lookbackMs) / (window.endMs - window.startMs)) : 0;
    const sql = `SELECT c.id AS id, c.grp AS key, c.held AS held, coalesce(sum(spent), 0) AS spent,
        coalesce(sum(granted), 0) AS granted, coalesce(sum(calls), 0) AS calls, coalesce(sum(unknownCalls), 0) AS unknownCalls
      FROM counters AS c LEFT JOIN sums ON counter = c.id AND tile >= ?
      WHERE ledger = ? AND period = ? AND grp = ? GROUP BY c.id`;
    return this.#database.all<CounterRow>(sql, firstTile, ledger, period, key).at(0);
  }

  #add(counterId: number, plan: EventPlan, window: Window, sums: readonly number[]): void {
    const tile = plan.lookbackMs > 0 ? window.startMs / (window.endMs - window.startMs) : 0;
    const sql = `INSERT INTO sums VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
      spent = spent + excluded.spent, granted = granted + excluded.granted, calls = calls + excluded.calls,
      unknownCalls = unknownCalls + excluded.unknownCalls, unknownTokens = unknownTokens + excluded.unknownTokens,
      estimatedCalls = estimatedCalls + excluded.estimatedCalls`;
    this.#database.run(sql, counterId, tile, ...sums);
  }

  #untilMs({ plan, window }: Place, nowMs: number): number {
    if (plan.lookbackMs > 0) return nowMs + 2 * plan.lookbackMs + this.#maxLeaseAgeMs;
    if (Number.isFinite(window.endMs)) return window.endMs + LATE_MS + this.#maxLeaseAgeMs;
    return nowMs + (window.key === "lifetime" ? LIFETIME_MS : SCOPE_MS + this.#maxLeaseAgeMs);
  }

  #planId(plan: BudgetPlan): number {
    const known = this.#planIds.get(plan);
    if (known !== undefined) return known;
    const stored = storedPlan(plan);
    this.#database.run("INSERT OR IGNORE INTO plans (stored) VALUES (?)", stored);
    const id = this.#database.all<{ id: number }>("SELECT id FROM plans WHERE stored = ?", stored).at(0)?.id ?? 0;
    this.#planIds.set(plan, id);
    return id;
  }

  #plan(id: number): EventPlan | undefined {
    const known = this.#plans.get(id);
    if (known !== undefined) return known;
    const stored = this.#database.all<{ stored: string }>("SELECT stored FROM plans WHERE id = ?", id).at(0)?.stored;
    if (stored === undefined) return undefined;
    const plan = eventPlanFrom(stored);
    this.#plans.set(id, plan);
    return plan;
  }
}

/** Names the place of a counter that somebody asks for. */
export function placeOf({ plan, window, key }: CounterRef): Place {
  const place = { plan, ledger: plan.ledgerKey, window, key };
  return isScope(plan.window) ? { ...place, plan: { ...plan, maxGroups: Number.POSITIVE_INFINITY } } : place;
}

const EMPTY: CounterRow = { id: 0, key: "", spent: 0, held: 0, granted: 0, calls: 0, unknownCalls: 0 };

function isBounded({ maxGroups }: EventPlan): boolean {
  return Number.isFinite(maxGroups);
}

function periodOf({ lookbackMs }: EventPlan, window: Window): string {
  return lookbackMs > 0 ? "rolling" : window.key;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
