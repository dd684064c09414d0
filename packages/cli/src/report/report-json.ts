// SPDX-License-Identifier: Apache-2.0
import { DAMAGE_WORDS } from "../otlp/read-span-files.ts";
import type { Report } from "./gather-report.ts";
import type { ReportRow, ReportTable, ReportValue } from "./report-table.ts";
import { SPEND_COLUMNS, spendValues } from "./spend-columns.ts";

/** Of the shape; a change that breaks readers counts it up. */
const SHAPE_VERSION = 1;

/** A report for programs; the shape is in the README. Unknown values are left out. */
export function renderReportJson(report: Report): string {
  const { all, span } = report.totals;
  const json = {
    version: SHAPE_VERSION,
    generated_at: iso(report.generatedAtMs),
    price_table: report.tableVersion,
    ...(span !== undefined && { first_at: iso(span.firstMs), last_at: iso(span.lastMs) }),
    input: {
      spans: report.files.reduce((sum, file) => sum + file.spans, 0),
      duplicates: report.unbilled.duplicates,
      repeated: report.unbilled.repeated,
      refused: report.unbilled.refused,
      files: report.files.map(({ name, spans, leftOut, firstLeftOut }) => ({
        name,
        spans,
        left_out: leftOut,
        first_left_out: firstLeftOut.map(({ line, reason }) => ({ line, reason, problem: DAMAGE_WORDS[reason] })),
      })),
    },
    total: { ...valuesByKey(SPEND_COLUMNS, spendValues(all, all)), cost_pico_usd: String(all.cost.picoUsd) },
    tables: Object.fromEntries(report.tables.map((table) => [table.id, tableJson(table)])),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function tableJson({ title, note, columns, rows }: ReportTable): object {
  return {
    title,
    ...(note !== undefined && { note }),
    rows: rows.map(({ role, values }: ReportRow) => ({ row: role, ...valuesByKey(columns, values, role) })),
  };
}

/** Rows that are no group have no name: theirs is for people. */
function valuesByKey(
  columns: ReportTable["columns"],
  values: readonly ReportValue[],
  role: ReportRow["role"] = "group",
): Readonly<Record<string, ReportValue>> {
  const entries = columns.map(({ key, kind }, index): [string, ReportValue] => {
    const value = values[index];
    return [key, kind === "time" && typeof value === "number" ? iso(value) : value];
  });
  return Object.fromEntries(role === "group" ? entries : entries.slice(1));
}

function iso(timeMs: number): string | undefined {
  return Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString() : undefined;
}
