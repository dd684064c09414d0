// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createFallbackStore } from "../../src/ledger/fallback-store.ts";
import { createHeartbeatStore } from "../../src/ledger/heartbeat-store.ts";
import type { LedgerStore } from "../../src/ledger/ledger-store.ts";
import { createMemoryStore } from "../../src/ledger/memory-store.ts";
import { createSqliteStore } from "../../src/ledger/sqlite/sqlite-store.ts";
import { LedgerStoreError } from "../../src/ledger/store-error.ts";
import { printFigure } from "../print-figure.ts";
import { Hand, HOUR_MS, LEASE_MS, planOf } from "./hand.ts";
import { describeStore } from "./describe-store.ts";
import { START_MS } from "./under-test.ts";
import type { StoreUnderTest } from "./under-test.ts";

function wrapped(wrap: (store: LedgerStore) => LedgerStore): (maxLeaseAgeMs?: number) => Promise<StoreUnderTest> {
  return (maxLeaseAgeMs) => {
    const clock = { nowMs: START_MS };
    const store = wrap(createMemoryStore({ now: () => clock.nowMs, maxLeaseAgeMs }));
    return Promise.resolve({ store, clock, dispose: () => store.close() });
  };
}

describeStore("behind a fallback", wrapped(createFallbackStore));
describeStore("with a heartbeat", wrapped(createHeartbeatStore));

describe("a fallback", () => {
  let folder: string;
  let path: string;
  let store: LedgerStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "outlay-fallback-"));
    path = join(folder, "ledger.db");
    store = createSqliteStore({ path, timeoutMs: 1 });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** Keeps the file from everybody else, as a process that hangs in the middle of a step would. */
  const occupy = (): (() => void) => {
    const other = new DatabaseSync(path);
    other.exec("BEGIN EXCLUSIVE");
    return () => other.close();
  };
  const handOf = (options: Parameters<typeof createFallbackStore>[1]): Hand => {
    const fallback = createFallbackStore(store, { retryMs: 0, ...options });
    return new Hand({ store: fallback, clock: { nowMs: Date.now() }, dispose: () => undefined });
  };

  it("leaves admission to the caller without a share, and settles later what was spent", async () => {
    const changes: unknown[] = [];
    const hand = handOf({ onStateChange: (state) => changes.push(state) });
    const counter = hand.at(planOf({ window: "lifetime" }));
    await hand.reserve("a", 100, [counter]);
    const free = occupy();
    await expect(hand.reserve("b", 100, [counter])).rejects.toSatisfy((error) => LedgerStoreError.isInstance(error));
    expect(await hand.settle("a", 70, [counter])).toEqual({ kind: "deferred", states: [], late: [], events: [] });
    free();
    expect(changes).toEqual(["degraded"]);
    await hand.store.read([counter]);
    await vi.waitFor(() => expect(changes).toEqual(["degraded", "recovered"]));
    expect(await hand.figures(counter)).toEqual([70, 0, 0, 1, 0]);
  });

  it("scenario 10: says each change once, however often the store comes and goes, and counts all that was spent", async () => {
    const changes: string[] = [];
    const hand = handOf({ onStateChange: (state) => changes.push(state) });
    const counter = hand.at(planOf({ window: "lifetime" }));
    const FLAPS = 5;
    for (let flap = 0; flap < FLAPS; flap += 1) {
      const free = occupy();
      for (const call of ["a", "b", "c"]) {
        await expect(hand.reserve(`${call}-${flap}`, 1, [counter])).rejects.toThrow();
        expect(await hand.settle(`${call}-${flap}`, 1, [counter])).toMatchObject({ kind: "deferred" });
      }
      free();
      for (const call of ["d", "e"]) await hand.settle(`${call}-${flap}`, 1, [counter]);
      await vi.waitFor(() => expect(changes).toHaveLength(2 * (flap + 1)));
    }
    expect(changes).toEqual(Array.from({ length: FLAPS }, () => ["degraded", "recovered"]).flat());
    expect(await hand.figures(counter)).toEqual([5 * FLAPS, 0, 0, 5 * FLAPS, 0]);
    printFigure(
      "10",
      `a store that comes and goes ${FLAPS} times: ${changes.length} changes said, ledger minus actual 0`,
    );
  });

  it("with a share admits so much of what was left, and not more", async () => {
    const hand = handOf({ localShare: 0.5 });
    const counter = hand.at(planOf({ window: "lifetime" }));
    await hand.settle("seen", 200, [counter]);
    const free = occupy();
    expect(await hand.reserve("a", 400, [counter])).toMatchObject({ kind: "held" });
    expect(await hand.reserve("b", 1, [counter])).toMatchObject({ kind: "denied" });
    await hand.settle("a", 300, [counter]);
    expect(await hand.reserve("b", 100, [counter])).toMatchObject({ kind: "held" });
    free();
  });

  it.each([
    [
      "throw",
      (): never => {
        throw new Error("a listener's");
      },
    ],
    ["reject", (): Promise<never> => Promise.reject(new Error("a listener's"))],
  ])("settles all the same, and leaves nothing unhandled, where listeners %s", async (_, listener) => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): number => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const changes: string[] = [];
    const listens = listener as () => void;
    const onStateChange = (state: string): void => (changes.push(state), listens());
    const hand = handOf({ onStateChange, onLoss: listens, maxJournal: 1 });
    const counter = hand.at(planOf({ window: "lifetime" }));
    const free = occupy();
    for (const id of ["a", "b"]) expect(await hand.settle(id, 1, [counter])).toMatchObject({ kind: "deferred" });
    free();
    await hand.store.read([counter]);
    await vi.waitFor(() => expect(changes).toEqual(["degraded", "recovered"]));
    expect(await hand.figures(counter)).toEqual([1, 0, 0, 1, 0]);
    await new Promise(setImmediate);
    process.off("unhandledRejection", note);
    expect([unhandled, changes]).toEqual([[], ["degraded", "recovered"]]);
  });

  it("leaves the store alone for a while, and says which settlement found no room", async () => {
    const lost: string[] = [];
    const hand = handOf({ retryMs: 3_600_000, maxJournal: 2, onLoss: ({ id }) => lost.push(id) });
    const counter = hand.at(planOf({ window: "lifetime" }));
    const free = occupy();
    for (const id of ["a", "b", "c"]) await hand.settle(id, 1, [counter]);
    free();
    await expect(hand.reserve("d", 1, [counter])).rejects.toThrow("a moment ago");
    expect(lost).toEqual(["a"]);
    await hand.store.close();
    store = createSqliteStore({ path });
    expect(await store.read([counter])).toMatchObject([{ spent: 2, calls: 2 }]);
  });
});

