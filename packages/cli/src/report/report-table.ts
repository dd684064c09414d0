// SPDX-License-Identifier: Apache-2.0

/** How the values of a column are written. Shares are from 0 to 1, times epoch milliseconds. */
export type ColumnKind = "text" | "count" | "usd" | "share" | "time" | "ms" | "number";

/** A column of a {@link ReportTable}. */
export interface ReportColumn {
  /** Name of the value in JSON and CSV. Stable. */
  readonly key: string;
  readonly title: string;
  readonly kind: ColumnKind;
  /** Left out for people where no row has anything in it. */
  readonly isOptional?: boolean;
}

/** A value; `undefined` is unknown, never zero. */
export type ReportValue = string | number | undefined;

/** What a row stands for: one group, all smaller ones together, or the calls that belong to none. */
export type RowRole = "group" | "others" | "ungrouped";

/** A row of a {@link ReportTable}. */
export interface ReportRow {
  readonly role: RowRole;
  /** One for each column. */
  readonly values: readonly ReportValue[];
}

/** How a table is drawn as well: every chart has its table beside it. */
export interface ReportChart {
  readonly kind: "bars" | "stack" | "line";
  /** Column of the names along the axis. */
  readonly label: string;
  /** Columns of the amounts; one series each. */
  readonly values: readonly string[];
  /** Column that tells lines apart, where one column of amounts makes several. */
  readonly series?: string;
  readonly unit: "usd" | "tokens" | "count";
}

/** One table of a report, for people and programs alike. */
export interface ReportTable {
  /** Stable. */
  readonly id: string;
  readonly title: string;
  /** What has to be known to read it right. */
  readonly note?: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  readonly chart?: ReportChart;
}

/** Makes a row of one group. */
export function groupRow(...values: readonly ReportValue[]): ReportRow {
  return { role: "group", values };
}
