// SPDX-License-Identifier: Apache-2.0
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Hold } from "../../src/ledger/ledger-store.ts";
import { createRedisStore } from "../../src/ledger/redis/redis-store.ts";
import { planBudget } from "../../src/plan.ts";
import { HOSTILE_KEYS } from "./describe-groups.ts";
import { describeStore } from "./describe-store.ts";
import { printFigure } from "../print-figure.ts";
import { playHistories } from "./histories.ts";
import { findRedisServers, startRedisServer } from "./redis-server.ts";
import type { RedisServer } from "./redis-server.ts";
import { START_MS } from "./under-test.ts";
import type { StoreUnderTest } from "./under-test.ts";

const programs = findRedisServers();

// Without a server there is still a title, and a reason printed.
describe.skipIf(programs.length === 0).each(programs.length === 0 ? ["none"] : programs)("over %s", (program) => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedisServer(program);
    client = new Redis(server.port, "127.0.0.1");
  });
  afterAll(async () => {
    client.disconnect();
    await server.dispose();
  });

  async function create(maxLeaseAgeMs?: number): Promise<StoreUnderTest> {
    await client.flushall();
    const clock = { nowMs: START_MS };
    const store = createRedisStore(client, { now: () => clock.nowMs, maxLeaseAgeMs, timeoutMs: 5_000 });
    return { store, clock, dispose: () => store.close() };
  }

  describeStore(`in ${program}`, create);

  it("scenario 12: puts every charge where the server's clock says, whatever the clocks of processes say", async () => {
    await client.flushall();
    const plan = planBudget({ name: "skewed", limit: { tokens: 1_000 }, window: { rolling: "2h" } });
    const [seconds] = await client.time();
    const serverTile = plan.windowAt(Number(seconds) * 1_000);
    let retries = 0;
    for (const skewMs of [-7_200_000, 7_200_000, 0, -300_000, 86_400_000]) {
      const store = createRedisStore(client, { timeoutMs: 5_000 });
      const holdAt = (atMs: number): Hold => {
        const counter = { plan, window: plan.windowAt(atMs), key: "" };
        return { counter, amount: 1, cap: 1_000, expiryAmount: 1 };
      };
      const id = `skew ${skewMs}`;
      let hold = holdAt(Date.now() + skewMs);
      let outcome = await store.reserve({ id, holds: [hold], leaseMs: 60_000 });
      if (outcome.kind === "outside_window") {
        retries += 1;
        hold = holdAt(outcome.storeNowMs);
        outcome = await store.reserve({ id, holds: [hold], leaseMs: 60_000 });
      }
      expect(outcome.kind).toBe("held");
      expect(hold.counter.window.startMs).toBeGreaterThanOrEqual(serverTile.startMs);
      expect(hold.counter.window.startMs).toBeLessThanOrEqual(serverTile.endMs);
      const charge = { amount: 1, tokens: 1, calls: 1, estimated: false };
      await store.settle({ id, charges: [{ counter: hold.counter, charge }] });
    }
    expect(retries).toBeGreaterThanOrEqual(4);
    printFigure("12", `clocks off by up to a day: ${retries} asked twice, 0 charges in a wrong tile`);
  });

  it("scenario 17: lets every key end, and none leave its hash tag", async () => {
    const { store, clock } = await create();
    for (const [index, window] of (
      [{ every: "day" }, { rolling: "24h" }, "lifetime", { per: "session" }] as const
    ).entries()) {
      const plan = planBudget({ name: `b${index}`, groupBy: ["user.id"], limit: { tokens: 10 }, window, maxGroups: 5 });
      for (const key of HOSTILE_KEYS) {
        const counter = { plan, window: plan.windowAt(clock.nowMs), key };
        const hold = { counter, amount: 1, cap: Number.POSITIVE_INFINITY, expiryAmount: 1 };
        await store.reserve({ id: `running ${key}`, holds: [hold], leaseMs: 1_000 });
        const charge = { amount: undefined, tokens: 1, calls: 1, estimated: false };
        await store.settle({ id: `settled ${key}`, charges: [{ counter, charge }] });
        await store.grant(`grant ${key}`, counter, 1);
      }
    }
    const keys = await client.keys("*");
    const lives = await Promise.all(keys.map(async (key) => client.pttl(key)));
    expect(lives.filter((life) => life <= 0)).toEqual([]);
    expect(keys.filter((key) => !key.startsWith("{outlay-budget}:") || key.length > 200)).toEqual([]);
    printFigure(
      "17",
      `hostile ids: ${keys.length} keys, 100 % with an end, longest ${Math.max(...keys.map(({ length }) => length))} characters`,
    );
  });

  it("costs one round trip a step, and little of the server's time", async () => {
    const { store, clock } = await create();
    const plans = Array.from({ length: 8 }, (_, index) =>
      planBudget({ name: `b${index}`, limit: { tokens: 1e9 }, window: { every: "day" } }),
    );
    const holds = plans.map((plan): Hold => ({
      counter: { plan, window: plan.windowAt(clock.nowMs), key: "" },
      amount: 1,
      cap: 1e9,
      expiryAmount: 1,
    }));
    await store.reserve({ id: "warm", holds, leaseMs: 1_000 });
    await client.config("RESETSTAT");
    const CALLS = 200;
    for (let call = 0; call < CALLS; call += 1) await store.reserve({ id: `call-${call}`, holds, leaseMs: 1_000 });
    const stats = await client.info("commandstats");
    const [, calls, usecPerCall] = /cmdstat_evalsha:calls=(\d+),usec=\d+,usec_per_call=([\d.]+)/.exec(stats) ?? [];
    expect(Number(calls)).toBe(CALLS);
    expect(Number(usecPerCall)).toBeLessThan(300);
    printFigure("speed", `admission by 8 budgets: 1 round trip, ${usecPerCall} µs of the server`);
  });

  it("scenario 31: agrees with the oracle over 10,000 steps", { timeout: 120_000 }, async () => {
    const steps = await playHistories(create, 260);
    expect(steps).toBeGreaterThanOrEqual(10_000);
    printFigure("31", `${program}: ${steps} random steps, 0 differ from the oracle`);
  });
});
