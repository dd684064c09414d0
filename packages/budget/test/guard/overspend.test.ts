// SPDX-License-Identifier: Apache-2.0
import { setImmediate as turn } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { createBudgetGuard, createMemoryStore } from "../../src/index.ts";
import type { BudgetDefinition, BudgetGuard } from "../../src/index.ts";
import { printFigure } from "../print-figure.ts";
import { NOON, USD, callOf } from "./guarded-calls.ts";

/** Guards over one store in memory, each with so many calls at once, as many as processes and loops over Redis. */
const GUARDS = 64;
const LOOPS = 8;
const CALLS_PER_LOOP = 10;
const MEAN_ESTIMATE_USD = 0.000_55;
/** A twentieth of what all would hold. */
const CAP_USD = 0.05 * GUARDS * LOOPS * MEAN_ESTIMATE_USD;

function budgetOf(name: string, usd: number, groupBy: readonly string[] = []): BudgetDefinition {
  const thresholds = [{ at: 1, action: "block" as const }];
  return { name, groupBy, limit: { usd: Number(usd.toFixed(9)) }, window: "lifetime", thresholds };
}

interface Load {
  /** `posthoc` looks at what is spent, calls, and counts afterwards. */
  readonly mode: "reserve" | "posthoc";
  readonly budgets: readonly BudgetDefinition[];
  /** Range of actual cost to estimate. */
  readonly actualShare?: readonly [least: number, most: number];
}

/** What the provider billed, nano-USD, and by how much calls in flight at the last admission passed their estimates. */
interface Outcome {
  readonly billed: number;
  readonly overrun: number;
  readonly guard: BudgetGuard;
}

async function runLoad({ mode, budgets, actualShare: [least, most] = [0.3, 1] }: Load): Promise<Outcome> {
  const store = createMemoryStore({ now: () => NOON });
  const guards = Array.from({ length: GUARDS }, () => createBudgetGuard(budgets, { store, now: () => NOON }));
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 0x1_0000_0000;
  };
  let [billed, serial, overrun] = [0, 0, 0];
  const inFlight = new Map<string, number>();
  const isFull = async (guard: BudgetGuard): Promise<boolean> =>
    (await guard.status()).some(({ spent, limit }) => spent >= limit);
  const call = async (guard: BudgetGuard): Promise<void> => {
    const id = `call-${(serial += 1)}`;
    const estimateUsd = (100_000 + Math.floor(random() * 900_000)) / USD;
    const actual = Math.floor(estimateUsd * USD * (least + random() * (most - least)));
    const attributes = { "user.id": `user-${Math.floor(random() * 3)}` };
    if (mode === "posthoc") {
      if (await isFull(guard)) return;
    } else {
      const verdict = await guard.admit(callOf(id, estimateUsd, { attributes, edits: [] }));
      if (verdict?.decision !== "admitted") return;
    }
    inFlight.set(id, Math.max(0, actual - Math.round(estimateUsd * USD)));
    overrun = [...inFlight.values()].reduce((sum, passed) => sum + passed, 0);
    for (let turns = 1 + Math.floor(random() * 3); turns > 0; turns -= 1) await turn();
    billed += actual;
    inFlight.delete(id);
    await guard.record({ id, atMs: NOON, attributes, costNanoUsd: actual });
  };
  const loop = async (guard: BudgetGuard): Promise<void> => {
    for (let left = CALLS_PER_LOOP; left > 0; left -= 1) await call(guard);
  };
  await Promise.all(guards.flatMap((guard) => Array.from({ length: LOOPS }, () => loop(guard))));
  const [guard] = guards;
  if (guard === undefined) throw new Error("unreachable");
  return { billed, overrun, guard };
}

/** The fullest group of all, in caps, and what is still held. */
async function fullest({ guard }: Outcome): Promise<{ share: number; held: number }> {
  const standings = await guard.status();
  const share = Math.max(...standings.map(({ spent, limit }) => spent / limit));
  return { share, held: standings.reduce((sum, { held }) => sum + held, 0) };
}

describe(`${GUARDS} guards with ${LOOPS} calls at once over one store in memory`, () => {
  it("scenario 1: never spend past the cap when estimates are bounds, and fill it; post-hoc they pass it", async () => {
    const budgets = [budgetOf("all", CAP_USD)];
    const { billed, guard } = await runLoad({ mode: "reserve", budgets });
    const cap = CAP_USD * USD;
    expect(await guard.status()).toMatchObject([{ spent: billed, held: 0 }]);
    expect(billed).toBeLessThanOrEqual(cap);
    // Less than the largest estimate is left.
    expect(billed).toBeGreaterThanOrEqual(cap - 1_000_000);
    const control = await runLoad({ mode: "posthoc", budgets });
    expect(control.billed).toBeGreaterThan(1.9 * cap);
    printFigure(
      "1",
      `memory: reserved ${(billed / cap).toFixed(3)} x the cap, post-hoc ${(control.billed / cap).toFixed(1)} x`,
    );
  });

  it("scenario 2: pass it by no more than what calls in flight were underestimated; post-hoc by far more", async () => {
    const load = { budgets: [budgetOf("all", CAP_USD)], actualShare: [0.3, 10] } as const;
    const { billed, overrun } = await runLoad({ mode: "reserve", ...load });
    const cap = CAP_USD * USD;
    expect(billed).toBeGreaterThan(cap);
    expect(billed).toBeLessThanOrEqual(cap + overrun);
    const control = await runLoad({ mode: "posthoc", ...load });
    expect(control.billed).toBeGreaterThan(1.9 * (cap + overrun));
    printFigure(
      "2",
      `memory: spent ${(billed / cap).toFixed(3)} x the cap, bound ${(1 + overrun / cap).toFixed(3)} x, post-hoc ${(control.billed / cap).toFixed(1)} x`,
    );
  });

  it("scenario 3: hold in all of five budgets or in none: no cap is passed in any group; post-hoc some are", async () => {
    const budgets = [2, 3, 4, 5, 6].map((part) => budgetOf(`b${part}`, CAP_USD / part, ["user.id"]));
    const { share, held } = await fullest(await runLoad({ mode: "reserve", budgets }));
    expect(held).toBe(0);
    expect(share).toBeLessThanOrEqual(1);
    expect(share).toBeGreaterThan(0.5);
    const control = await fullest(await runLoad({ mode: "posthoc", budgets }));
    expect(control.share).toBeGreaterThan(1.9);
    printFigure(
      "3",
      `memory: fullest of 15 groups ${share.toFixed(3)} x its cap, held at rest ${held}, post-hoc ${control.share.toFixed(1)} x`,
    );
  });
});
