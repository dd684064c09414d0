// SPDX-License-Identifier: Apache-2.0
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { BudgetDefinition } from "../../src/definition.ts";
import { createRedisStore } from "../../src/ledger/redis/redis-store.ts";
import { planBudget } from "../../src/plan.ts";
import { printFigure } from "../print-figure.ts";
import { overrunInFlight, PROCESSES, runFleet } from "./fleet.ts";
import type { FleetResult, SpenderOptions } from "./fleet.ts";
import { findRedisServer, startRedisServer } from "./redis-server.ts";
import type { RedisServer } from "./redis-server.ts";

const program = findRedisServer();
const LOOPS = 8;
/** Of the first scenario, which is the one that all else rests on: as many wherever it runs. */
const ALL_PROCESSES = 64;
const MEAN_ESTIMATE = 550_000;
const USD = 1e-9;

/** A budget of so much of what so many processes would hold without a cap. */
function budgetOf(share: number, processes: number): BudgetDefinition {
  return {
    name: "all",
    limit: { usd: Number((share * processes * LOOPS * MEAN_ESTIMATE * USD).toFixed(9)) },
    window: "lifetime",
    thresholds: [{ at: 0.25 }, { at: 0.5 }, { at: 0.75 }, { at: 0.9 }],
  };
}

/** The same limit over a quarter, for what is told of paces: forecast to pass its half, and a tenth of it within an hour. */
function paceOf({ limit }: BudgetDefinition): BudgetDefinition {
  const thresholds = [{ at: 0.5, basis: "forecast" as const }];
  return { name: "pace", limit, window: { every: "quarter" }, thresholds, burn: [{ consume: 0.1, within: "1h" }] };
}

const BUDGET = budgetOf(0.05, PROCESSES);
const CAP = planBudget(BUDGET).limit;

