// SPDX-License-Identifier: Apache-2.0
import { createBudgetGuard } from "@outlay/budget";
import type { BudgetDefinition, BudgetGuardOptions, GuardVerdict, HeldBudgetStanding } from "@outlay/budget";

import type { RecordedCall } from "./recorded-calls.ts";

/** What one budget would have done. */
export interface SimulatedBudget {
  readonly budget: string;
  readonly refused: number;
  readonly rerouted: number;
  readonly clamped: number;
  /** When the first call would have been refused, epoch milliseconds. */
  readonly firstRefusalMs: number | undefined;
  /** Of the group that spent most of its limit, in the last window there were calls in. */
  readonly highest: HeldBudgetStanding | undefined;
}

/** What budgets would have done with recorded calls. */
export interface Simulation {
  readonly calls: number;
  readonly refusedCalls: number;
  /** Cost of the calls that would have been made, and of those that would not; without calls of unknown cost. */
  readonly spentNanoUsd: number;
  readonly refusedNanoUsd: number;
  readonly unknownCalls: number;
  readonly budgets: readonly SimulatedBudget[];
}

interface Tally {
  refused: number;
  rerouted: number;
  clamped: number;
  firstRefusalMs: number | undefined;
}

/**
 * Lets recorded calls happen again under budgets, at the times they happened at: a call is admitted when it began and
 * settled when it ended. What a call can cost at most was not recorded; what it did cost is taken for it, so that a real
 * guard, which holds more while calls run, refuses no later than this.
 */
export async function simulate(
  recorded: readonly RecordedCall[],
  definitions: readonly BudgetDefinition[],
  options: Pick<BudgetGuardOptions, "routes" | "unpriced">,
): Promise<Simulation> {
  const clock = { nowMs: 0 };
  const guard = createBudgetGuard(definitions, {
    ...options,
    now: () => clock.nowMs,
    leaseMs: Number.MAX_SAFE_INTEGER,
  });
  const tallies = new Map(definitions.map(({ name }) => [name, newTally()]));
  const running: RecordedCall[] = [];
  const sums = { refusedCalls: 0, spentNanoUsd: 0, refusedNanoUsd: 0, unknownCalls: 0 };
  const settleUntil = async (untilMs: number): Promise<void> => {
    running.sort((one, other) => one.endMs - other.endMs);
    while (running[0] !== undefined && running[0].endMs <= untilMs) {
      const [ended] = running.splice(0, 1);
      if (ended === undefined) return;
      clock.nowMs = Math.max(clock.nowMs, ended.endMs);
      await guard.record(ended.call);
    }
  };
  for (const one of recorded) {
    await settleUntil(one.call.atMs);
    clock.nowMs = Math.max(clock.nowMs, one.call.atMs);
    const verdict = await guard.admit(guardedCall(one));
    const { costNanoUsd = 0 } = one.call;
    if (one.call.costNanoUsd === undefined) sums.unknownCalls += 1;
    count(tallies, verdict, one.call.atMs);
    if (verdict?.decision === "refused") {
      sums.refusedCalls += 1;
      sums.refusedNanoUsd += costNanoUsd;
      continue;
    }
    sums.spentNanoUsd += costNanoUsd;
    running.push(one);
  }
  await settleUntil(Number.POSITIVE_INFINITY);
  const standings = await guard.status();
  const budgets = Array.from(tallies, ([budget, tally]) => ({
    budget,
    ...tally,
    highest: highestOf(standings, budget),
  }));
  return { calls: recorded.length, ...sums, budgets };
}

function guardedCall({ call }: RecordedCall): Parameters<ReturnType<typeof createBudgetGuard>["admit"]>[0] {
  const { id = crypto.randomUUID(), atMs, attributes, traceId, model, costNanoUsd, tokens = 0 } = call;
  const cost = costNanoUsd === undefined ? {} : { costNanoUsd, inputCostNanoUsd: costNanoUsd };
  return {
    id,
    atMs,
    attributes,
    traceId,
    model,
    // What another model would have cost was not recorded.
    edits: [],
    bound: () => ({ ...cost, tokens, inputTokens: tokens, isUpperBound: true }),
  };
}

function count(tallies: ReadonlyMap<string, Tally>, verdict: GuardVerdict | undefined, atMs: number): void {
  if (verdict === undefined || verdict.decision === "admitted") return;
  for (const name of verdict.budgets) {
    const tally = tallies.get(name);
    if (tally === undefined) continue;
    tally[verdict.decision] += 1;
    if (verdict.decision === "refused") tally.firstRefusalMs ??= atMs;
  }
}

function newTally(): Tally {
  return { refused: 0, rerouted: 0, clamped: 0, firstRefusalMs: undefined };
}

function highestOf(standings: readonly HeldBudgetStanding[], budget: string): HeldBudgetStanding | undefined {
  return standings
    .filter((standing) => standing.budget === budget)
    .toSorted((one, other) => other.fraction - one.fraction)[0];
}
