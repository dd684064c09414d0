// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall } from "./call.ts";
import { chargeOfCall } from "./charge-of-call.ts";
import type { Counter } from "./counter.ts";
import { createCounterTable } from "./counter-table.ts";
import type { CounterTable } from "./counter-table.ts";
import { crossThresholds, groupsOverflowed, unknownAmount } from "./event.ts";
import type { BudgetEvent } from "./event.ts";
import { groupKeyFromGroup, OTHER_KEY } from "./group.ts";
import { BurnMeter, burnRateHigh, crossForecasts } from "./pace.ts";
import type { BudgetPlan } from "./plan.ts";
import { statusOf, summaryOf } from "./status.ts";
import type { BudgetStatus, BudgetSummary } from "./status.ts";
import type { Charge } from "./tally.ts";
import type { TouchedCounter } from "./touch.ts";
import { isRolling } from "./window.ts";
import type { Window } from "./window.ts";

/** Warnings remembered so that each is given once; forgotten all together when there are this many. */
const MAX_WARNINGS = 1_000;

/** Where a charge goes. */
export interface Entry {
  /** With the limit that holds for this call: counters of one budget can have several. */
  readonly plan: BudgetPlan;
  readonly window: Window;
  /** Key of the call's own group. */
  readonly key: string;
}

/** What an event says of the call that brought it about. */
interface Origin {
  readonly traceId?: string | undefined;
  readonly model?: string | undefined;
}

/** The origin of what no call brings about. */
export const NO_ORIGIN: Origin = Object.freeze({});

/** One budget with its counters. The only place that counts: for tracking a call afterwards and for a ledger alike. */
export class TrackedBudget {
  readonly plan: BudgetPlan;
  readonly table: CounterTable;
  readonly #warned = new Set<string>();
  /** Beside the counters, which are as small as they can be: only budgets with paces have any. */
  #meters: WeakMap<Counter, BurnMeter> | undefined;
  #outsideCalls = 0;
  #lateCalls = 0;

  constructor(plan: BudgetPlan) {
    this.plan = plan;
    this.table = createCounterTable(plan);
  }

  /** Counts a finished call and adds to `events` what became true by it. */
  record({ plan, window, key }: TouchedCounter, call: BudgetCall, nowMs: number, events: BudgetEvent[]): void {
    if (key === undefined) {
      this.#outsideCalls += 1;
      return;
    }
    if (!this.table.keeps(window, nowMs)) {
      this.#lateCalls += 1;
      return;
    }
    const counter = this.table.open(window, key, nowMs);
    const entry = { plan, window, key };
    this.charge(counter, entry, chargeOfCall(plan, call), call, nowMs, events);
  }

  /** Adds a charge to a counter of a window that is kept, and to `events` what became true by it. */
  charge(counter: Counter, entry: Entry, charge: Charge, origin: Origin, nowMs: number, events: BudgetEvent[]): void {
    counter.advance(nowMs, this.plan.lookbackMs);
    counter.charge(entry.window, charge);
    this.cross(counter, entry, origin, nowMs, events);
    if (entry.plan.burns.length > 0) this.#burn(counter, entry, charge, origin, nowMs, events);
    const isUnknown = charge.amount === undefined;
    const isOverflow = counter.key === OTHER_KEY && entry.key !== OTHER_KEY;
    if (!isUnknown && !isOverflow) return;
    const { plan, window } = entry;
    // A rolling window has no end after which to say it again.
    const period = isRolling(this.plan.window) ? "rolling" : window.key;
    const scene = { plan, counter, window, atMs: nowMs, traceId: origin.traceId };
    if (isUnknown && this.#warnsFirst(`${period} unknown ${origin.model}`)) {
      events.push(unknownAmount(scene, origin.model));
    }
    if (isOverflow && this.#warnsFirst(`${period} overflow`)) events.push(groupsOverflowed(scene));
  }

  /** Takes back a charge that was an assumption; what it had made true stays said. */
  takeBack(counter: Counter, { plan, window }: Omit<Entry, "key">, charge: Charge, nowMs: number): void {
    counter.advance(nowMs, plan.lookbackMs);
    counter.remove(window, charge);
    this.#meters?.get(counter)?.add(plan.burns, -(charge.amount ?? 0), nowMs);
  }

  /** Adds to `events` the thresholds that a counter has newly reached, or is newly on its way to. */
  cross(counter: Counter, { plan, window }: Entry, origin: Origin, nowMs: number, events: BudgetEvent[]): void {
    const [lowest] = plan.thresholds;
    const isReached = lowest !== undefined && counter.spent >= lowest.amount;
    if (!isReached && plan.forecasts.length === 0) return;
    const scene = { plan, counter, window, atMs: nowMs, traceId: origin.traceId };
    const crossed = isReached ? crossThresholds(scene) : undefined;
    if (crossed !== undefined) events.push(crossed);
    const forecast = crossForecasts(scene);
    if (forecast !== undefined) events.push(forecast);
  }

  #burn(counter: Counter, entry: Entry, charge: Charge, origin: Origin, nowMs: number, events: BudgetEvent[]): void {
    const { plan, window } = entry;
    this.#meters ??= new WeakMap();
    const meter = this.#meters.get(counter) ?? new BurnMeter();
    this.#meters.set(counter, meter);
    meter.add(plan.burns, charge.amount ?? 0, nowMs);
    const scene = { plan, counter, window, atMs: nowMs, traceId: origin.traceId };
    for (const [rule, consumed] of meter.burning(plan.burns, nowMs)) events.push(burnRateHigh(scene, rule, consumed));
  }

  /** Where the groups stand now; all of them, or the one that has these attribute values. */
  status(group: Readonly<Record<string, string>> | undefined, nowMs: number): BudgetStatus[] {
    const window = this.plan.windowAt(nowMs);
    if (group === undefined && this.plan.dimensions.length > 0) {
      const counters = this.table.counters(window, nowMs);
      return Array.from(counters, (counter) => statusOf(this.plan, window, counter.key, counter));
    }
    const key = groupKeyFromGroup(this.plan.dimensions, group ?? {});
    const counter = this.table.find(window, key, nowMs);
    return [statusOf(this.plan, window, key, counter?.key === key ? counter : undefined)];
  }

  summary(nowMs: number): BudgetSummary {
    const uncounted = { outsideCalls: this.#outsideCalls, lateCalls: this.#lateCalls };
    return summaryOf(this.plan, this.table.counters(this.plan.windowAt(nowMs), nowMs), uncounted);
  }

  #warnsFirst(warning: string): boolean {
    if (this.#warned.has(warning)) return false;
    if (this.#warned.size >= MAX_WARNINGS) this.#warned.clear();
    this.#warned.add(warning);
    return true;
  }
}
