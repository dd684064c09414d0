// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import type { CounterRef, Hold } from "../../src/ledger/ledger-store.ts";
import { createMemoryStore } from "../../src/ledger/memory-store.ts";
import { planBudget } from "../../src/plan.ts";
import { printFigure } from "../print-figure.ts";
import { describeStore } from "./describe-store.ts";
import { Hand, HOUR_MS, planOf } from "./hand.ts";
import { playHistories } from "./histories.ts";
import { START_MS } from "./under-test.ts";
import type { StoreUnderTest } from "./under-test.ts";

function create(maxLeaseAgeMs?: number): StoreUnderTest {
  const clock = { nowMs: START_MS };
  const store = createMemoryStore({ now: () => clock.nowMs, maxLeaseAgeMs });
  return { store, clock, dispose: () => store.close() };
}

function holdOf(counter: CounterRef, amount: number): Hold {
  return { counter, amount, cap: counter.plan.limit, expiryAmount: amount };
}

describeStore("in memory", (maxLeaseAgeMs) => Promise.resolve(create(maxLeaseAgeMs)));

describe("the store in memory", () => {
  it("is one for all who ask by its name, also from another copy of the package, and nobody else's without", async () => {
    const copy = (await import(`../../src/ledger/memory-store.ts?copy=${Date.now()}`)) as {
      createMemoryStore: typeof createMemoryStore;
    };
    expect(copy.createMemoryStore).not.toBe(createMemoryStore);
    expect(copy.createMemoryStore({ name: "shared" })).toBe(createMemoryStore({ name: "shared" }));
    expect(createMemoryStore({ name: "shared" })).not.toBe(createMemoryStore({ name: "other" }));
    expect(createMemoryStore()).not.toBe(createMemoryStore());
  });

  it.each([
    ["sessions", { per: "session" }],
    ["users of a rolling hour", { rolling: "1h" }],
  ] as const)("forgets no hold however many %s come by", async (_, window) => {
    const { store, clock } = create();
    const plan = planBudget({ name: "b", limit: { tokens: 100 }, window, groupBy: ["user.id"], maxGroups: 3 });
    const hand = new Hand({ store, clock, dispose: () => undefined });
    await store.reserve({ id: "long", holds: [holdOf(hand.at(plan, "held"), 100)], leaseMs: 10 * HOUR_MS });
    for (let user = 0; user < 40; user += 1) {
      clock.nowMs += 10 * 60_000;
      await hand.settle(`${user}`, 1, [hand.at(plan, `user-${user}`)]);
    }
    expect(await hand.reserve("more", 1, [hand.at(plan, "held")])).toMatchObject({
      kind: "denied",
      states: [{ held: 100 }],
    });
    await hand.settle("long", 30, [hand.at(plan, "held")]);
    expect(await hand.figures(hand.at(plan, "held"))).toEqual([30, 0, 0, 1, 0]);
  });

  it("forgets no running call and corrects one that ended unheard of, however many calls come by", async () => {
    const { store, clock } = create();
    const hand = new Hand({ store, clock, dispose: () => undefined });
    const [running, ended] = ["running", "ended"].map((key) => hand.at(planOf({ window: "lifetime" }), key));
    if (running === undefined || ended === undefined) throw new Error("unreachable");
    await store.reserve({ id: "ended", holds: [holdOf(ended, 500)], leaseMs: 1_000 });
    await store.reserve({ id: "running", holds: [holdOf(running, 500)], leaseMs: 10 * HOUR_MS });
    clock.nowMs += HOUR_MS;
    for (let call = 0; call < 40_000; call += 1) await hand.settle(`call-${call}`, 0, [hand.at(planOf({ name: "c" }))]);
    expect(await hand.figures(ended)).toEqual([500, 0, 0, 1, 0]);
    await hand.settle("ended", 20, [ended]);
    expect(await hand.figures(ended)).toEqual([20, 0, 0, 1, 0]);
    expect(await hand.figures(running)).toEqual([0, 500, 0, 0, 0]);
    await hand.settle("running", 10, [running]);
    expect(await hand.figures(running)).toEqual([10, 0, 0, 1, 0]);
  });

  it("scenario 31: agrees with the oracle over 100,000 steps", { timeout: 60_000 }, async () => {
    const steps = await playHistories((maxLeaseAgeMs) => Promise.resolve(create(maxLeaseAgeMs)), 2_400);
    expect(steps).toBeGreaterThanOrEqual(100_000);
    printFigure("31", `memory: ${steps} random steps, 0 differ from the oracle`);
  });
});
