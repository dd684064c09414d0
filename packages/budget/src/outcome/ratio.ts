// SPDX-License-Identifier: Apache-2.0

const NANO_USD_PER_USD = 1e9;
/** Of the standard normal distribution, for 95 %. */
const Z_95 = 1.959_963_984_540_054;

/** Sums over units with an outcome: enough for the ratio and how sure it is, whatever their number. */
export class RatioSums {
  units = 0;
  successes = 0;
  /** USD. */
  cost = 0;
  #costSquared = 0;
  #costOfSuccesses = 0;

  /** Adds a unit, or takes it out again with a sign of -1. */
  add(costNanoUsd: number, success: boolean, sign: 1 | -1): void {
    const usd = costNanoUsd / NANO_USD_PER_USD;
    this.units += sign;
    this.successes += success ? sign : 0;
    this.cost += sign * usd;
    this.#costSquared += sign * usd * usd;
    this.#costOfSuccesses += success ? sign * usd : 0;
  }

  /** All that was spent over all that succeeded: failures are part of what a success costs. `undefined` without one. */
  get usdPerSuccess(): number | undefined {
    return this.successes === 0 ? undefined : this.cost / this.successes;
  }

  /**
   * Where the true ratio lies in 95 of 100 cases, by the variance of a ratio of sums (Cochran, Sampling Techniques,
   * §6.3); `undefined` with fewer than two units or no success.
   */
  get interval(): readonly [low: number, high: number] | undefined {
    const ratio = this.usdPerSuccess;
    if (ratio === undefined || this.units < 2) return undefined;
    const residuals = this.#costSquared - 2 * ratio * this.#costOfSuccesses + ratio * ratio * this.successes;
    const variance = Math.max(residuals, 0) / (this.units - 1);
    const meanSuccess = this.successes / this.units;
    const spread = (Z_95 * Math.sqrt(variance / this.units)) / meanSuccess;
    return [Math.max(ratio - spread, 0), ratio + spread];
  }
}
