// SPDX-License-Identifier: Apache-2.0
import type { PriceCall } from "@outlay/analysis";

/** What a number counts. `usd` is whole dollars, `share` and `change` of one. */
export type Unit = "usd" | "share" | "change" | "tokens" | "calls" | "factor" | "count";

/** A number and what it counts. */
export interface Quantity {
  readonly unit: Unit;
  readonly value: number;
  /** Places after the point, where the unit's own are too many or too few. */
  readonly places?: number;
}

/** Absent where nobody says. A text is somebody's words, or a name. */
export type Figure = Quantity | string | undefined;

/** Figures side by side. */
export interface FigureTable {
  readonly title: string;
  /** Of the columns after the first, which names the row. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly what: string; readonly figures: readonly Figure[] }[];
}

/** What a benchmark found. */
export interface BenchmarkReport {
  readonly tables: readonly FigureTable[];
  /** Where others say something else, and why; and what is assumed. */
  readonly notes: readonly string[];
}

/** What a benchmark runs in. */
export interface BenchmarkWorld {
  readonly price: PriceCall;
  /** Draws sizes around their means; absent is the means themselves. */
  readonly seed: number | undefined;
}

/** A scenario that is run without a model: counts are generated, prices and cache rules are the published ones. */
export interface Benchmark {
  /** As `B3`. */
  readonly id: string;
  /** In words with hyphens, for the command line. */
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly shows: string;
  readonly run: (world: BenchmarkWorld) => BenchmarkReport;
}

/** Stands on every table. */
export const SIMULATION_NOTE = "accounting simulation, not a quality claim";

/** Dollars. */
export function usd(value: number, places?: number): Quantity {
  return { unit: "usd", value, ...(places !== undefined && { places }) };
}

/** A share of one, shown in per cent. */
export function share(value: number, places?: number): Quantity {
  return { unit: "share", value, ...(places !== undefined && { places }) };
}

/** More or less than something, of one. */
export function change(value: number): Quantity {
  return { unit: "change", value };
}

/** A count of anything else. */
export function quantity(unit: Unit, value: number, places?: number): Quantity {
  return { unit, value, ...(places !== undefined && { places }) };
}
