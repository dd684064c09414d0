// SPDX-License-Identifier: Apache-2.0
import { formatValue } from "../format-value.ts";
import type { ReportChart, ReportRow, ReportTable } from "../report-table.ts";

/** Reads a row's values by the names of their columns. */
export interface ChartValues {
  /** A number, or `undefined` where it is not known. */
  number(row: ReportRow, key: string): number | undefined;
  text(row: ReportRow, key: string): string;
  title(key: string): string;
}

/** For one table. */
export function chartValues({ columns }: ReportTable): ChartValues {
  const at = (key: string): number => columns.findIndex((column) => column.key === key);
  return {
    number(row, key) {
      const value = row.values[at(key)];
      return typeof value === "number" && Number.isFinite(value) ? value : undefined;
    },
    text: (row, key) => formatValue(row.values[at(key)], columns[at(key)]?.kind ?? "text"),
    title: (key) => (columns[at(key)]?.title ?? key).replace(/ \$$/, ""),
  };
}

/** An amount with its unit. */
export function amountWords(value: number, unit: ReportChart["unit"]): string {
  return unit === "usd" ? `$${formatValue(value, "usd")}` : formatValue(value, "count");
}

/** An amount beside an axis, which has round ones only. */
export function axisWords(value: number, unit: ReportChart["unit"]): string {
  return unit === "usd" ? `$${Number(value.toPrecision(6))}` : formatValue(value, "count");
}
