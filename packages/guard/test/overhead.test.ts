// SPDX-License-Identifier: Apache-2.0
import { createBudgetGuard, createBudgetTracker } from "@outlay/budget";
import type { BudgetCall, BudgetDefinition, GuardedCall } from "@outlay/budget";
import { expect, it } from "vitest";

const CALLS = 20_000;
const WARM = 5_000;
const US_PER_MS = 1_000;
/** For a machine that does other things as well; what is printed is to be below a tenth of it. */
const SLACK = 10;
const NO_BUDGET_US = 5;
const OBSERVED_US = 50;
const EVERY: readonly BudgetDefinition["window"][] = [
  { every: "day" },
  { every: "month", timezone: "Europe/Berlin" },
  { rolling: "24h" },
  "lifetime",
];
const BUDGETS: readonly BudgetDefinition[] = [...EVERY, ...EVERY].map((window, index) => ({
  name: `budget-${index}`,
  groupBy: index % 2 === 0 ? [] : ["user.id"],
  limit: { usd: 1_000_000 },
  window,
  thresholds: [{ at: "80%" }],
}));

/** Median of some rounds, in microseconds a call. */
function microsecondsOf(call: (index: number) => unknown): number {
  for (let index = 0; index < WARM; index += 1) call(index);
  const rounds = Array.from({ length: 5 }, () => {
    const fromMs = performance.now();
    for (let index = 0; index < CALLS; index += 1) call(index);
    return ((performance.now() - fromMs) * US_PER_MS) / CALLS;
  });
  return rounds.toSorted((left, right) => left - right)[2] ?? Number.NaN;
}

it("scenario 32: no budget, and budgets that only observe, cost a call next to nothing, and no request", () => {
  const requests: unknown[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (...args) => {
    requests.push(args);
    return fetch(...args);
  };
  const atMs = Date.now();
  const attributes = { "user.id": "ada" };
  const bound = { costNanoUsd: 1, inputCostNanoUsd: 1, tokens: 1, inputTokens: 1, isUpperBound: true };
  const asked = (index: number): GuardedCall => ({
    id: `call-${index}`,
    atMs,
    attributes,
    edits: [],
    bound: () => bound,
  });
  const counted: BudgetCall = { atMs, attributes, costNanoUsd: 1_000, tokens: 10 };
  const none = createBudgetGuard([]);
  const observing = createBudgetTracker(BUDGETS);
  const noneUs = microsecondsOf((index) => [none.admit(asked(index)), none.record(counted)]);
  const observedUs = microsecondsOf(() => observing.record(counted));
  globalThis.fetch = fetch;
  process.stdout.write(
    `scenario 32: no budget ${noneUs.toFixed(2)} µs a call, ${BUDGETS.length} that observe ${observedUs.toFixed(2)} µs, ${requests.length} requests\n`,
  );
  expect(noneUs).toBeLessThan(NO_BUDGET_US * SLACK);
  expect(observedUs).toBeLessThan(OBSERVED_US * SLACK);
  expect(requests).toEqual([]);
});
