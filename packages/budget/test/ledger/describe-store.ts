// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { printFigure } from "../print-figure.ts";
import { describeChanges } from "./describe-changes.ts";
import { describeCorrections } from "./describe-corrections.ts";
import { describeExpired } from "./describe-expired.ts";
import { describeGroups, describeThresholds } from "./describe-groups.ts";
import { describePaces } from "./describe-paces.ts";
import { describeScenarios } from "./describe-scenarios.ts";
import { DAY_MS, Hand, HOUR_MS, LEASE_MS, MAX_LEASE_AGE_MS, MINUTE_MS, planOf } from "./hand.ts";
import { START_MS } from "./under-test.ts";
import type { StoreUnderTest } from "./under-test.ts";

/** What every store must do: the same suite for memory, SQLite and Redis. */
export function describeStore(name: string, create: (maxLeaseAgeMs?: number) => Promise<StoreUnderTest>): void {
  describe(`a ledger ${name}`, () => {
    let underTest: StoreUnderTest;
    let hand: Hand;
    beforeEach(async () => {
      underTest = await create(MAX_LEASE_AGE_MS);
      hand = new Hand(underTest);
    });
    afterEach(() => underTest.dispose());
    const using = (): Hand => hand;
    describeAdmission(using);
    describeSettlement(using);
    describeLeases(using, name);
    describeExpired(using);
    describeCorrections(using, name);
    describeThresholds(using);
    describePaces(using);
    describeGroups(using);
    describeChanges(using, name);
    describeScenarios(using, name);
  });
}

type Using = () => Hand;

function describeAdmission(using: Using): void {
  describe("admits", () => {
    it("up to the cap and not one past it, spent and held together", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      await hand.settle("s", 400, [counter]);
      expect(await hand.reserve("a", 500, [counter])).toMatchObject({ kind: "held", expiresAtMs: START_MS + LEASE_MS });
      expect(await hand.reserve("b", 101, [counter])).toMatchObject({
        kind: "denied",
        failing: [0],
        states: [{ spent: 400, held: 500 }],
      });
      expect(await hand.reserve("c", 100, [counter])).toMatchObject({
        kind: "held",
        states: [{ spent: 400, held: 600 }],
      });
      expect(await hand.reserve("d", 1, [counter])).toMatchObject({ kind: "denied" });
    });

    it("in all budgets or in none, and names every one that did not", async () => {
      const hand = using();
      const counters = ["b1", "b2", "b3"].map((name) =>
        hand.at(planOf({ name, limit: { tokens: name === "b2" ? 1_000 : 10 } })),
      );
      expect(await hand.reserve("a", 11, counters)).toMatchObject({ kind: "denied", failing: [0, 2] });
      const states = await hand.store.read(counters);
      expect(states.map(({ held }) => held)).toEqual([0, 0, 0]);
    });

    it("nothing under a limit of zero, not even what costs nothing, and everything where no cap is", async () => {
      const hand = using();
      expect(await hand.reserve("a", 0, [hand.at(planOf({ limit: { tokens: 0 } }))])).toMatchObject({ kind: "denied" });
      const counter = hand.at(planOf({ name: "c" }));
      const hold = { counter, amount: 5_000, cap: Number.POSITIVE_INFINITY, expiryAmount: 0 };
      expect(await hand.store.reserve({ id: "b", holds: [hold], leaseMs: 1_000 })).toMatchObject({ kind: "held" });
    });

    it("a call once: the same id again gets the first outcome and holds nothing more", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      const first = await hand.reserve("a", 600, [counter]);
      hand.clock.nowMs += 1_000;
      expect(await hand.reserve("a", 600, [counter])).toEqual(first);
      await hand.settle("a", 50, [counter]);
      expect(await hand.reserve("a", 600, [counter])).toMatchObject({ kind: "held", states: [{ spent: 50, held: 0 }] });
      expect(await hand.figures(counter)).toEqual([50, 0, 0, 1, 0]);
    });

    it("only into the window that is now by its own clock", async () => {
      const hand = using();
      const plan = planOf();
      const yesterday = { plan, window: plan.windowAt(START_MS - DAY_MS), key: "u" };
      expect(await hand.reserve("a", 1, [hand.at(plan, "v"), yesterday])).toEqual({
        kind: "outside_window",
        storeNowMs: START_MS,
      });
      expect(await hand.figures(hand.at(plan, "v"))).toEqual([0, 0, 0, 0, 0]);
    });

    it.each([
      ["amount", { amount: Number.NaN }],
      ["amount", { amount: -1 }],
      ["amount", { amount: Number.POSITIVE_INFINITY }],
      ["amount", { amount: 0.5 }],
      ["cap", { cap: Number.NaN }],
      ["expiry", { expiryAmount: 2 ** 53 }],
    ])("no %s that is no amount: %j", async (_, change) => {
      const hand = using();
      const hold = { counter: hand.at(planOf()), amount: 1, cap: 1, expiryAmount: 1, ...change };
      await expect(async () => hand.store.reserve({ id: "a", holds: [hold], leaseMs: 1_000 })).rejects.toThrow(
        RangeError,
      );
    });
  });
}

