// SPDX-License-Identifier: Apache-2.0
import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";

import type { BudgetDefinition } from "../../src/definition.ts";
import { createBudgetGuard } from "../../src/guard/budget-guard.ts";
import { createFallbackStore } from "../../src/ledger/fallback-store.ts";
import type { CounterRef, LedgerStore } from "../../src/ledger/ledger-store.ts";
import { createRedisStore } from "../../src/ledger/redis/redis-store.ts";
import { LedgerStoreError } from "../../src/ledger/store-error.ts";
import { planBudget } from "../../src/plan.ts";
import { CLIENTS, connect, connectToCluster } from "./clients.ts";
import { startDroppingProxy } from "./dropping-proxy.ts";
import { printFigure } from "../print-figure.ts";
import { findRedisServer, startRedisServer } from "./redis-server.ts";
import type { Persistence, RedisServer } from "./redis-server.ts";

const program = findRedisServer() ?? "";
const DEFINITION: BudgetDefinition = {
  name: "all",
  limit: { tokens: 10_000 },
  window: "lifetime",
  thresholds: [{ at: 1, action: "block" }],
};
const plan = planBudget(DEFINITION);
const counter: CounterRef = { plan, window: plan.windowAt(0), key: "" };
const CAP = plan.limit;
const PRICE = 100;

/** What has to be undone at the end of a test, the last first. */
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function server(persistence: Persistence = "none"): Promise<RedisServer> {
  const started = await startRedisServer(program, persistence);
  undo.push(() => started.dispose());
  return started;
}

function clientOf(port: number): Redis {
  const client = new Redis(port, "127.0.0.1", { retryStrategy: () => 20 });
  client.on("error", () => undefined);
  undo.push(() => client.disconnect());
  return client;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

async function reserve(store: LedgerStore, id: string, amount = PRICE): Promise<string> {
  const hold = { counter, amount, cap: CAP, expiryAmount: amount };
  return (await store.reserve({ id, holds: [hold], leaseMs: 60_000 })).kind;
}

async function settle(store: LedgerStore, id: string, amount = PRICE): Promise<string> {
  const charge = { amount, tokens: amount, calls: 1, estimated: false };
  return (await store.settle({ id, charges: [{ counter, charge }] })).kind;
}

/** Asks again, with the same id, until there is an answer. */
async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!LedgerStoreError.isInstance(error)) throw error;
    }
  }
}

/** Calls one after another, until one is not admitted. */
async function spend(store: LedgerStore, name: string, most: number): Promise<{ spent: number; last: string }> {
  let spent = 0;
  for (let call = 0; call < most; call += 1) {
    const last = await untilAnswered(() => reserve(store, `${name}-${call}`));
    if (last !== "held") return { spent, last };
    spent += PRICE;
    await untilAnswered(() => settle(store, `${name}-${call}`));
  }
  return { spent, last: "held" };
}

async function stateOf(store: LedgerStore): Promise<{ spent: number; held: number }> {
  const [state] = await untilAnswered(async () => store.read([counter]));
  return { spent: state?.spent ?? Number.NaN, held: state?.held ?? Number.NaN };
}

describe.skipIf(program === "")("over Redis, answers that are lost", () => {
  it.each(CLIENTS)("scenario 7: lose no cent and count none twice, with %s by its defaults", async (name) => {
    const { port } = await server();
    const proxy = await startDroppingProxy(port, seeded(2_026));
    undo.push(() => proxy.close());
    const connected = await connect(name, proxy.port);
    undo.push(() => connected.close());
    const store = createRedisStore(connected.client, { timeoutMs: 2_000 });
    await stateOf(store);
    proxy.share = 0.3;
    const random = seeded(11);
    let actual = 0;
    const loop = async (index: number): Promise<void> => {
      for (let call = 0; call < 25; call += 1) {
        const id = `${index}-${call}`;
        if ((await untilAnswered(() => reserve(store, id))) !== "held") continue;
        const cost = 1 + Math.floor(random() * PRICE);
        actual += cost;
        await untilAnswered(() => settle(store, id, cost));
      }
    };
    await Promise.all([0, 1, 2, 3].map(loop));
    proxy.share = 0;
    expect(await stateOf(store)).toEqual({ spent: actual, held: 0 });
    expect(proxy.dropped).toBeGreaterThan(10);
    printFigure("7", `${name}: ${proxy.dropped} answers lost, ledger minus actual 0, held 0`);
  });
});

describe.skipIf(program === "")("over Redis, one answer that is lost", () => {
  it.each(["redis", "glide"] as const)(
    "is asked for again within the timeout, where %s only says that it is gone",
    async (name) => {
      const { port } = await server();
      const proxy = await startDroppingProxy(port, () => 1);
      undo.push(() => proxy.close());
      const connected = await connect(name, proxy.port);
      undo.push(() => connected.close());
      const store = createRedisStore(connected.client, { timeoutMs: 5_000 });
      await stateOf(store);
      // The server has been taught the scripts by then: what is lost is the word of what was done.
      await settle(store, "warm");
      await reserve(store, "other");
      proxy.dropNext = 1;
      expect(await reserve(store, "a")).toBe("held");
      proxy.dropNext = 1;
      expect(await settle(store, "a")).toBe("repeated");
      expect(proxy.dropped).toBe(2);
      expect(await stateOf(store)).toEqual({ spent: 2 * PRICE, held: PRICE });
    },
  );
});

