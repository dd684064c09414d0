// SPDX-License-Identifier: Apache-2.0
import { createBudgetTracker } from "@outlay/budget";
import type { Operation } from "@outlay/core";
import type { PricedOperation } from "@outlay/span-processor";
import { describe, expect, it } from "vitest";

import type { TrueCall } from "../src/fixture.ts";
import { storedFixtures } from "../src/fixtures.ts";
import { replay } from "../src/replay.ts";
import { EPOCH_MS } from "../src/span-recorder.ts";
import { expectedOf } from "./expectations.ts";
import type { Expected } from "./expectations.ts";

const fixtures = storedFixtures();

describe.each(fixtures)("$folder $name", ({ fixture, name }) => {
  const expected = expectedOf(fixture.header.emitter, name);
  const calls = expected.unseen === true ? [] : fixture.calls;
  const { billed, spans } = replay(fixture);

  it("is billed once for each call, with what is known of it", () => {
    const read = inOrderOf(calls, [...billed]).map(({ operation }) => asTold(operation));
    expect(read).toEqual(calls.map((call) => toldOf(call, expected)));
  });

  it("costs what the calls cost, to the pico-USD, or says that it does not know", () => {
    const bills = billed.map(({ cost }) => [cost.status, cost.status === "unpriced" ? undefined : cost.totalPicoUsd]);
    const trueBills = calls.map(({ costPicoUsd }) => expected.bill ?? { status: "priced", picoUsd: costPicoUsd });
    expect(bills).toEqual(trueBills.map(({ status, picoUsd }) => [status, picoUsd]));
  });

  it("has no cost of ours on any other span", () => {
    const costing = spans.filter((span) => span["outlay.cost.total_nano_usd"] !== undefined);
    expect(costing).toHaveLength(billed.filter(({ cost }) => cost.status !== "unpriced").length);
  });
});

describe("budgets", () => {
  it.each(["ai-sdk-5", "ai-sdk-6", "langsmith-openai", "claude-code"])(
    "count what %s tells for whom it was",
    (emitter) => {
      const users = {
        name: "users",
        limit: { usd: 100 },
        window: { every: "day", timezone: "UTC" },
        groupBy: ["user.id"],
      } as const;
      const budgets = createBudgetTracker([users], { now: () => EPOCH_MS + 1000 });
      const own = fixtures.filter(({ fixture }) => fixture.header.emitter === emitter);
      const billed = own.flatMap(({ fixture }) => replay(fixture, { budgets }).billed);
      expect(billed.length).toBeGreaterThan(0);
      expect(billed.map(({ operation }) => operation.attributes["user.id"])).toEqual(billed.map(() => "ada"));
      const picoUsd = billed.reduce((sum, { cost }) => sum + (cost.status === "unpriced" ? 0 : cost.totalPicoUsd), 0);
      expect(budgets.summary()[0]?.spent).toBe(Math.round(picoUsd / 1000));
    },
  );
});

describe("expectations", () => {
  it("are about fixtures that exist", () => {
    expect(fixtures.length).toBeGreaterThan(90);
  });
});

/** Emitters end spans of parallel calls in any order; calls are told apart by their response ids where there are any. */
function inOrderOf(calls: readonly TrueCall[], billed: PricedOperation[]): PricedOperation[] {
  const place = (id: string | undefined): number => calls.findIndex(({ responseId }) => responseId === id);
  return billed.toSorted((a, b) => place(a.operation.responseId) - place(b.operation.responseId));
}

function asTold(operation: Operation): Partial<TrueCall> {
  const { usage = {}, operationName } = operation;
  return known({
    provider: operation.provider,
    model: operation.responseModel ?? operation.requestModel,
    operationName: operationName === "chat" ? undefined : operationName,
    responseId: operation.responseId,
    inputTokens: usage.inputTokens,
    cacheReadTokens: usage.cacheReadTokens,
    cacheWriteTokens: usage.cacheWriteTokens,
    cacheWrite5mTokens: usage.cacheWrite5mTokens,
    cacheWrite1hTokens: usage.cacheWrite1hTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.reasoningTokens,
    webSearchRequests: usage.units?.webSearchRequests,
  });
}

function toldOf(call: TrueCall, { lost = [], wrong = {} }: Expected): Partial<TrueCall> {
  const { costPicoUsd: _cost, ...facts } = { ...call, ...wrong };
  return known(
    Object.fromEntries(Object.entries(facts).filter(([fact]) => !(lost as readonly string[]).includes(fact))),
  );
}

/** Without what is unknown, and without zeros: whether a span says 0 or nothing of a cache that was not used is its own matter. */
function known(facts: Readonly<Record<string, unknown>>): Partial<TrueCall> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== 0));
}
