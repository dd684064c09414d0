// SPDX-License-Identifier: Apache-2.0
// What counting one call costs, as ratios of one run, and what a counter weighs.
import { bench, do_not_optimize, group, run } from "mitata";

import { createBudgetTracker } from "../src/index.ts";
import type { BudgetCall, BudgetDefinition } from "../src/index.ts";

const EIGHT_BUDGETS: readonly BudgetDefinition[] = [
  { name: "organisation", limit: { usd: 50_000 }, window: { every: "month", timezone: "Europe/Berlin" } },
  { name: "team", groupBy: ["team.id"], limit: { usd: 100 }, window: { every: "day", timezone: "America/New_York" } },
  { name: "user", groupBy: ["user.id"], limit: { usd: 5 }, window: { every: "week" } },
  { name: "session", limit: { usd: 2 }, window: { per: "session" } },
  { name: "trace", groupBy: ["gen_ai.agent.name"], limit: { calls: 80 }, window: { per: "trace" } },
  { name: "burst", limit: { tokens: 50_000_000 }, window: { rolling: "24h" } },
  { name: "opus", match: { "gen_ai.response.model": "claude-opus-*" }, limit: { usd: 900 }, window: { every: "day" } },
  { name: "feature", groupBy: ["feature", "team.id"], limit: { calls: 1e9 }, window: { every: "quarter" } },
];

const BATCH = 1_000;
let serial = 0;
/** Calls as they come from many users at once: 1,000 users, 20 teams, sessions of ten calls. */
const calls = Array.from({ length: 10 * BATCH }, (_, index): BudgetCall => {
  const session = Math.floor(index / 10);
  return {
    atMs: Date.now(),
    traceId: `4bf92f3577b34da6a3ce929d0e0e${String(session).padStart(4, "0")}`,
    attributes: {
      "user.id": `user-${index % 1_000}`,
      "session.id": `session-${session}`,
      "team.id": `team-${index % 20}`,
      feature: `feature-${index % 7}`,
      "gen_ai.agent.name": "planner",
      "gen_ai.response.model": "claude-opus-4-5",
    },
    costNanoUsd: 1_234_567,
    tokens: 4_321,
  };
});

function nextCall(): BudgetCall | undefined {
  serial += 1;
  return calls[serial % calls.length];
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

/** Heap used after collecting, in bytes. */
function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
}

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
