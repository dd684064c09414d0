// SPDX-License-Identifier: Apache-2.0
import type { ReportColumn, ReportTable } from "./report-table.ts";

/** A column that is shown, and where its values are in a row. */
export interface ShownColumn extends ReportColumn {
  readonly index: number;
}

/** The columns that tell a person something: optional ones without anything in them are left out. */
export function shownColumns({ columns, rows }: ReportTable): readonly ShownColumn[] {
  return columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ isOptional = false, index }) => !isOptional || rows.some(({ values }) => hasSomething(values[index])));
}

function hasSomething(value: unknown): boolean {
  return value !== undefined && value !== 0 && value !== "";
}
