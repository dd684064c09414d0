// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { formatDollars, formatValue } from "../format-value.ts";
import type { Report } from "../gather-report.ts";
import type { ReportTable } from "../report-table.ts";
import { summaryLines } from "../summary-lines.ts";
import { MOST_BARS } from "./bars-option.ts";
import { drawChart } from "./draw-chart.ts";
import { markup, Markup } from "./markup.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { tableMarkup } from "./table-markup.ts";

const TIMES = /^by_(?:day|hour)$/;

/**
 * Writes a report as one HTML page with charts.
 *
 * The page has no script and asks the network for nothing, and its policy forbids both. Only sums are in it, so it stays
 * small however many calls were read.
 */
export function renderReportHtml(report: Report): string {
  const styleHash = createHash("sha256").update(PAGE_STYLE).digest("base64");
  const unneeded = unneededTimes(report);
  const tables = report.tables
    .filter(({ id, rows }) => id !== unneeded && rows.length > 0)
    .toSorted((one, other) => Number(TIMES.test(other.id)) - Number(TIMES.test(one.id)));
  const { all } = report.totals;
  const total = spentWords(report);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${total}: what models cost</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#tables">Skip to the charts</a>
<header>
<h1>What models cost</h1>
<p class="total">${total}</p>
<p class="period">${periodWords(report)}</p>
${summaryMarkup(report)}
<nav aria-label="Sections"><ul>${tables.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main id="tables">
${all.calls === 0 ? markup`<section><p>No calls of models were found.</p></section>` : tables.map(sectionMarkup)}
</main>
<footer>Written by outlay report on ${formatValue(report.generatedAtMs, "time")} UTC. Calls without a cost on their span are priced by table ${report.tableVersion}.</footer>
</body>
</html>
`;
  return page.html;
}

/** By the hour for a day or two, by the day for more. */
function unneededTimes({ tables }: Report): string {
  const days = tables.find(({ id }) => id === "by_day")?.rows.length ?? 0;
  return days > 2 ? "by_hour" : "by_day";
}

function spentWords({ totals: { all } }: Report): string {
  if (all.calls === 0) return "No calls";
  return all.callsBy.unpriced === all.calls ? "Cost unknown" : `$${formatDollars(all.cost.usd)}`;
}

function periodWords({ totals: { all, span } }: Report): string {
  const calls = `${formatValue(all.calls, "count")} ${all.calls === 1 ? "call" : "calls"}`;
  if (span === undefined) return calls;
  return `${calls} from ${formatValue(span.firstMs, "time")} to ${formatValue(span.lastMs, "time")} UTC`;
}

function summaryMarkup(report: Report): Markup {
  const lines = summaryLines(report)
    .filter(({ heading }) => heading !== "spent")
    .map(({ heading, text, isWarning = false }) => {
      const words = isWarning ? markup`<span class="warn">${text}</span>` : markup`${text}`;
      return markup`<dt>${heading}</dt><dd>${words}</dd>`;
    });
  return markup`<dl>${lines}</dl>`;
}

function sectionMarkup(table: ReportTable): Markup {
  const { id, title, note } = table;
  const about = note === undefined ? markup`` : markup`<p class="note">${note}</p>`;
  const chart = drawChart(table);
  const rows = tableMarkup(table);
  const body =
    chart === undefined
      ? rows
      : markup`<figure role="img" aria-label="Chart: ${title}. The same figures are in the table below.">${chart}</figure>${beyondMarkup(table)}
<details><summary>Table: ${title}</summary>${rows}</details>`;
  return markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${about}${body}</section>`;
}

/** What the chart leaves to its table. */
function beyondMarkup({ chart, rows }: ReportTable): Markup {
  const beyond = rows.filter(({ role }) => role === "group").length - MOST_BARS;
  if (chart?.kind !== "bars" || beyond <= 0) return markup``;
  return markup`<p class="note">${beyond} more are in the table only.</p>`;
}