describe.skipIf(program === "")("over Redis, a restart", () => {
  it("scenario 8: that keeps everything is not noticed: the cap holds to the unit", async () => {
    const redis = await server("aof");
    const store = createRedisStore(clientOf(redis.port), { timeoutMs: 2_000 });
    const before = await spend(store, "before", 60);
    await redis.kill();
    await redis.restart();
    const after = await spend(store, "after", 100);
    expect(after.last).toBe("denied");
    expect(before.spent + after.spent).toBe(CAP);
    expect(await stateOf(store)).toEqual({ spent: CAP, held: 0 });
    printFigure("8", `kill -9 under AOF: spent ${((before.spent + after.spent) / CAP).toFixed(4)} x the cap`);
  });

  it.each(["rdb", "none"] as const)(
    "scenario 8: that forgets (%s) is noticed by the next call, admits none, and can be made good",
    async (persistence) => {
      const redis = await server(persistence);
      const client = clientOf(redis.port);
      const store = createRedisStore(client, { timeoutMs: 2_000 });
      const other = createRedisStore(clientOf(redis.port), { timeoutMs: 2_000 });
      const first = await spend(store, "first", 20);
      if (persistence === "rdb") await client.save();
      const second = await spend(other, "second", 40);
      await stateOf(store);
      await spend(store, "third", 1);
      const truth = first.spent + second.spent + PRICE;
      await redis.kill();
      await redis.restart();
      expect(await untilAnswered(() => reserve(store, "a"))).toBe("data_lost");
      expect(await untilAnswered(() => reserve(other, "b"))).toBe("data_lost");
      expect(await untilAnswered(() => settle(store, "c", 0))).toBe("data_lost");
      // Both processes bring the host's own figure; it counts once.
      for (const one of [store, other]) {
        const epoch = await one.recover();
        const { spent } = await stateOf(one);
        await one.adjust(`reseed ${epoch}`, counter, truth - spent);
      }
      expect(await stateOf(store)).toMatchObject({ spent: truth });
      const rest = await spend(other, "rest", 100);
      expect(truth + rest.spent).toBe(CAP);

      await redis.kill();
      await redis.restart();
      await store.recover();
      const blind = await spend(store, "blind", 200);
      expect(blind.spent).toBeGreaterThan(0);
      printFigure(
        "8",
        `kill -9 with ${persistence}: noticed, reseeded, spent ${((truth + rest.spent) / CAP).toFixed(4)} x; gone on blindly ${((CAP + blind.spent) / CAP).toFixed(2)} x`,
      );
    },
  );

  it("scenario 11: of a replica that lagged behind is noticed, and passes the cap by no more than what it had missed", async () => {
    const [primary, replica] = [await server(), await server()];
    const [front, back] = [clientOf(primary.port), clientOf(replica.port)];
    let current = front;
    const switching = {
      evalsha: (sha: string, count: number, ...rest: string[]) => current.evalsha(sha, count, ...rest),
      eval: (script: string, count: number, ...rest: string[]) => current.eval(script, count, ...rest),
    };
    const store = createRedisStore(switching, { timeoutMs: 2_000 });
    await back.replicaof("127.0.0.1", primary.port);
    const seen = await spend(store, "seen", 30);
    while (
      Number(await back.hget("{outlay-budget}:meta", "n")) < Number(await front.hget("{outlay-budget}:meta", "n"))
    ) {
      await front.wait(1, 1_000);
    }
    await back.replicaof("NO", "ONE");
    const missed = await spend(store, "missed", 50);
    await primary.kill();
    current = back;
    // Nobody is let through in silence: each call is refused for that reason, and told of.
    let losses = 0;
    const guard = createBudgetGuard([DEFINITION], { store, onDataLost: () => void (losses += 1) });
    const bound = { costNanoUsd: 0, inputCostNanoUsd: 0, tokens: PRICE, inputTokens: PRICE, isUpperBound: true };
    const verdict = await guard.admit({ id: "x", atMs: Date.now(), attributes: {}, edits: [], bound: () => bound });
    expect([verdict?.refusal?.reason, losses]).toEqual(["store_data_lost", 1]);
    expect(seen.spent + missed.spent).toBeLessThanOrEqual(CAP);
    // Going on all the same is what a ledger does that does not notice.
    await store.recover();
    const rest = await spend(store, "rest", 100);
    const total = seen.spent + missed.spent + rest.spent;
    expect(total - CAP).toBeLessThanOrEqual(missed.spent);
    expect(total).toBeGreaterThan(CAP);
    printFigure(
      "11",
      `failover to a lagging replica: told of, none admitted; gone on all the same, overspend ${total - CAP} of ${missed.spent} missed`,
    );
  });
});

