// SPDX-License-Identifier: Apache-2.0
import { metrics } from "@opentelemetry/api";
import type { MeterProvider } from "@opentelemetry/api";
import { LedgerStoreError } from "@outlay/budget";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { countExpiredLeases, countStoreError, recordEstimateRatio } from "../src/index.ts";
import { startGuardedApp } from "./guarded-app.ts";
import type { GuardedApp } from "./guarded-app.ts";
import { putInForce } from "./in-force.ts";
import type { InForce } from "./in-force.ts";

/** Writes down what is added, as a program's own provider would be told. */
function recordingProvider(added: unknown[]): MeterProvider {
  const createCounter = (name: string): unknown => ({
    add: (value: number, attributes: object) => added.push([name, value, attributes]),
  });
  const createHistogram = (name: string): unknown => ({
    // What instrumentations record is another matter.
    record: (value: number, attributes: object) => name.startsWith("outlay.") && added.push([name, value, attributes]),
  });
  return { getMeter: () => ({ createCounter, createHistogram }) } as unknown as MeterProvider;
}

let app: GuardedApp;
let inForce: InForce;
const added: unknown[] = [];
beforeAll(async () => {
  app = await startGuardedApp();
  metrics.setGlobalMeterProvider(recordingProvider(added));
});
afterAll(async () => {
  metrics.disable();
  await app[Symbol.asyncDispose]();
});
afterEach(async () => {
  added.length = 0;
  await inForce.stop();
});

const MESSAGES = [{ role: "user" as const, content: "hi" }];

function call(model: string): Promise<unknown> {
  return app.openai.chat.completions.create({ model, messages: MESSAGES, max_completion_tokens: 1_000 });
}

describe("metrics of what a budget decides", () => {
  it("count a refused call by budget, and no group", async () => {
    inForce = putInForce({ limit: { usd: 0 }, groupBy: ["user.id"] });
    expect(await app.refusalOf(() => call("gpt-4o"))).toMatchObject({ code: "budget_exceeded" });
    expect(added).toEqual([["outlay.budget.denied", 1, { "outlay.budget.name": "day" }]]);
  });

  it("count what would have been refused, as such", async () => {
    inForce = putInForce({ limit: { usd: 0 } }, { mode: "shadow" });
    await call("gpt-4o");
    expect(added).toEqual([
      ["outlay.budget.denied", 1, { "outlay.budget.name": "day", "outlay.budget.mode": "shadow" }],
    ]);
  });

  it("count a call that was sent to a cheaper model, and none that was just admitted", async () => {
    const thresholds = [{ at: 1e-6, action: "reroute", route: "cheaper" }] as const;
    inForce = putInForce({ limit: { usd: 10_000 }, thresholds }, { routes: { cheaper: { "gpt-4o": "gpt-4o-mini" } } });
    await call("gpt-4o-mini");
    expect(added).toEqual([]);
    const spentNanoUsd = 1_000_000_000;
    await inForce.guard.record({ atMs: Date.now(), attributes: {}, costNanoUsd: spentNanoUsd });
    await call("gpt-4o");
    expect(added).toEqual([["outlay.budget.rerouted", 1, { "outlay.budget.name": "day" }]]);
  });
});

describe("metrics of a ledger", () => {
  it("show by model what a call cost over what was held for it", async () => {
    inForce = putInForce({ limit: { usd: 100 } }, { onSettled: recordEstimateRatio });
    await call("gpt-4o");
    await inForce.standing();
    const ratio = expect.toSatisfy((value: number) => value > 0 && value < 1) as number;
    const name = "outlay.budget.settlement.estimate_ratio";
    expect(added).toEqual([[name, ratio, { "gen_ai.response.model": expect.stringMatching(/^gpt-4o/) as string }]]);
  });

  it("count calls that were never heard of again, once each", async () => {
    let nowMs = Date.parse("2026-11-26T12:00:00Z");
    inForce = putInForce({}, { onExpired: countExpiredLeases, leaseMs: 60_000, now: () => nowMs });
    const bound = { costNanoUsd: 1_000, tokens: 10, inputTokens: 5, isUpperBound: true };
    const admit = async (id: string): Promise<unknown> =>
      inForce.guard.admit({ id, atMs: nowMs, attributes: {}, edits: [], bound: () => bound });
    await admit("dead 1");
    await admit("dead 2");
    nowMs += 60_000;
    await admit("next");
    await admit("another");
    expect(added).toEqual([["outlay.budget.lease.expired", 2, undefined]]);
  });

  it("count that a store did not answer, and why", () => {
    inForce = putInForce({});
    countStoreError(new LedgerStoreError("timeout", new Error("no answer")));
    countStoreError(new Error("something else"));
    expect(added).toEqual(
      ["timeout", "other"].map((problem) => [
        "outlay.budget.store.errors",
        1,
        { "outlay.budget.store.problem": problem },
      ]),
    );
  });
});
