// SPDX-License-Identifier: Apache-2.0

/** What one call adds to one budget. */
export interface Charge {
  /** In the budget's unit; `undefined` when it is not known. */
  readonly amount: number | undefined;
  /** Tokens the call used as far as they are known; shown beside calls of unknown amount. */
  readonly tokens: number;
  readonly estimated: boolean;
}

/** Sums over calls. All are whole numbers, so taking one tally out of another is exact. */
export class Tally {
  /** Known amounts, in the budget's unit. */
  spent = 0;
  calls = 0;
  /** Calls whose amount is not known; they are in `calls` and not in `spent`. */
  unknownCalls = 0;
  /** Tokens of the calls of unknown amount, as far as reported. */
  unknownTokens = 0;
  /** Calls whose amount is an estimate. */
  estimatedCalls = 0;

  add({ amount, tokens, estimated }: Charge): void {
    this.calls += 1;
    if (amount === undefined) {
      this.unknownCalls += 1;
      this.unknownTokens += tokens;
    } else {
      this.spent += amount;
    }
    if (estimated) this.estimatedCalls += 1;
  }

  subtract(other: Tally): void {
    this.spent -= other.spent;
    this.calls -= other.calls;
    this.unknownCalls -= other.unknownCalls;
    this.unknownTokens -= other.unknownTokens;
    this.estimatedCalls -= other.estimatedCalls;
  }
}