function describeSettlement(using: Using): void {
  describe("settles", () => {
    it("what was really spent, also above the cap, and gives back what was held", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      await hand.reserve("a", 900, [counter]);
      expect(await hand.settle("a", 1_500, [counter])).toMatchObject({
        kind: "settled",
        states: [{ spent: 1_500, held: 0, calls: 1 }],
      });
      expect(await hand.reserve("b", 0, [counter])).toMatchObject({ kind: "denied" });
    });

    it("once, however often it is told and in whatever order", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      expect(await hand.settle("a", 100, [counter])).toMatchObject({ kind: "settled" });
      expect(await hand.settle("a", 100, [counter])).toMatchObject({
        kind: "repeated",
        states: [{ spent: 100 }],
        events: [],
      });
      expect(await hand.reserve("a", 700, [counter])).toMatchObject({ kind: "held", states: [{ held: 0 }] });
      await hand.settle("a", 100, [counter]);
      expect(await hand.figures(counter)).toEqual([100, 0, 0, 1, 0]);
    });

    it("in the window of admission, however many windows have begun", async () => {
      const hand = using();
      const plan = planOf();
      const before = hand.at(plan);
      await hand.reserve("a", 900, [before]);
      hand.clock.nowMs += 2 * HOUR_MS - 1;
      await hand.store.extend(["a"], LEASE_MS);
      hand.clock.nowMs = Date.parse("2026-10-25T00:00:00Z");
      const after = hand.at(plan);
      expect(await hand.reserve("b", 1_000, [after])).toMatchObject({ kind: "held" });
      await hand.settle("a", 800, [before]);
      expect(await hand.figures(before)).toEqual([800, 0, 0, 1, 0]);
      expect(await hand.figures(after)).toEqual([0, 1_000, 0, 0, 0]);
    });

    it("nothing in a window that ended a day ago, and says so", async () => {
      const hand = using();
      const before = hand.at(planOf());
      const now = hand.at(planOf({ name: "c", window: "lifetime" }));
      hand.clock.nowMs += 3 * DAY_MS;
      expect(await hand.settle("a", 5, [before, now])).toMatchObject({
        kind: "settled",
        late: [0],
        states: [{ spent: 0 }, { spent: 5 }],
      });
    });

    it("an unknown amount as unknown, never as zero, and says so once for each model and window", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      const { events } = await hand.settle("a", undefined, [counter]);
      expect(events).toMatchObject([{ kind: "unknown_amount", model: "m", traceId: "t", unknownCalls: 1 }]);
      expect((await hand.settle("b", undefined, [counter])).events).toEqual([]);
      expect(await hand.figures(counter)).toEqual([0, 0, 0, 2, 2]);
    });

    it("what slid out of a rolling window no more", async () => {
      const hand = using();
      const plan = planOf({ window: { rolling: "24h" } });
      await hand.settle("a", 300, [hand.at(plan)]);
      hand.clock.nowMs += 12 * HOUR_MS;
      await hand.settle("b", 50, [hand.at(plan)]);
      expect(await hand.figures(hand.at(plan))).toEqual([350, 0, 0, 2, 0]);
      hand.clock.nowMs += 13 * HOUR_MS;
      expect(await hand.figures(hand.at(plan))).toEqual([50, 0, 0, 1, 0]);
      expect(await hand.reserve("c", 950, [hand.at(plan)])).toMatchObject({ kind: "held" });
    });
  });
}

