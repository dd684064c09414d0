// SPDX-License-Identifier: Apache-2.0
import type { Report } from "./gather-report.ts";
import type { ReportTable, ReportValue } from "./report-table.ts";
import { SPEND_COLUMNS } from "./spend-columns.ts";

/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const SPEND_TABLE = /^by_/;

/** All tables of spend under each other, RFC 4180: what calls are grouped by, the group, and the values of JSON. */
export function renderReportCsv(report: Report): string {
  const header = ["by", "row", "group", ...SPEND_COLUMNS.map(({ key }) => key)];
  const lines = report.tables
    .filter(({ id }) => SPEND_TABLE.test(id))
    .flatMap(({ id, rows }) => rows.map(({ role, values }) => [id.replace(SPEND_TABLE, ""), role, ...values]));
  return csv([header, ...lines]);
}

/** One table. */
export function renderTableCsv({ columns, rows }: ReportTable): string {
  const header = ["row", ...columns.map(({ key }) => key)];
  return csv([header, ...rows.map(({ role, values }) => [role, ...values])]);
}

function csv(lines: readonly (readonly ReportValue[])[]): string {
  return lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

/** Unknown is empty. A text that a spreadsheet would run is told that it is text. */
function field(value: ReportValue): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