describe("a heartbeat", () => {
  beforeEach(() => void vi.useFakeTimers({ now: START_MS }));
  afterEach(() => void vi.useRealTimers());

  it("keeps a long call's lease alive, lets go of a settled one's, and needs no timer without calls", async () => {
    const inner = createMemoryStore();
    const hand = new Hand({ store: createHeartbeatStore(inner), clock: { nowMs: START_MS }, dispose: () => undefined });
    const counter = hand.at(planOf({ window: "lifetime" }));
    expect(vi.getTimerCount()).toBe(0);
    await hand.reserve("long", 100, [counter]);
    await hand.reserve("short", 50, [counter]);
    await hand.settle("short", 5, [counter]);
    await vi.advanceTimersByTimeAsync(5 * LEASE_MS);
    expect(await hand.figures(counter)).toEqual([5, 100, 0, 1, 0]);
    await hand.settle("long", 60, [counter]);
    expect(vi.getTimerCount()).toBe(0);
    expect(await hand.figures(counter)).toEqual([65, 0, 0, 2, 0]);
  });

  it("gives a call up that nobody ever settles, at the greatest age of a lease", async () => {
    const inner = createMemoryStore({ maxLeaseAgeMs: HOUR_MS });
    const store = createHeartbeatStore(inner, { maxLeaseAgeMs: HOUR_MS });
    const hand = new Hand({ store, clock: { nowMs: START_MS }, dispose: () => undefined });
    const counter = hand.at(planOf({ window: "lifetime" }));
    await hand.reserve("forgotten", 100, [counter]);
    await vi.advanceTimersByTimeAsync(HOUR_MS - 1);
    expect(await hand.figures(counter)).toEqual([0, 100, 0, 0, 0]);
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    expect(await hand.figures(counter)).toEqual([100, 0, 0, 1, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("stops with the process: what it held is found after one lease", async () => {
    const inner = createMemoryStore();
    const hand = new Hand({ store: createHeartbeatStore(inner), clock: { nowMs: START_MS }, dispose: () => undefined });
    const counter = hand.at(planOf({ window: "lifetime" }));
    await hand.reserve("a", 100, [counter]);
    await vi.advanceTimersByTimeAsync(2 * LEASE_MS);
    const diedMs = Date.now();
    vi.clearAllTimers();
    vi.setSystemTime(diedMs + LEASE_MS);
    expect(inner.read([counter])).toMatchObject([{ spent: 100, held: 0 }]);
  });
});
