// SPDX-License-Identifier: Apache-2.0
import { formatCount, formatDuration, formatShare, formatUsd } from "./format.ts";
import type { Signs } from "./signs.ts";
import { costCell, sumCells } from "./span-lines.ts";
import type { Look } from "./span-lines.ts";
import { TOKEN_KINDS } from "./span-row.ts";
import type { CallSpend, SpanRow } from "./span-row.ts";
import type { Cell, Line } from "./table.ts";
import { singleLine } from "./text.ts";
import { sumCalls } from "./trace-tree.ts";
import type { Spend } from "./trace-tree.ts";

/** The bill: a line per model when there are several, the total, and what each kind of token cost. */
export function footerLines(rows: readonly SpanRow[], look: Look): readonly Line[] {
  const calls = callsOf(rows);
  if (calls.length < 2) return [];
  const total = sumCalls(calls);
  const byModel = Map.groupBy(calls, (call) => call.model);
  const models = byModel.size < 2 ? [] : [...byModel].map(([model, some]) => modelLine(model, sumCalls(some), look));
  return [...models, totalLine(rows, total, look), ...kindLines(total)];
}

/** What caching saved, and what the marks on the amounts mean. */
export function footerNotes(rows: readonly SpanRow[], signs: Signs): readonly Cell[] {
  const spend = sumCalls(callsOf(rows));
  return [...savingNotes(spend), ...doubtNotes(spend, signs)];
}

function callsOf(rows: readonly SpanRow[]): readonly CallSpend[] {
  return rows.flatMap((row) => row.call ?? []);
}

function modelLine(model: string, spend: Spend, look: Look): Line {
  return {
    tree: "",
    label: { role: "plain", text: singleLine(model) },
    badges: [{ role: "faint", text: counted(spend.calls, "call") }],
    cells: [undefined, ...sumCells(spend, "faint", look), costCell(spend, "plain", look.signs)],
  };
}

function totalLine(rows: readonly SpanRow[], spend: Spend, look: Look): Line {
  const start = Math.min(...rows.map((row) => row.startMs));
  const end = Math.max(...rows.map((row) => row.endMs));
  return {
    tree: "",
    label: { role: "strong", text: counted(spend.calls, "call") },
    badges: [],
    cells: [
      { role: "faint", text: formatDuration(end - start) },
      ...sumCells(spend, "by-kind", look),
      costCell(spend, "strong", look.signs),
    ],
  };
}

function kindLines(spend: Spend): readonly Line[] {
  const amounts = TOKEN_KINDS.map((kind) => spend.picoUsdByKind[kind]);
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  if (sum === 0) return [];
  const cells = amounts.map((amount): Cell => ({ role: "faint", text: amount === 0 ? "" : formatUsd(amount) }));
  return [{ tree: "", label: { role: "faint", text: "" }, badges: [], cells: [undefined, ...cells] }];
}

function savingNotes(spend: Spend): readonly Cell[] {
  const saved = spend.savedPicoUsd;
  if (saved === 0) return [];
  if (saved < 0) return [{ role: "warning", text: `caching cost ${formatUsd(-saved)} more than it saved` }];
  const share = formatShare(saved / (spend.picoUsd + saved));
  return [{ role: "saved", text: `caching saved ${formatUsd(saved)} (${share})` }];
}

function doubtNotes(spend: Spend, signs: Signs): readonly Cell[] {
  const missing = [
    ...(spend.unpricedCalls > 0 ? [`${counted(spend.unpricedCalls, "call")} unpriced`] : []),
    ...(spend.partialCalls > 0 ? [`${counted(spend.partialCalls, "call")} with usage partly unknown`] : []),
  ];
  const notes: string[] = [];
  if (missing.length > 0) notes.push(`${signs.atLeast} lower bound: ${missing.join(", ")}`);
  if (spend.estimatedCalls > 0) notes.push(`~ estimated: ${counted(spend.estimatedCalls, "call")}`);
  return notes.map((text) => ({ role: "warning", text }));
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
