// SPDX-License-Identifier: Apache-2.0
import type { ComputedCost, Cost, ReportedCost } from "./cost.ts";

/** A positive fraction in lowest terms: how a published factor (1.1) is kept without binary rounding. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** pico-USD in one USD. */
export const PICO_PER_USD = 1e12;

/** pico-USD per token for one USD per million tokens. */
export const PICO_PER_TOKEN_FOR_USD_PER_MTOK = 1e6;

const PICO_PER_NANO = 1000;

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function ratio(numerator: number, denominator: number): Ratio {
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** The exact fraction of a decimal such as `1.1`; at most nine decimals count. */
export function ratioFromDecimal(value: number): Ratio {
  const decimals = Math.min(9, value.toFixed(9).replace(/0+$/, "").split(".")[1]?.length ?? 0);
  const denominator = 10 ** decimals;
  return ratio(Math.round(value * denominator), denominator);
}

/** Product of two factors, where absent is one. */
export function multiplyRatios(a: Ratio | undefined, b: Ratio | undefined): Ratio | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return ratio(a.numerator * b.numerator, a.denominator * b.denominator);
}

function narrowed(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** `count × rate × factor` in pico-USD, rounded half up once. Exact: a BigInt where a double would not be. */
export function amountOf(count: number, rate: number, factor: Ratio | undefined): number | bigint {
  const product = count * rate;
  if (factor === undefined) return Number.isSafeInteger(product) ? product : BigInt(count) * BigInt(rate);
  const doubled = 2 * product * factor.numerator + factor.denominator;
  if (Number.isSafeInteger(doubled)) return Math.floor(doubled / (2 * factor.denominator));
  const denominator = BigInt(factor.denominator);
  return narrowed((2n * BigInt(count) * BigInt(rate) * BigInt(factor.numerator) + denominator) / (2n * denominator));
}

/** nano-USD of a call, rounded up, so that a ledger never undercounts. Exact to 9,007,199 USD. */
export function nanoUsdFromPico(pico: number | bigint): number {
  if (typeof pico === "bigint") return Number((pico + 999n) / 1000n);
  return Math.ceil(pico / PICO_PER_NANO);
}

/** USD as a double: one rounding, at most 1 ulp off. For the way out only; sums belong in integers. */
export function usdFromPico(pico: number | bigint): number {
  return Number(pico) / PICO_PER_USD;
}

/** Whole pico-USD of a priced cost, exact whatever its size. */
export function exactPicoUsd(cost: Exclude<Cost, { status: "unpriced" }>): number | bigint {
  return (cost satisfies ComputedCost | ReportedCost).exactPicoUsd ?? cost.totalPicoUsd;
}