describe.skipIf(program === "")("over Redis, a server that cannot", () => {
  const problemOf = async (ask: Promise<unknown>): Promise<string> => {
    return ask.then(
      () => "none",
      (error: unknown) => (LedgerStoreError.isInstance(error) ? error.problem : String(error)),
    );
  };

  it("scenario 10: run a script it does not know is taught it; one that is read-only or full says so, and what was spent is counted all the same when full", async () => {
    const redis = await server();
    const client = clientOf(redis.port);
    const store = createRedisStore(client, { timeoutMs: 2_000 });
    expect(await reserve(store, "a")).toBe("held");
    await client.script("FLUSH");
    expect(await reserve(store, "b")).toBe("held");
    await client.config("SET", "maxmemory", "1");
    expect(await problemOf(reserve(store, "c"))).toBe("out_of_memory");
    expect(await settle(store, "a", 70)).toBe("settled");
    await client.config("SET", "maxmemory", "0");
    expect(await stateOf(store)).toEqual({ spent: 70, held: PRICE });
    await client.replicaof("127.0.0.1", 1);
    expect(await problemOf(reserve(store, "d"))).toBe("read_only");
    await client.replicaof("NO", "ONE");
    expect(await reserve(store, "e")).toBe("held");
  });

  it("scenario 10: spread keys over a cluster still has those of a call in one slot, for the clients that know clusters too", async () => {
    const redis = await startRedisServer(program, "none", [
      "--cluster-enabled",
      "yes",
      "--cluster-announce-ip",
      "127.0.0.1",
    ]);
    undo.push(() => redis.dispose());
    const single = clientOf(redis.port);
    await single.cluster("ADDSLOTSRANGE", 0, 16_383);
    const clients = [{ client: single, close: () => undefined }, ...(await connectToCluster(redis.port))];
    for (const [index, connected] of clients.entries()) {
      undo.push(() => connected.close());
      const store = createRedisStore(connected.client, { timeoutMs: 2_000 });
      expect(await untilAnswered(() => reserve(store, `call-${index}`))).toBe("held");
      expect(await settle(store, `call-${index}`)).toBe("settled");
    }
    expect(await stateOf(createRedisStore(single))).toEqual({ spent: clients.length * PRICE, held: 0 });
    expect(() => createRedisStore(single, { prefix: "budget" })).toThrow(TypeError);
  });

  it("scenario 10: answer costs a call no more than the timeout, whatever the client does", async () => {
    const redis = await server();
    const store = createRedisStore(clientOf(redis.port), { timeoutMs: 100 });
    await untilAnswered(() => reserve(store, "warm"));
    redis.pause(true);
    const waitsMs: number[] = [];
    for (let call = 0; call < 10; call += 1) {
      const from = performance.now();
      expect(await problemOf(reserve(store, `call-${call}`))).toBe("timeout");
      waitsMs.push(performance.now() - from);
    }
    redis.pause(false);
    const slowest = Math.max(...waitsMs);
    expect(slowest).toBeLessThan(1_000);
    printFigure("10", `paused server, timeout 100 ms: slowest answer ${slowest.toFixed(0)} ms`);
    // What the server did after all is found by the same ids.
    for (let call = 0; call < 10; call += 1) await untilAnswered(() => reserve(store, `call-${call}`));
    expect(await stateOf(store)).toEqual({ spent: 0, held: 11 * PRICE });
  });

  it("scenario 9: be reached leaves each process a share; what was spent is settled when it is back, each once", async () => {
    const redis = await server();
    const changes: string[] = [];
    const SHARE = 0.1;
    const stores = [0, 1, 2, 3].map(() => {
      const onStateChange = (state: string): void => void changes.push(state);
      const options = { localShare: SHARE, retryMs: 0, onStateChange };
      return createFallbackStore(createRedisStore(clientOf(redis.port), { timeoutMs: 50 }), options);
    });
    let before = 0;
    for (const [index, store] of stores.entries()) before += (await spend(store, `before-${index}`, 10)).spent;
    const left = CAP - before;
    await redis.kill();
    let during = 0;
    for (const [index, store] of stores.entries()) {
      for (let call = 0; call < 12; call += 1) {
        const id = `during-${index}-${call}`;
        if ((await reserve(store, id)) !== "held") continue;
        during += PRICE;
        expect(await settle(store, id)).toBe("deferred");
      }
    }
    expect(during).toBeGreaterThan(0);
    expect(during).toBeLessThanOrEqual(stores.length * (left + 10 * PRICE * stores.length) * SHARE);
    expect(changes).toEqual(["degraded", "degraded", "degraded", "degraded"]);
    await redis.restart();
    const direct = createRedisStore(clientOf(redis.port), { timeoutMs: 2_000 });
    await direct.adjust("reseed", counter, before);
    for (const store of stores) {
      await untilAnswered(async () => store.recover());
      await store.close();
    }
    expect(await stateOf(direct)).toEqual({ spent: before + during, held: 0 });
    expect(changes.slice(4)).toEqual(["recovered", "recovered", "recovered", "recovered"]);
    printFigure(
      "9",
      `4 processes without the store, share ${SHARE}: ${during} spent of ${left} left, journal replayed to a difference of 0`,
    );
  });
});
