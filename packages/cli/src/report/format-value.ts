// SPDX-License-Identifier: Apache-2.0
import { formatCount } from "../view/numbers.ts";
import type { ColumnKind, ReportValue } from "./report-table.ts";

const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60_000;

/** What stands for a value that nobody knows. */
export const UNKNOWN = "?";

/** A value as people read it. */
export function formatValue(value: ReportValue, kind: ColumnKind): string {
  if (value === undefined || (typeof value === "number" && Number.isNaN(value))) return kind === "text" ? "" : UNKNOWN;
  if (typeof value === "string") return value;
  return FORMATS[kind](value);
}

const FORMATS: Readonly<Record<ColumnKind, (value: number) => string>> = {
  text: String,
  count: (value) => formatCount(Math.round(value)),
  number: (value) => String(Number(value.toPrecision(6))),
  usd: formatDollars,
  share: (value) => `${(value * 100).toFixed(1)} %`,
  time: (value) =>
    Math.abs(value) <= 8.64e15 ? new Date(value).toISOString().slice(0, 19).replace("T", " ") : UNKNOWN,
  ms: formatMilliseconds,
};

/** Dollars to the cent from a hundred on, to a hundredth of a cent below; what is less is told as far as it is not zero. */
export function formatDollars(usd: number): string {
  const size = Math.abs(usd);
  if (size === 0) return "0.00";
  if (size >= 100) return grouped(usd.toFixed(2));
  if (size >= 0.001) return usd.toFixed(4);
  return usd.toFixed(Math.min(12, 1 - Math.floor(Math.log10(size))));
}

function grouped(decimal: string): string {
  const [whole = "", ...rest] = decimal.split(".");
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ","), ...rest].join(".");
}

function formatMilliseconds(value: number): string {
  if (value < MS_PER_SECOND) return `${Math.round(value)} ms`;
  if (value < MS_PER_MINUTE) return `${(value / MS_PER_SECOND).toFixed(1)} s`;
  return `${formatCount(Math.round(value / MS_PER_MINUTE))} min`;
}
