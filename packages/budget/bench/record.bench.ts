// SPDX-License-Identifier: Apache-2.0
// What counting one call costs, as ratios of one run, and what a counter weighs.
import { bench, do_not_optimize, group, run } from "mitata";

import { createBudgetTracker } from "../src/index.ts";
import type { BudgetCall, BudgetDefinition } from "../src/index.ts";
import { CALLS_OF_MANY, EIGHT_BUDGETS, heapBytes } from "./eight-budgets.ts";

let serial = 0;

function nextCall(): BudgetCall | undefined {
  serial += 1;
  return CALLS_OF_MANY[serial % CALLS_OF_MANY.length];
}

group("record", () => {
  for (const count of [0, 1, 8]) {
    const tracker = createBudgetTracker(EIGHT_BUDGETS.slice(0, count));
    const name = `${count} budgets`;
    const benched = bench(name, () => {
      const call = nextCall();
      if (call !== undefined) do_not_optimize(tracker.record(call));
    });
    if (count === 0) benched.baseline(true);
  }
});

await run();

/** Bytes per counter for a million users, their ids not counted as anybody else's. */
function measureCounters(definition: BudgetDefinition, groups: number): number {
  const before = heapBytes();
  const tracker = createBudgetTracker([definition]);
  const atMs = Date.now();
  for (let index = 0; index < groups; index += 1) {
    const attributes = { "user.id": `user-${index}-${Math.imul(index, 0x9e3779b1) >>> 0}` };
    tracker.record({ atMs, attributes, costNanoUsd: 3_000_000_000, tokens: 10 });
  }
  const bytes = (heapBytes() - before) / groups;
  do_not_optimize(tracker.summary());
  return bytes;
}

const MILLION = 1_000_000;
const byUser = { name: "user", groupBy: ["user.id"], limit: { usd: 1e6 }, maxGroups: MILLION } as const;
for (const window of [{ every: "month" }, { rolling: "24h" }] as const) {
  const bytes = measureCounters({ ...byUser, window }, MILLION);
  process.stdout.write(`${JSON.stringify(window)}: ${bytes.toFixed(0)} bytes per group at a million groups\n`);
}