function describeLeases(using: Using, name: string): void {
  describe("a lease", () => {
    it.each([
      ["the whole estimate", 600],
      ["a part of it", 200],
      ["nothing", 0],
    ])("that ends unheard of is charged %s, and whoever comes next finds it", async (_, expiryAmount) => {
      const hand = using();
      const counter = hand.at(planOf());
      await hand.reserve("a", 600, [counter], expiryAmount);
      hand.clock.nowMs += LEASE_MS - 1;
      expect(await hand.figures(counter)).toEqual([0, 600, 0, 0, 0]);
      hand.clock.nowMs += 1;
      expect(await hand.figures(counter)).toEqual([expiryAmount, 0, 0, expiryAmount > 0 ? 1 : 0, 0]);
    });

    it.each(["sweep first", "settlement first"])(
      "scenario 5: that ended is corrected by a late settlement, exactly once: %s",
      async (order) => {
        const hand = using();
        const counter = hand.at(planOf());
        await hand.reserve("a", 600, [counter]);
        hand.clock.nowMs += LEASE_MS;
        if (order === "sweep first") await hand.figures(counter);
        await hand.settle("a", 70, [counter]);
        await hand.settle("a", 70, [counter]);
        expect(await hand.figures(counter)).toEqual([70, 0, 0, 1, 0]);
        printFigure("5", `${name}: outlived its lease, ${order}: 600 held, 70 told twice, 70 counted in 1 call`);
      },
    );

    it("that ended makes room, or not, in the admission that finds it", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      await hand.reserve("a", 600, [counter], 0);
      await hand.reserve("b", 400, [counter]);
      hand.clock.nowMs += LEASE_MS;
      expect(await hand.reserve("c", 600, [counter])).toMatchObject({
        kind: "held",
        states: [{ spent: 400, held: 600 }],
      });
    });

    it("lives on while it is extended, up to the age that is allowed", async () => {
      const hand = using();
      const counter = hand.at(planOf({ window: "lifetime" }));
      await hand.reserve("a", 600, [counter]);
      for (let minutes = 0; minutes < 115; minutes += 5) {
        hand.clock.nowMs += 5 * MINUTE_MS;
        await hand.store.extend(["a", "unknown"], LEASE_MS);
      }
      expect(await hand.figures(counter)).toEqual([0, 600, 0, 0, 0]);
      hand.clock.nowMs = START_MS + MAX_LEASE_AGE_MS - 1;
      await hand.store.extend(["a"], LEASE_MS);
      expect(await hand.figures(counter)).toEqual([0, 600, 0, 0, 0]);
      hand.clock.nowMs += 1;
      expect(await hand.figures(counter)).toEqual([600, 0, 0, 1, 0]);
    });

    it("that is released holds nothing; a settlement that follows all the same is counted", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      await hand.reserve("a", 600, [counter]);
      await hand.store.release("a");
      await hand.store.release("unknown");
      expect(await hand.figures(counter)).toEqual([0, 0, 0, 0, 0]);
      await hand.settle("a", 70, [counter]);
      await hand.store.release("a");
      expect(await hand.figures(counter)).toEqual([70, 0, 0, 1, 0]);
    });
  });
}
