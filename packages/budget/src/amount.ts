// SPDX-License-Identifier: Apache-2.0

/** What a budget counts, in whole numbers: billionths of a US dollar, tokens, or calls. */
export type BudgetUnit = "nanoUsd" | "tokens" | "calls";

/** Nano-USD in one US dollar. */
const NANO_USD_PER_USD = 1_000_000_000;

/** Largest limit in USD: above it a nano-USD sum no longer fits a double exactly (2^53 nano-USD = $9,007,199.25). */
export const MAX_LIMIT_USD = 9_007_199;

const DECIMAL = /^(\d{1,7})(?:\.(\d{1,9}))?$/;

/**
 * Reads a USD amount exactly.
 *
 * @param usd - Decimal string with at most nine decimals (`"0.25"`), or a number, rounded to the nano-USD.
 * @returns Nano-USD, or `undefined` when it is negative, not finite, above {@link MAX_LIMIT_USD}, or above zero but
 * smaller than one nano-USD.
 */
export function nanoUsdFromDecimal(usd: number | string): number | undefined {
  const nanoUsd = typeof usd === "string" ? nanoUsdFromString(usd) : Math.round(usd * NANO_USD_PER_USD);
  if (nanoUsd === undefined || !(nanoUsd >= 0 && nanoUsd <= MAX_LIMIT_USD * NANO_USD_PER_USD)) return undefined;
  return nanoUsd === 0 && Number(usd) !== 0 ? undefined : nanoUsd;
}

function nanoUsdFromString(usd: string): number | undefined {
  const digits = DECIMAL.exec(usd);
  if (digits === null) return undefined;
  return Number(digits[1]) * NANO_USD_PER_USD + Number((digits[2] ?? "").padEnd(9, "0"));
}

/** Writes nano-USD as an exact decimal string in USD, cents always shown: `"12.50"`, `"0.000000001"`, `"-0.25"`. */
export function decimalFromNanoUsd(nanoUsd: number): string {
  const amount = Math.abs(nanoUsd);
  const whole = Math.floor(amount / NANO_USD_PER_USD);
  const decimals = String(amount - whole * NANO_USD_PER_USD)
    .padStart(9, "0")
    .replace(/0{1,7}$/, "");
  return `${nanoUsd < 0 ? "-" : ""}${whole}.${decimals}`;
}

const PERCENT = /^(\d{1,4}(?:\.\d{1,4})?)\s*%$/;
const MAX_PARTS_PER_MILLION = 10_000_000;

/**
 * Reads a share of a limit.
 *
 * @param at - `"80%"`, or a fraction such as `0.8`.
 * @returns Parts per million, or `undefined` when it is not above 0 % and at most 1000 % (a bare `80` is a forgotten
 * percent sign).
 */
export function partsPerMillionFrom(at: string | number): number | undefined {
  const percent = typeof at === "number" ? at * 100 : Number(PERCENT.exec(at)?.[1] ?? Number.NaN);
  const parts = Math.round(percent * 10_000);
  return parts > 0 && parts <= MAX_PARTS_PER_MILLION ? parts : undefined;
}
