// SPDX-License-Identifier: Apache-2.0
import type { Hold } from "../ledger/ledger-store.ts";
import type { CallBound } from "./guarded-call.ts";
import { amountIn } from "./holds.ts";

/** More output tokens than any model gives. */
const MOST_OUTPUT_TOKENS = 1 << 24;

/** What is left under each cap, for holds in the same places. */
export interface Headroom {
  readonly hold: Hold;
  readonly left: number;
}

/**
 * The largest output cap with which a call fits under all its budgets, found by halving: what a bound makes of an
 * output cap is monotonic, and not always a line.
 *
 * @returns `undefined` when it does not fit with the fewest tokens allowed.
 */
export function fittingOutputCap(
  headroom: readonly Headroom[],
  least: number,
  boundWith: (maxOutputTokens: number) => CallBound,
): number | undefined {
  const fits = (tokens: number): boolean => {
    const bound = boundWith(tokens);
    return headroom.every(
      ({ hold, left }) => (amountIn(hold.counter.plan.unit, bound) ?? Number.POSITIVE_INFINITY) <= left,
    );
  };
  if (!fits(least)) return undefined;
  let low = least;
  let high = MOST_OUTPUT_TOKENS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
