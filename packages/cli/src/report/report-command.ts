// SPDX-License-Identifier: Apache-2.0
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";

import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import type { CommandIo } from "../command-io.ts";
import { EXIT } from "../exit-codes.ts";
import { findSpanSources } from "../otlp/span-sources.ts";
import type { SpanSource } from "../otlp/span-sources.ts";
import type { CommandInput } from "../parse-arguments.ts";
import { projectPrices } from "../prices/config-prices.ts";
import { UsageError } from "../usage-error.ts";
import { nearNames } from "../view/near-names.ts";
import { gatherReport } from "./gather-report.ts";
import type { Report } from "./gather-report.ts";
import { ProgressBar } from "./progress-bar.ts";
import { renderReportCsv, renderTableCsv } from "./report-csv.ts";
import { renderReportJson } from "./report-json.ts";
import type { ReportTable } from "./report-table.ts";
import { renderReportText, renderTableText } from "./report-text.ts";
import { summaryLines } from "./summary-lines.ts";

const DEFAULT_ROWS = 20;
const MOST_ROWS = 1_000;

/** `outlay report` */
export const reportCommand: Command = {
  about:
    "Tells what recorded spans say was spent: on which models, features, users and sessions, when, and how sure that is. Reads OTLP JSON of any emitter, in lines or documents, also compressed by gzip; a folder is all such files in it, - is stdin. A cost that is on a span stands; other calls are priced by the prices of their time, with the overrides that this folder is configured with.",
  positionals: { usage: "FILE…", least: 1, most: Infinity },
  options: {
    table: { value: "NAME", about: "show one table only: by_model, by_session, dearest_calls, …" },
    top: { value: "N", about: `rows of a table, the dearest first; ${DEFAULT_ROWS} if not given` },
    html: { value: "FILE", about: "write a page with charts to FILE: one file that needs no network and no script" },
    json: JSON_OPTION,
    csv: { about: "write CSV: all tables of spend, or the one that --table names" },
  },
  examples: ["outlay.jsonl", "spans/ --table by_user --top 50", "- --json < traces.json", "spans/ --html report.html"],
  found: "there are no calls, or something could not be read and was left out",
  async run(input, io) {
    const most = rowsAsked(input);
    const sources = findSpanSources(input.positionals, io.cwd);
    const report = await gather(sources, most, io);
    const page = input.text("html");
    if (page === undefined) io.stdout(rendered(report, input, io));
    else await writePage(report, page, io);
    if (input.has("csv")) warn(report, io);
    const isDamaged = report.files.some(({ leftOut }) => leftOut > 0);
    return isDamaged || report.totals.all.calls === 0 ? EXIT.FOUND : EXIT.OK;
  },
};

function rowsAsked(input: CommandInput): number {
  const most = input.count("top") ?? DEFAULT_ROWS;
  if (most >= 1 && most <= MOST_ROWS) return most;
  throw new UsageError(`--top: got ${most}, expected a number from 1 to ${MOST_ROWS}`);
}

async function gather(sources: readonly SpanSource[], most: number, io: CommandIo): Promise<Report> {
  const { engine: prices } = await projectPrices(io);
  const known = sources.every(({ bytes }) => bytes !== undefined);
  const progress = new ProgressBar(io, known ? sources.reduce((sum, { bytes = 0 }) => sum + bytes, 0) : undefined);
  try {
    const onBytes = (bytes: number): void => progress.add(bytes);
    return await gatherReport({ sources, stdin: io.stdin, prices, most, nowMs: io.nowMs(), onBytes });
  } finally {
    progress.end();
  }
}

function rendered(report: Report, input: CommandInput, io: CommandIo): string {
  const name = input.text("table");
  const table = name === undefined ? undefined : tableNamed(report, name);
  if (input.has("json")) return renderReportJson(table === undefined ? report : { ...report, tables: [table] });
  if (input.has("csv")) return table === undefined ? renderReportCsv(report) : renderTableCsv(table);
  if (table !== undefined) return `${renderTableText(table, io)}\n`;
  return report.totals.all.calls === 0 ? emptyText(report, io) : renderReportText(report, io);
}

function emptyText(report: Report, io: CommandIo): string {
  return `No calls of models were found.\n${renderReportText({ ...report, tables: [] }, io)}`;
}

function tableNamed({ tables }: Report, name: string): ReportTable {
  const found = tables.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const names = tables.map(({ id }) => id);
  const [near] = nearNames(name, names, 1);
  throw new UsageError(`--table: got "${name}", expected ${near ?? `one of ${names.join(", ")}`}`);
}

/** The chart library is loaded by those who ask for charts. */
async function writePage(report: Report, name: string, io: CommandIo): Promise<void> {
  const { renderReportHtml } = await import("./html/render-report-html.ts");
  try {
    await writeFile(resolve(io.cwd, name), renderReportHtml(report));
  } catch (error) {
    throw new UsageError(`--html: cannot write ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  io.stdout(`Wrote ${name}\n`);
}

/** What CSV has no room for. */
function warn(report: Report, io: CommandIo): void {
  for (const { heading, text, isWarning } of summaryLines(report)) {
    if (isWarning === true) io.stderr(`outlay: ${heading}: ${text}\n`);
  }
}
