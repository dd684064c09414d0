// SPDX-License-Identifier: Apache-2.0
import type { Spend } from "@outlay/analysis";

import { DAMAGE_WORDS } from "../otlp/read-span-files.ts";
import { counted, formatCount } from "../view/numbers.ts";
import { oneLine } from "../view/text.ts";
import { formatDollars, formatValue } from "./format-value.ts";
import type { ReadFile, Report } from "./gather-report.ts";

/** A line of a report's summary: what it is about, and what it says. */
export interface SummaryLine {
  readonly heading: string;
  readonly text: string;
  readonly isWarning?: boolean;
}

/** What a report says in a few lines: the sum, how sure it is, the cache, what was read and what was left out. */
export function summaryLines(report: Report): readonly SummaryLine[] {
  const { all } = report.totals;
  return [
    { heading: "spent", text: `${spentWords(all)} ${periodWords(report)}`.trim() },
    ...sureness(all),
    ...(all.inputTokens === 0 ? [] : [{ heading: "input", text: inputWords(all) }]),
    { heading: "read", text: readWords(report) },
    ...report.files.filter(({ leftOut }) => leftOut > 0).map(damageLine),
  ];
}

function spentWords({ calls, callsBy, cost }: Spend): string {
  const amount = callsBy.unpriced === calls ? "nobody knows what was spent" : `$${formatDollars(cost.usd)}`;
  return `${amount} in ${counted(calls, "call")}`;
}

function periodWords({ totals: { span } }: Report): string {
  if (span === undefined) return "";
  return `from ${formatValue(span.firstMs, "time")} to ${formatValue(span.lastMs, "time")} UTC`;
}

function sureness({ calls, callsBy, uncertainCost, callsWithoutUsage }: Spend): readonly SummaryLine[] {
  const uncertain = callsBy.estimated + callsBy.partial;
  const lines: SummaryLine[] = [];
  if (uncertain > 0) {
    const kinds = [`${formatCount(callsBy.estimated)} estimated`, `${formatCount(callsBy.partial)} in part`];
    lines.push({
      heading: "unsure",
      text: `$${formatDollars(uncertainCost.usd)} of it: ${counted(uncertain, "call")} (${kinds.join(", ")})`,
    });
  }
  if (callsBy.unpriced > 0) {
    const usage = callsWithoutUsage === 0 ? "" : `, ${formatCount(callsWithoutUsage)} of them without usage`;
    const text = `${formatCount(callsBy.unpriced)} of ${counted(calls, "call")} have no price, which is not zero${usage}: outlay prices unpriced tells why`;
    lines.push({ heading: "unpriced", text, isWarning: true });
  }
  return lines;
}

function inputWords({ inputTokens, cacheReadTokens, cacheWriteTokens, uncachedInputTokens }: Spend): string {
  const share = (tokens: number): string => formatValue(tokens / inputTokens, "share");
  return `${formatCount(inputTokens)} tokens: ${share(cacheReadTokens)} read from cache, ${share(cacheWriteTokens)} written to it, ${share(uncachedInputTokens)} neither`;
}

function readWords({ files, unbilled }: Report): string {
  const spans = files.reduce((sum, file) => sum + file.spans, 0);
  const left = [
    [unbilled.duplicates, "second views of calls"],
    [unbilled.repeated, "repeated spans"],
    [unbilled.refused, "refused calls"],
  ] as const;
  const words = left.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  return `${counted(spans, "span")} of ${counted(files.length, "file")}${words.length === 0 ? "" : `, without ${words.join(", ")}`}`;
}

function damageLine({ name, leftOut, firstLeftOut }: ReadFile): SummaryLine {
  const first = firstLeftOut.map(({ line, reason }) => `${oneLine(name)}:${line}: ${DAMAGE_WORDS[reason]}`);
  const more = leftOut - firstLeftOut.length;
  const text = [...first, ...(more > 0 ? [`and ${formatCount(more)} more`] : [])].join("; ");
  return { heading: "left out", text, isWarning: true };
}
