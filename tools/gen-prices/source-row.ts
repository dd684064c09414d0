// SPDX-License-Identifier: Apache-2.0
import type { PricePeriod, PriceSource } from "../../packages/pricing/src/price-table.ts";

/** One model of one source, in the table's form, before the sources are merged. */
export interface SourceRow {
  readonly provider: string;
  readonly model: string;
  /** Lower case, the model's own id included. */
  readonly ids: readonly string[];
  /** Newest first. */
  readonly prices: readonly PricePeriod[];
  readonly source: PriceSource;
  /** Why a rate may have moved more than three times. */
  readonly moved?: string;
}

/** What a source had to say while it was read; printed by the build. */
export interface Reading {
  readonly rows: readonly SourceRow[];
  readonly remarks: readonly string[];
}

/** pico-USD per token from USD per token; `undefined` where a reseller's repeating decimal is no whole number. */
export function picoFromUsd(usd: unknown): number | undefined {
  if (typeof usd !== "number" || !(usd >= 0)) return undefined;
  const pico = Math.round(usd * 1e12);
  return Number.isSafeInteger(pico) && Math.abs(usd * 1e12 - pico) < 0.01 ? pico : undefined;
}

/** An object without its undefined fields, so that absent stays absent in the table. */
export function compact<T extends object>(value: T): { [key in keyof T]?: Exclude<T[key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [key in keyof T]?: Exclude<T[key], undefined>;
  };
}

/** Whether a price says anything at all. */
export function saysSomething(price: PricePeriod): boolean {
  return Object.keys(price.rates).length > 0 || price.units !== undefined || price.request !== undefined;
}
