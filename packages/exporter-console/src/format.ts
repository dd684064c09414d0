// SPDX-License-Identifier: Apache-2.0

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Length of time in the largest unit that keeps it readable: `0.4ms`, `210ms`, `1.9s`, `2m05s`, `1h02m`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1) return `${milliseconds.toFixed(1)}ms`;
  if (milliseconds < SECOND_MS - 0.5) return `${milliseconds.toFixed(0)}ms`;
  if (milliseconds < MINUTE_MS - 50) return `${(milliseconds / SECOND_MS).toFixed(1)}s`;
  const seconds = Math.round(milliseconds / SECOND_MS);
  if (milliseconds < HOUR_MS) return `${Math.floor(seconds / 60)}m${twoDigits(seconds % 60)}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h${twoDigits(minutes % 60)}m`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** Whole number with thousands separated: `52,118`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

const UNITS = ["", "k", "M", "G"] as const;

/** Whole number in three digits: `812`, `52.1k`, `1.23M`. */
export function formatCompact(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return unit === 0 ? String(count) : `${value.toPrecision(3)}${UNITS[unit]}`;
}

const PICO_PER_USD = 1e12;

/**
 * Dollars with the digits that matter: `$12.40`, `$0.1204`, `$0.0031`, `$0.00042`.
 *
 * From one dollar on cents, below it four decimals, and always two digits that are not zero.
 */
export function formatUsd(picoUsd: number): string {
  const usd = Math.abs(picoUsd) / PICO_PER_USD;
  const sign = picoUsd < 0 ? "-" : "";
  if (usd === 0) return "$0";
  if (usd >= 0.999_95) {
    const [whole = "", cents = ""] = usd.toFixed(2).split(".");
    return `${sign}$${formatCount(Number(whole))}.${cents}`;
  }
  const leadingZeros = Math.max(0, -Math.floor(Math.log10(usd)) - 1);
  return `${sign}$${usd.toFixed(Math.min(12, Math.max(4, leadingZeros + 2)))}`;
}

/** Share of a whole: `48%`, `<1%`. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.005) return "<1%";
  return `${Math.round(share * 100)}%`;
}