describe.skipIf(program === undefined)("processes over one Redis", () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedisServer(program ?? "");
    client = new Redis(server.port, "127.0.0.1");
  });
  beforeEach(async () => {
    await client.flushall();
  });
  afterAll(async () => {
    client.disconnect();
    await server.dispose();
  });

  const options = (change: Partial<SpenderOptions> = {}): ((index: number) => SpenderOptions) => {
    const common = { budgets: [BUDGET], port: server.port, mode: "reserve", loops: LOOPS, callsPerLoop: 1 } as const;
    return (index) => ({ ...common, seed: index + 1, ...change });
  };
  const stateOf = async (definition = BUDGET, key = ""): Promise<{ spent: number; held: number }> => {
    const plan = planBudget(definition);
    const [state] = await createRedisStore(client).read([{ plan, window: plan.windowAt(Date.now()), key }]);
    return { spent: state?.spent ?? Number.NaN, held: state?.held ?? Number.NaN };
  };
  const problemsOf = ({ reports }: FleetResult): string[] => reports.flatMap(({ problems }) => problems);

  it("scenario 1: never spend past the cap when estimates are bounds, fill it, and cross each threshold once; post-hoc they pass it", async () => {
    const budget = budgetOf(0.05, ALL_PROCESSES);
    const cap = planBudget(budget).limit;
    const fleet = { budgets: [budget, paceOf(budget)], duplicated: 0.3, callsPerLoop: 2 };
    const result = await runFleet(ALL_PROCESSES, options(fleet));
    const state = await stateOf(budget);
    expect(problemsOf(result)).toEqual([]);
    expect(result.billed).toBeLessThanOrEqual(cap);
    expect(result.billed).toBeGreaterThan(cap / 2);
    expect(state).toEqual({ spent: result.billed, held: 0 });
    const claimed = await createRedisStore(client).claimEvents(100, 1_000);
    const paces = claimed.flatMap(({ event: { kind, budget: name } }) => (name === "pace" ? [kind] : []));
    expect(paces.toSorted()).toEqual(["burn_rate_high", "forecast_exceeded"]);
    const crossed = claimed.flatMap(({ event }) =>
      "thresholdsCrossed" in event && event.budget === "all" ? event.thresholdsCrossed : [],
    );
    const reached = planBudget(budget).thresholds.filter(({ amount }) => amount <= state.spent);
    expect(crossed.toSorted((left, right) => left - right)).toEqual(reached.map(({ fraction }) => fraction));
    printFigure(
      "22",
      `${ALL_PROCESSES} processes, 30 % of settlements told twice: thresholds ${crossed.join(", ")}, forecast and pace each once in the outbox`,
    );

    await client.flushall();
    const control = await runFleet(ALL_PROCESSES, options({ ...fleet, mode: "posthoc", callsPerLoop: 1 }));
    expect(control.billed).toBeGreaterThan(1.9 * cap);
    const [held, posthoc] = [(result.billed / cap).toFixed(3), (control.billed / cap).toFixed(1)];
    printFigure("1", `reserved ${held} x the cap, post-hoc ${posthoc} x, ${ALL_PROCESSES} processes x ${LOOPS}`);
  }, 180_000);

  it("scenario 2: pass it by no more than what calls in flight were underestimated when estimates are wrong", async () => {
    const result = await runFleet(PROCESSES, options({ actualShare: [0.3, 10], callsPerLoop: 2 }));
    const { spent, held } = await stateOf();
    const traces = result.reports.flatMap((report) => report.traces);
    const bound = CAP + overrunInFlight(traces);
    expect(problemsOf(result)).toEqual([]);
    expect(spent).toBe(result.billed);
    expect(held).toBe(0);
    expect(spent).toBeGreaterThan(CAP);
    expect(spent).toBeLessThanOrEqual(bound);
    await client.flushall();
    const control = await runFleet(PROCESSES, options({ actualShare: [0.3, 10], mode: "posthoc" }));
    expect(control.billed).toBeGreaterThan(1.9 * bound);
    printFigure(
      "2",
      `estimates wrong by 0.3 to 10 x: spent ${(spent / CAP).toFixed(3)} x the cap, bound ${(bound / CAP).toFixed(3)} x, post-hoc ${(control.billed / CAP).toFixed(1)} x`,
    );
  });

  it("scenario 3: hold in all of five budgets or in none: no cap is passed in any group and nothing is held at rest", async () => {
    const budgets = [0, 1, 2, 3, 4].map((index): BudgetDefinition => {
      return { name: `b${index}`, groupBy: ["user.id"], limit: { usd: (CAP * USD) / (index + 2) }, window: "lifetime" };
    });
    const result = await runFleet(PROCESSES, options({ budgets, callsPerLoop: 2 }));
    expect(problemsOf(result)).toEqual([]);
    const fullest = async (): Promise<number> => {
      let highest = 0;
      for (const budget of budgets) {
        for (const key of ["group-0", "group-1", "group-2"]) {
          const { spent, held } = await stateOf(budget, key);
          highest = Math.max(highest, spent / planBudget(budget).limit);
          expect(held).toBe(0);
        }
      }
      return highest;
    };
    const highest = await fullest();
    expect(highest).toBeLessThanOrEqual(1);
    expect(highest).toBeGreaterThan(0.5);
    await client.flushall();
    await runFleet(PROCESSES, options({ budgets, mode: "posthoc" }));
    const control = await fullest();
    expect(control).toBeGreaterThan(1.9);
    printFigure(
      "3",
      `five budgets, three groups each: fullest ${highest.toFixed(3)} x its cap, held at rest 0, post-hoc ${control.toFixed(1)} x`,
    );
  });

  it("scenario 4: lose nothing and keep the cap when half of them are killed in the middle of a call", async () => {
    const wide = budgetOf(0.6, PROCESSES);
    const cap = planBudget(wide).limit;
    const leaseMs = 1_500;
    const result = await runFleet(PROCESSES, options({ budgets: [wide], leaseMs, callsPerLoop: 2 }), PROCESSES * 4);
    await leaseEnd(client, leaseMs);
    const { spent, held } = await stateOf(wide);
    expect(result.billed).toBeLessThanOrEqual(cap);
    expect(held).toBe(0);
    expect(spent).toBeGreaterThanOrEqual(result.billed);
    expect(spent).toBeLessThanOrEqual(cap);
    await client.flushall();
    const control = await runFleet(
      PROCESSES,
      options({ budgets: [wide], mode: "posthoc", callsPerLoop: 2 }),
      PROCESSES * 4,
    );
    const unseen = control.billed - (await stateOf(wide)).spent;
    expect(unseen).toBeGreaterThan(0);
    printFigure(
      "4",
      `${PROCESSES / 2} of ${PROCESSES} killed: held 0 after the lease, provider billed ${(result.billed / cap).toFixed(3)} x the cap, ledger ${(spent / cap).toFixed(3)} x; post-hoc ${(unseen / cap).toFixed(3)} x unseen`,
    );
  });
});

/** Waits until the server's own clock has passed every lease. */
async function leaseEnd(client: Redis, leaseMs: number): Promise<void> {
  const nowMs = async (): Promise<number> => Number((await client.time())[0]) * 1_000;
  const endMs = (await nowMs()) + leaseMs + 1_000;
  while ((await nowMs()) < endMs) await client.blpop("{outlay-budget}:nobody", 0.2);
}
