// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall } from "./call.ts";
import { createCounterTable } from "./counter-table.ts";
import type { CounterTable } from "./counter-table.ts";
import { crossThresholds, groupsOverflowed, unknownAmount } from "./event.ts";
import type { BudgetEvent } from "./event.ts";
import { groupKeyFromGroup, OTHER_KEY } from "./group.ts";
import type { BudgetPlan } from "./plan.ts";
import { statusOf, summaryOf } from "./status.ts";
import type { BudgetStatus, BudgetSummary } from "./status.ts";
import type { TouchedCounter } from "./touch.ts";
import { isRolling } from "./window.ts";

/** Warnings remembered so that each is given once; forgotten all together when there are this many. */
const MAX_WARNINGS = 1_000;

/** One budget with its counters. */
export class TrackedBudget {
  readonly plan: BudgetPlan;
  readonly #table: CounterTable;
  readonly #warned = new Set<string>();
  #outsideCalls = 0;
  #lateCalls = 0;

  constructor(plan: BudgetPlan) {
    this.plan = plan;
    this.#table = createCounterTable(plan);
  }

  /** Counts a call in one of this budget's counters and adds to `events` what became true by it. */
  charge({ window, key }: TouchedCounter, call: BudgetCall, nowMs: number, events: BudgetEvent[]): void {
    if (key === undefined) {
      this.#outsideCalls += 1;
      return;
    }
    const amount = this.#amountOf(call);
    const charge = { amount, tokens: countFrom(call.tokens) ?? 0, estimated: call.estimated === true };
    const counter = this.#table.charge(window, key, charge, nowMs);
    if (counter === undefined) {
      this.#lateCalls += 1;
      return;
    }
    const scene = { plan: this.plan, counter, window, atMs: nowMs, traceId: call.traceId };
    const crossed = crossThresholds(scene);
    if (crossed !== undefined) events.push(crossed);
    // A rolling window has no end after which to say it again.
    const period = isRolling(this.plan.window) ? "rolling" : window.key;
    if (amount === undefined && this.#warnsFirst(`${period} unknown ${call.model}`)) {
      events.push(unknownAmount(scene, call.model));
    }
    if (counter.key === OTHER_KEY && key !== OTHER_KEY && this.#warnsFirst(`${period} overflow`)) {
      events.push(groupsOverflowed(scene));
    }
  }

  /** Where the groups stand now; all of them, or the one that has these attribute values. */
  status(group: Readonly<Record<string, string>> | undefined, nowMs: number): BudgetStatus[] {
    const window = this.plan.windowAt(nowMs);
    if (group === undefined && this.plan.dimensions.length > 0) {
      return Array.from(this.#table.current(nowMs), (counter) => statusOf(this.plan, window, counter.key, counter));
    }
    const key = groupKeyFromGroup(this.plan.dimensions, group ?? {});
    return [statusOf(this.plan, window, key, this.#table.find(key, nowMs))];
  }

  summary(nowMs: number): BudgetSummary {
    const uncounted = { outsideCalls: this.#outsideCalls, lateCalls: this.#lateCalls };
    return summaryOf(this.plan, this.#table.current(nowMs), uncounted);
  }

  #amountOf(call: BudgetCall): number | undefined {
    if (this.plan.unit === "calls") return 1;
    return countFrom(this.plan.unit === "tokens" ? call.tokens : call.costNanoUsd);
  }

  #warnsFirst(warning: string): boolean {
    if (this.#warned.has(warning)) return false;
    if (this.#warned.size >= MAX_WARNINGS) this.#warned.clear();
    this.#warned.add(warning);
    return true;
  }
}

/** A whole number to add, rounded up; `undefined` for anything that cannot be one: what is wrong is not known. */
function countFrom(value: number | undefined): number | undefined {
  return value !== undefined && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? Math.ceil(value) : undefined;
}
