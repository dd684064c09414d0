// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

import type { AnalyzedCall, PriceCall } from "../analyzed-call.ts";
import type { Scenario } from "./scenario.ts";

/**
 * What recorded calls would have cost. Accounting on the recorded counts: nothing here knows whether the answers would
 * have been as good, or as long.
 */
export interface WhatIfResult {
  readonly scenario: string;
  readonly calls: number;
  /** Calls that would have been made otherwise. */
  readonly changedCalls: number;
  /** Calls whose price is not known, as they were or as they would have been: in neither sum. */
  readonly unpricedCalls: number;
  /** Calls of which the scenario cannot tell, taken as they were. */
  readonly unknownCalls: number;
  /** pico-USD, over the same calls. */
  readonly actualPicoUsd: number;
  readonly simulatedPicoUsd: number;
  /**
   * For another model: the share of today's successes that it must at least keep, so that a success does not cost more.
   * `undefined` where the model stays, or nothing was spent.
   */
  readonly breakEvenSuccessRatio: number | undefined;
}

/** Folds calls into what they would have cost. */
export interface WhatIf {
  add(call: AnalyzedCall): void;
  /** In the order of the scenarios. */
  results(): readonly WhatIfResult[];
}

type Tally = { -readonly [Key in keyof Omit<WhatIfResult, "scenario" | "breakEvenSuccessRatio">]: WhatIfResult[Key] };

/** Starts to fold; holds sums, and what the scenarios remember. */
export function createWhatIf(scenarios: readonly Scenario[], price: PriceCall): WhatIf {
  const tallies = scenarios.map((scenario) => ({ scenario, tally: emptyTally() }));
  return {
    add(call) {
      if (call.operation.sent === false) return;
      for (const { scenario, tally } of tallies) addTo(tally, call, scenario.rewrite(call.operation), price);
    },
    results: () => tallies.map(({ scenario, tally }) => resultOf(scenario, tally)),
  };
}

function emptyTally(): Tally {
  return { calls: 0, changedCalls: 0, unpricedCalls: 0, unknownCalls: 0, actualPicoUsd: 0, simulatedPicoUsd: 0 };
}

function addTo(
  tally: Tally,
  { cost }: AnalyzedCall,
  rewritten: ReturnType<Scenario["rewrite"]>,
  price: PriceCall,
): void {
  tally.calls += 1;
  if (rewritten === "unknown") tally.unknownCalls += 1;
  const actual = cost.status === "unpriced" ? undefined : cost.totalPicoUsd;
  const isChanged = Array.isArray(rewritten);
  const simulated = isChanged ? totalOf(rewritten, price) : actual;
  if (actual === undefined || simulated === undefined) {
    tally.unpricedCalls += 1;
    return;
  }
  if (isChanged) tally.changedCalls += 1;
  tally.actualPicoUsd += actual;
  tally.simulatedPicoUsd += simulated;
}

/** One without a price, and nobody knows the sum. */
function totalOf(operations: readonly Operation[], price: PriceCall): number | undefined {
  let total = 0;
  for (const operation of operations) {
    const cost = price(operation);
    if (cost.status === "unpriced") return undefined;
    total += cost.totalPicoUsd;
  }
  return total;
}

function resultOf({ name, changesModel = false }: Scenario, tally: Tally): WhatIfResult {
  const { actualPicoUsd, simulatedPicoUsd } = tally;
  const hasRatio = changesModel && actualPicoUsd > 0;
  return { scenario: name, ...tally, breakEvenSuccessRatio: hasRatio ? simulatedPicoUsd / actualPicoUsd : undefined };
}
