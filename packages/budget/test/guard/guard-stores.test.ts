// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { createMemoryStore, deliverBudgetEvents } from "../../src/index.ts";
import type { Eventually, LedgerStore, Reservation, ReserveOutcome } from "../../src/index.ts";
import { DAY, NOON, callOf, ended, guardOf } from "./guarded-calls.ts";

describe("a store", () => {
  const broken = {
    reserve: () => Promise.reject(new Error("down")),
    settle: () => Promise.reject(new Error("down")),
  } as never;

  it.each([
    ["allow", "admitted"],
    ["block", "refused"],
  ] as const)("that does not answer: %s", async (onStoreFailure, decision) => {
    const errors: unknown[] = [];
    const { guard } = guardOf([DAY], { store: broken, onStoreFailure, onStoreError: (error) => errors.push(error) });
    expect((await guard.admit(callOf("a", 0.1)))?.decision).toBe(decision);
    expect(await guard.record(ended("a", 0.1))).toEqual([]);
    expect(errors).toHaveLength(2);
  });

  it.each([
    ["allow", "admitted", 1],
    ["block", "refused", 0],
  ] as const)("that has lost what it knew: %s", async (onDataLoss, decision, recoveries) => {
    const memory = createMemoryStore({ now: () => NOON });
    let recovered = 0;
    const forgetful: LedgerStore = Object.assign(Object.create(memory) as LedgerStore, {
      reserve: (asked: Reservation): Eventually<ReserveOutcome> =>
        recovered > 0 ? memory.reserve(asked) : { kind: "data_lost" },
      recover: () => String((recovered += 1)),
    });
    const { guard } = guardOf([DAY], { store: forgetful, onDataLoss });
    expect((await guard.admit(callOf("a", 0.9)))?.decision).toBe(decision);
    expect((await guard.admit(callOf("b", 0.9)))?.decision).toBe("refused");
    expect(recovered).toBe(recoveries);
  });
});

describe("a store that processes share", () => {
  function sharing(clock = { nowMs: NOON }): LedgerStore {
    const memory = createMemoryStore({ now: () => clock.nowMs });
    return new Proxy<LedgerStore>(memory, {
      get: (_memory, name) => {
        if (name === "reach") return "host";
        const value: unknown = Reflect.get(memory, name, memory);
        return typeof value === "function" ? (value.bind(memory) as unknown) : value;
      },
    });
  }

  it("has its events taken by one of them, and says when there are some", async () => {
    const store = sharing();
    let stored = 0;
    const guards = [1, 2].map(() => guardOf([DAY], { store, onEventsStored: () => (stored += 1) }).guard);
    const taken: string[][] = [[], []];
    const deliveries = taken.map((list) => deliverBudgetEvents(store, ({ kind }) => list.push(kind) > 0));
    for (const [index, guard] of guards.entries()) expect(await guard.record(ended(`${index}`, 0.6))).toEqual([]);
    await Promise.all(deliveries.map(({ deliver }) => deliver()));
    expect([stored, taken.flat()]).toEqual([1, ["exhausted"]]);
    for (const { stop } of deliveries) stop();
  });

  it("offers an event again that was not taken, once its lease has ended", async () => {
    const store = sharing();
    const { guard } = guardOf([DAY], { store });
    await guard.record(ended("a", 2));
    const taken: string[] = [];
    const failing = deliverBudgetEvents(
      store,
      () => {
        throw new Error("full");
      },
      { leaseMs: 0 },
    );
    const working = deliverBudgetEvents(store, ({ kind }) => taken.push(kind) > 0);
    await failing.deliver();
    await working.deliver();
    await working.deliver();
    expect(taken).toEqual(["exhausted"]);
    failing.stop();
    working.stop();
  });

  it("keeps an event until somebody was told of it, and keeps it from others for as long as that takes", async () => {
    const clock = { nowMs: NOON };
    const store = sharing(clock);
    const { guard } = guardOf([DAY], { store });
    await guard.record(ended("a", 2));
    const slow = Promise.withResolvers<boolean>();
    const [told, others]: string[][] = [[], []];
    const options = { leaseMs: 60_000 };
    const telling = deliverBudgetEvents(store, ({ key }) => (told?.push(key), slow.promise), options);
    const other = deliverBudgetEvents(store, ({ key }) => (others?.push(key) ?? 0) > 0, options);
    for (let look = 0; look < 5; look += 1) {
      await telling.deliver();
      await other.deliver();
      clock.nowMs += 40_000;
    }
    expect([told?.length, others?.length]).toEqual([1, 0]);
    slow.resolve(true);
    await telling.crossedOff();
    clock.nowMs += 120_000;
    await other.deliver();
    expect(others).toEqual([]);
    telling.stop();
    other.stop();
  });

  it.each([
    ["says so", () => Promise.resolve(false)],
    ["fails", () => Promise.reject(new Error("shut down"))],
    ["dies while it tells", () => new Promise<boolean>(() => undefined)],
  ])("has an event told by another when the one that took it %s", async (_, take) => {
    const clock = { nowMs: NOON };
    const store = sharing(clock);
    const { guard } = guardOf([DAY], { store });
    await guard.record(ended("a", 2));
    const keys: string[] = [];
    const dying = deliverBudgetEvents(store, ({ key }) => (keys.push(key), take()), { leaseMs: 60_000 });
    const other = deliverBudgetEvents(store, ({ key }) => keys.push(key) > 0, { leaseMs: 60_000 });
    await dying.deliver();
    dying.stop();
    await dying.crossedOff();
    clock.nowMs += 60_000;
    await other.deliver();
    await other.deliver();
    expect(keys).toEqual([keys[0], keys[0]]);
    other.stop();
  });

  it("that does not answer is no reason to reject", async () => {
    const errors: unknown[] = [];
    const down = (): never => {
      throw new Error("down");
    };
    const { deliver, stop } = deliverBudgetEvents(
      { claimEvents: down, extendEvents: down, acknowledgeEvents: down },
      down,
      {
        onError: (error) => errors.push(error),
      },
    );
    await deliver();
    expect(errors).toEqual([new Error("down")]);
    stop();
  });
});
