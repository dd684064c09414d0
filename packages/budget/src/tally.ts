// SPDX-License-Identifier: Apache-2.0

/** What one call, or a sum of several, adds to one budget. */
export interface Charge {
  /** In the budget's unit; `undefined` when it is not known. */
  readonly amount: number | undefined;
  /** Tokens the call used as far as they are known; shown beside calls of unknown amount. */
  readonly tokens: number;
  readonly calls: number;
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
  /** What grants have added to the limit, in the budget's unit. */
  granted = 0;

  add({ amount, tokens, calls, estimated }: Charge): void {
    this.calls += calls;
    if (amount === undefined) {
      this.unknownCalls += calls;
      this.unknownTokens += tokens;
    } else {
      this.spent += amount;
    }
    if (estimated) this.estimatedCalls += calls;
  }

  /** Takes back what {@link add} added for the same charge. */
  take({ amount, tokens, calls, estimated }: Charge): void {
    this.add({ amount: amount === undefined ? undefined : -amount, tokens: -tokens, calls: -calls, estimated });
  }

  subtract(other: Tally): void {
    this.spent -= other.spent;
    this.calls -= other.calls;
    this.unknownCalls -= other.unknownCalls;
    this.unknownTokens -= other.unknownTokens;
    this.estimatedCalls -= other.estimatedCalls;
    this.granted -= other.granted;
  }
}
