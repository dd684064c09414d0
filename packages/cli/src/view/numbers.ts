// SPDX-License-Identifier: Apache-2.0

const PICO_DIGITS = 12;
/** pico-USD for a token is millionths of USD for a million tokens. */
const RATE_DIGITS = 6;

/** Whole number with thousands separated: `52,118`. */
export function formatCount(count: number | bigint): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A count and its noun: `1 call`, `12 calls`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Exact dollars, at least cents: `0.05475`, `1,234.50`. */
export function formatUsd(picoUsd: number | bigint): string {
  return shifted(BigInt(picoUsd), PICO_DIGITS);
}

/** A rate in USD per million tokens, exact: `3.00`, `0.0375`. */
export function formatRate(picoUsdPerToken: number): string {
  return shifted(BigInt(Math.round(picoUsdPerToken)), RATE_DIGITS);
}

/** A factor in at most four decimals: `0.85`, `3.3333`. */
export function formatFactor(factor: number): string {
  return String(Number(factor.toFixed(4)));
}

function shifted(value: bigint, digits: number): string {
  const text = String(value).padStart(digits + 1, "0");
  const decimals = text.slice(-digits).replace(/0+$/, "").padEnd(2, "0");
  return `${formatCount(BigInt(text.slice(0, -digits)))}.${decimals}`;
}
