// SPDX-License-Identifier: Apache-2.0

const PICO_PER_USD = 1e12;

/** A sum of pico-USD that stays exact however many calls there are: a double alone is exact up to 9,007 USD. */
export class MoneySum {
  #usd = 0;
  /** Below one USD. */
  #picoUsd = 0;

  add(picoUsd: number | bigint): void {
    const whole =
      typeof picoUsd === "bigint" ? Number(picoUsd / BigInt(PICO_PER_USD)) : Math.floor(picoUsd / PICO_PER_USD);
    this.#usd += whole;
    this.#picoUsd +=
      typeof picoUsd === "bigint" ? Number(picoUsd % BigInt(PICO_PER_USD)) : picoUsd - whole * PICO_PER_USD;
    this.#carry();
  }

  addSum(other: MoneySum): void {
    this.#usd += other.#usd;
    this.#picoUsd += other.#picoUsd;
    this.#carry();
  }

  /** Whole pico-USD. */
  get picoUsd(): bigint {
    return BigInt(this.#usd) * BigInt(PICO_PER_USD) + BigInt(this.#picoUsd);
  }

  /** For comparing and for the way out: one rounding. */
  get usd(): number {
    return this.#usd + this.#picoUsd / PICO_PER_USD;
  }

  #carry(): void {
    if (this.#picoUsd < PICO_PER_USD) return;
    this.#usd += 1;
    this.#picoUsd -= PICO_PER_USD;
  }
}
