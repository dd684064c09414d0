// SPDX-License-Identifier: Apache-2.0
// What admitting and settling one call costs, beside counting it afterwards, and what a counter weighs that was held.
import { bench, do_not_optimize, group, run } from "mitata";

import { chargeOfCall } from "../src/charge-of-call.ts";
import { createBudgetTracker } from "../src/index.ts";
import type { BudgetCall } from "../src/index.ts";
import type { CounterRef, Hold, Settlement } from "../src/ledger/ledger-store.ts";
import { createMemoryStore } from "../src/ledger/memory-store.ts";
import { planBudget } from "../src/plan.ts";
import { touchedCounters } from "../src/touch.ts";
import { CALLS_OF_MANY, EIGHT_BUDGETS, heapBytes } from "./eight-budgets.ts";

const LEASE_MS = 600_000;
const PLANS = EIGHT_BUDGETS.map(planBudget);
let serial = 0;

/** The counters of each call, resolved beforehand: admission and settlement of the ledger alone are measured. */
const REFS: readonly (readonly CounterRef[])[] = CALLS_OF_MANY.map((call) => {
  return touchedCounters(PLANS, call).flatMap(({ index, window, key }): CounterRef[] => {
    const plan = PLANS[index];
    return plan === undefined || key === undefined ? [] : [{ plan, window, key }];
  });
});

function holdsOf(refs: readonly CounterRef[], count: number): Hold[] {
  return refs
    .slice(0, count)
    .map((counter): Hold => ({ counter, amount: 1, cap: Number.POSITIVE_INFINITY, expiryAmount: 1 }));
}

function chargesOf(call: BudgetCall, refs: readonly CounterRef[], count: number): Settlement["charges"] {
  return refs.slice(0, count).map((counter) => ({ counter, charge: chargeOfCall(counter.plan, call) }));
}

group("one call", () => {
  const tracker = createBudgetTracker(EIGHT_BUDGETS);
  bench("counted afterwards, 8 budgets", () => {
    serial += 1;
    const call = CALLS_OF_MANY[serial % CALLS_OF_MANY.length];
    if (call !== undefined) do_not_optimize(tracker.record(call));
  }).baseline(true);
  for (const count of [1, 8]) {
    const store = createMemoryStore();
    // Few enough to be in the cache, as what a program has just made is.
    const prepared = CALLS_OF_MANY.slice(0, 1_000).map((call, index) => {
      const refs = REFS[index] ?? [];
      return { holds: holdsOf(refs, count), charges: chargesOf(call, refs, count) };
    });
    bench(`admitted and settled, ${count} budgets`, () => {
      serial += 1;
      const one = prepared[serial % prepared.length];
      if (one === undefined) return;
      const id = `call-${serial}`;
      do_not_optimize(store.reserve({ id, holds: one.holds, leaseMs: LEASE_MS }));
      do_not_optimize(store.settle({ id, charges: one.charges }));
    });
  }
});

await run();

const MILLION = 1_000_000;
const byUser = planBudget({
  name: "user",
  groupBy: ["user.id"],
  limit: { usd: 1e6 },
  window: { every: "month" },
  maxGroups: MILLION,
});
const before = heapBytes();
const store = createMemoryStore();
const window = byUser.windowAt(Date.now());
for (let index = 0; index < MILLION; index += 1) {
  const counter = { plan: byUser, window, key: `user-${index}-${Math.imul(index, 0x9e3779b1) >>> 0}` };
  const hold = { counter, amount: 3_000_000_000, cap: byUser.limit, expiryAmount: 0 };
  store.reserve({ id: "call", holds: [hold], leaseMs: LEASE_MS });
  store.release("call");
  store.settle({
    id: `call-${index}`,
    charges: [{ counter, charge: { amount: 3_000_000_000, tokens: 10, calls: 1, estimated: false } }],
  });
}
const bytes = (heapBytes() - before) / MILLION;
do_not_optimize(store.groups(byUser, window).length);
process.stdout.write(`${bytes.toFixed(0)} bytes per group at a million groups, ids remembered included\n`);
