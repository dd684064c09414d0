// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import type { BudgetDefinition, BudgetEvent, LedgerStore } from "../../src/index.ts";
import { DAY, NOON, USD, callOf, guardOf } from "./guarded-calls.ts";

const NO_STORE: Omit<LedgerStore, "reserve" | "settle"> = {
  reach: "network",
  release: () => undefined,
  extend: () => undefined,
  adjust: () => Promise.reject(new Error("not here")),
  grant: () => Promise.reject(new Error("not here")),
  read: () => [],
  groups: () => [],
  claimEvents: () => [],
  extendEvents: () => undefined,
  acknowledgeEvents: () => undefined,
  recover: () => "epoch",
  close: () => undefined,
};

describe("what a guard tells", () => {
  const escalating: BudgetDefinition = { ...DAY, thresholds: [{ at: "100%", action: "escalate", alert: "finops" }] };

  it("of a question once, until it is answered, and of the answer", async () => {
    const events: BudgetEvent[] = [];
    const { guard, admit } = guardOf([escalating], { onEvent: (event) => events.push(event) });
    for (const id of ["a", "b", "c"]) admit(callOf(id, 2, { traceId: "t1" }));
    expect(events).toMatchObject([
      { kind: "approval_requested", requested: 2 * USD, held: 0, channels: ["finops"], traceId: "t1" },
    ]);
    await guard.grant("day", {}, 0.5 * USD, "g1");
    await guard.grant("day", {}, 0.5 * USD, "g1");
    expect(events).toMatchObject([{}, { kind: "granted", amount: 0.5 * USD, approvalKey: events[0]?.key }]);
    admit(callOf("d", 2));
    expect(events).toMatchObject([{}, {}, { kind: "approval_requested" }]);
    expect(new Set(events.map(({ key }) => key)).size).toBe(3);
  });

  it("of no question in mode shadow, where nobody waits", () => {
    const events: BudgetEvent[] = [];
    const { admit } = guardOf([escalating], { mode: "shadow", onEvent: (event) => events.push(event) });
    admit(callOf("a", 2));
    expect(events).toEqual([]);
  });

  it("of a store that has lost what was spent, and of nothing that a listener throws", async () => {
    let losses = 0;
    const lost: LedgerStore = {
      ...NO_STORE,
      reserve: () => ({ kind: "data_lost" }),
      settle: () => ({ kind: "data_lost", states: [], late: [], events: [] }),
    };
    const onDataLost = (): void => {
      losses += 1;
      throw new Error("a listener's");
    };
    const { guard } = guardOf([DAY], { store: lost, onDataLost });
    expect((await guard.admit(callOf("a", 0.1)))?.refusal?.reason).toBe("store_data_lost");
    await guard.record({ id: "b", atMs: NOON, attributes: {}, costNanoUsd: 1 });
    expect(losses).toBe(2);
  });
});

describe("the summary of a guard", () => {
  it("says what running calls hold over all groups", async () => {
    const { guard, admit } = guardOf([{ ...DAY, groupBy: ["user.id"] }]);
    admit(callOf("a", 0.5, { attributes: { "user.id": "x" } }));
    admit(callOf("b", 0.25, { attributes: { "user.id": "y" } }));
    expect(await guard.summary()).toMatchObject([{ budget: "day", groups: 2, held: 0.75 * USD, spent: 0 }]);
  });
});
