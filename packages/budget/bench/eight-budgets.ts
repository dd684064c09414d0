// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall, BudgetDefinition } from "../src/index.ts";

/** Budgets of every kind of window, as an organisation may have them. */
export const EIGHT_BUDGETS: readonly BudgetDefinition[] = [
  { name: "organisation", limit: { usd: 50_000 }, window: { every: "month", timezone: "Europe/Berlin" } },
  { name: "team", groupBy: ["team.id"], limit: { usd: 100 }, window: { every: "day", timezone: "America/New_York" } },
  { name: "user", groupBy: ["user.id"], limit: { usd: 5 }, window: { every: "week" } },
  { name: "session", limit: { usd: 2 }, window: { per: "session" } },
  { name: "trace", groupBy: ["gen_ai.agent.name"], limit: { calls: 80 }, window: { per: "trace" } },
  { name: "burst", limit: { tokens: 50_000_000 }, window: { rolling: "24h" } },
  { name: "opus", match: { "gen_ai.response.model": "claude-opus-*" }, limit: { usd: 900 }, window: { every: "day" } },
  { name: "feature", groupBy: ["feature", "team.id"], limit: { calls: 1e9 }, window: { every: "quarter" } },
];

const CALLS = 10_000;

/** Calls as they come from many users at once: 1,000 users, 20 teams, sessions of ten calls. */
export const CALLS_OF_MANY: readonly BudgetCall[] = Array.from({ length: CALLS }, (_, index): BudgetCall => {
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

/** Heap used after collecting, in bytes. */
export function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
}
