// SPDX-License-Identifier: Apache-2.0
import { formatCompact, formatCount, formatDuration, formatUsd } from "./format.ts";
import type { Role } from "./paint.ts";
import type { Signs } from "./signs.ts";
import { TOKEN_KINDS } from "./span-row.ts";
import type { CallSpend, SpanRow, TokenKind } from "./span-row.ts";
import type { Cell, Line } from "./table.ts";
import { singleLine } from "./text.ts";
import { isEstimate, isLowerBound } from "./trace-tree.ts";
import type { Spend, TraceNode } from "./trace-tree.ts";

const EMPTY: Cell = { role: "plain", text: "" };
const NO_TOKENS = TOKEN_KINDS.map(() => undefined);

/** Lines drawn of one trace; the sums are of all of it. */
const MAX_LINES = 500;

const ROLE_OF_KIND: Readonly<Record<TokenKind, Role>> = {
  uncached: "plain",
  cached: "cached",
  written: "written",
  output: "output",
};

/** Longest bar: a call that is the whole bill. */
export const BAR_CELLS = 10;

/** How lines are drawn. */
export interface Look {
  /** Token counts in three digits. */
  readonly compact: boolean;
  /** A bar for each share of the bill. */
  readonly bars: boolean;
  readonly signs: Signs;
}

/** Names of the columns; the one for costs only where something priced the calls. */
export function headerLine(rows: readonly SpanRow[]): Line {
  const hasCosts = rows.some((row) => row.isDuplicate || row.call?.costStatus !== undefined);
  const names = ["time", ...TOKEN_KINDS, ...(hasCosts ? ["cost"] : [])];
  return { tree: "", label: EMPTY, badges: [], cells: names.map((text) => ({ role: "faint", text })) };
}

/** One line per span. The sums of a single root are left to the footer. */
export function treeLines(roots: readonly TraceNode[], look: Look): readonly Line[] {
  const { signs } = look;
  const totalPicoUsd = roots.reduce((total, { spend }) => total + spend.picoUsd, 0);
  const onlyRoot = roots.length === 1 ? roots[0] : undefined;
  const lines: Line[] = [];
  const waiting = roots.map((node) => ({ node, tree: "", below: "" })).reverse();
  let left = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, tree, below } = next;
    if (lines.length < MAX_LINES) lines.push(spanLine(node, tree, look, node === onlyRoot, totalPicoUsd));
    else left += 1;
    const last = node.children.at(-1);
    for (const child of node.children.toReversed()) {
      const [branch, line] = child === last ? [signs.lastBranch, signs.space] : [signs.branch, signs.line];
      waiting.push({ node: child, tree: below + branch, below: below + line });
    }
  }
  if (left > 0) lines.push(textLine(`${signs.ellipsis} ${formatCount(left)} more spans`));
  return lines;
}

function spanLine(
  { row, spend }: TraceNode,
  tree: string,
  look: Look,
  isOnlyRoot: boolean,
  totalPicoUsd: number,
): Line {
  const line = {
    tree,
    label: { role: labelRole(row, isOnlyRoot), text: singleLine(row.name) },
    badges: badges(row, look.signs),
  };
  const time: Cell = { role: "faint", text: formatDuration(row.endMs - row.startMs) };
  if (row.call !== undefined) {
    const cells = [time, ...tokenCells(row.call, look), callCost(row.call, look.signs)];
    return { ...line, cells, ...barTail(row.call.picoUsd, totalPicoUsd, look) };
  }
  if (row.isDuplicate) return { ...line, cells: [time, ...NO_TOKENS, { role: "faint", text: "dup" }] };
  if (isOnlyRoot || spend.calls === 0) return { ...line, cells: [time] };
  return { ...line, cells: [time, ...sumCells(spend, "faint", look), costCell(spend, "faint", look.signs)] };
}

function labelRole(row: SpanRow, isOnlyRoot: boolean): Role {
  if (row.call !== undefined) return "call";
  return isOnlyRoot ? "strong" : "plain";
}

/** Share of the bill as a bar; none for a bill of one call. */
function barTail(picoUsd: number | undefined, totalPicoUsd: number, { bars, signs }: Look): { tail?: Cell } {
  if (!bars || picoUsd === undefined || picoUsd === 0 || picoUsd === totalPicoUsd) return {};
  const steps = signs.bar.length - 1;
  const filled = Math.max(1, Math.round((picoUsd / totalPicoUsd) * BAR_CELLS * steps));
  const text = (signs.bar[steps] ?? "").repeat(Math.floor(filled / steps)) + (signs.bar[filled % steps] ?? "");
  return { tail: { role: "call", text } };
}

function badges(row: SpanRow, signs: Signs): readonly Cell[] {
  const found: Cell[] = [];
  if (row.servedModel !== undefined) found.push({ role: "warning", text: `${signs.arrow} ${row.servedModel}` });
  if (row.resends !== undefined) found.push({ role: "warning", text: `${signs.resent}${row.resends}` });
  if (row.outcome !== undefined) found.push({ role: "warning", text: row.outcome });
  if (row.error !== undefined) found.push({ role: "error", text: `${signs.failed} ${row.error}` });
  return found.map(({ role, text }) => ({ role, text: singleLine(text) }));
}

/** Unknown is a question mark; none, and not reported beside known counts, is a dash. */
function tokenCells(call: CallSpend, { compact, signs }: Look): readonly Cell[] {
  return TOKEN_KINDS.map((kind) => {
    const count = call.tokens[kind];
    if (count !== undefined && count > 0) return { role: ROLE_OF_KIND[kind], text: formatTokens(count, compact) };
    const isUnknown = count === undefined && call.isUsagePartial;
    return { role: isUnknown ? "warning" : "faint", text: isUnknown ? "?" : signs.none };
  });
}

/** Token sums, in the colours of their kinds or all in one. */
export function sumCells(spend: Spend, role: Role | "by-kind", { compact, signs }: Look): readonly Cell[] {
  return TOKEN_KINDS.map((kind) => {
    const count = spend.tokens[kind];
    if (count === 0) return { role: "faint", text: signs.none };
    return { role: role === "by-kind" ? ROLE_OF_KIND[kind] : role, text: formatTokens(count, compact) };
  });
}

function callCost(call: CallSpend, signs: Signs): Cell | undefined {
  if (call.costStatus === undefined) return undefined;
  if (call.picoUsd === undefined) return { role: "warning", text: "unpriced" };
  return { role: "strong", text: mark(isLowerBound(call), isEstimate(call), signs) + formatUsd(call.picoUsd) };
}

/** The sum of what is priced, marked when that is not all or not sure. */
export function costCell(spend: Spend, role: Role, signs: Signs): Cell | undefined {
  if (spend.pricedCalls === 0) return spend.unpricedCalls === 0 ? undefined : { role: "warning", text: "unpriced" };
  const isPartial = spend.partialCalls + spend.unpricedCalls > 0;
  return { role, text: mark(isPartial, spend.estimatedCalls > 0, signs) + formatUsd(spend.picoUsd) };
}

function mark(isPartial: boolean, isEstimated: boolean, signs: Signs): string {
  if (isPartial) return signs.atLeast;
  return isEstimated ? "~" : "";
}

function formatTokens(count: number, compact: boolean): string {
  return compact ? formatCompact(count) : formatCount(count);
}

function textLine(text: string): Line {
  return { tree: "", label: { role: "faint", text }, badges: [], cells: [] };
}
