// SPDX-License-Identifier: Apache-2.0
import { formatCount } from "../view/numbers.ts";
import type { Figure, Quantity, Unit } from "./benchmark.ts";

/** Places after the point, where the quantity says none. */
const PLACES: Readonly<Record<Unit, number>> = {
  usd: 2,
  share: 1,
  change: 1,
  tokens: 0,
  calls: 1,
  factor: 2,
  count: 0,
};

/** A figure in words: `$1.21`, `78.3 %`, `10,000`, `never`; nothing where there is none. */
export function formatFigure(figure: Figure): string {
  if (figure === undefined) return "";
  return typeof figure === "string" ? figure : formatQuantity(figure);
}

function formatQuantity({ unit, value, places = PLACES[unit] }: Quantity): string {
  if (!Number.isFinite(value)) return "never";
  const fixed = (number: number): string => {
    const [whole = "", decimals] = Math.abs(number).toFixed(places).split(".");
    return `${formatCount(BigInt(whole))}${decimals === undefined ? "" : `.${decimals}`}`;
  };
  const sign = value < 0 ? "−" : "";
  if (unit === "usd") return `${sign}$${fixed(value)}`;
  if (unit === "share") return `${sign}${fixed(value * 100)} %`;
  if (unit === "change") return `${value < 0 ? "−" : "+"}${fixed(value * 100)} %`;
  return `${sign}${fixed(value)}${unit === "factor" ? "×" : ""}`;
}
