// SPDX-License-Identifier: Apache-2.0
import type { View } from "../prices/show-view.ts";
import { drawTable } from "../view/table.ts";
import type { Cell, Column } from "../view/table.ts";
import { hanging, oneLine, wrap } from "../view/text.ts";
import { formatValue } from "./format-value.ts";
import type { Report } from "./gather-report.ts";
import type { ReportRow, ReportTable } from "./report-table.ts";
import { shownColumns } from "./shown-columns.ts";
import type { ShownColumn } from "./shown-columns.ts";
import { summaryLines } from "./summary-lines.ts";

/** Names longer than this are cut: the table says enough to find them in the JSON. */
const LONGEST_NAME = 48;
const HEADING_WIDTH = 10;
/** For programs and charts: a terminal is narrow, and other columns tell the same. */
const UNDRAWN = /^(?:(?:uncached_input|cache_read|cache_write|output|units)_usd|priced_calls|reasoning_tokens)$/;

/** Draws a report for a terminal. */
export function renderReportText(report: Report, view: View): string {
  const summary = summaryLines(report).map(({ heading, text, isWarning = false }) => {
    const lines = hanging(heading.padEnd(HEADING_WIDTH), text, view.columns);
    return lines.replace(heading, () => view.paint(isWarning ? "warning" : "faint", heading));
  });
  const tables = report.tables.filter(({ id }) => id !== "by_hour").map((table) => renderTableText(table, view));
  return `${[summary.join("\n"), ...tables].join("\n\n")}\n`;
}

/** Draws one table with its title and note. */
export function renderTableText(table: ReportTable, { columns: width, paint }: View): string {
  const columns = shownColumns(table).filter(({ key }) => !UNDRAWN.test(key));
  const content = {
    columns: columns.map(({ title, kind }): Column => ({ title, align: alignOf(kind) })),
    rows: table.rows.map((row) => columns.map((column, place) => cellOf(row, column, place === 0))),
  };
  const note = table.note === undefined ? [] : wrap(table.note, width).map((line) => paint("faint", line));
  return [paint("strong", table.title), ...drawTable(content, width, paint), ...note].join("\n");
}

function alignOf(kind: ShownColumn["kind"]): Column["align"] {
  if (kind === "text" || kind === "time") return "left";
  return kind === "usd" ? "point" : "right";
}

function cellOf({ role, values }: ReportRow, { index, kind }: ShownColumn, isName: boolean): Cell {
  const text = oneLine(formatValue(values[index], kind));
  const short = text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text;
  if (!isName) return short;
  return role === "group" ? { role: "name", text: short } : { role: "faint", text: short };
}
