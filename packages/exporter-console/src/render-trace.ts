// SPDX-License-Identifier: Apache-2.0
import type { ReadableSpanLike } from "@outlay/semconv";

import { footerLines, footerNotes } from "./footer.ts";
import { painter } from "./paint.ts";
import { signsFor } from "./signs.ts";
import type { Signs } from "./signs.ts";
import { rowFromSpan } from "./span-row.ts";
import type { SpanRow } from "./span-row.ts";
import { BAR_CELLS, headerLine, treeLines } from "./span-lines.ts";
import { drawTable, measureTable } from "./table.ts";
import type { Line, Spacing, TableWidths } from "./table.ts";
import { DEFAULT_COLUMNS } from "./terminal.ts";
import type { RenderOptions } from "./terminal.ts";
import { singleLine, truncate } from "./text.ts";
import { treeFromRows } from "./trace-tree.ts";

/** From the roomiest to the tightest. */
const LAYOUTS = [
  { gap: 2, compact: false, bars: true },
  { gap: 2, compact: false, bars: false },
  { gap: 1, compact: false, bars: false },
  { gap: 1, compact: true, bars: false },
] as const;

interface LaidOut {
  readonly spans: readonly Line[];
  readonly footer: readonly Line[];
  readonly spacing: Spacing;
  readonly widths: TableWidths;
}

/**
 * Draws one trace as a tree: durations, tokens and dollars per call, sums on the spans above them, and the bill.
 *
 * @param spans - Finished spans of one trace, in any order.
 * @returns Lines, each ended by a line break; empty without spans.
 */
export function renderTrace(spans: readonly ReadableSpanLike[], options: RenderOptions = {}): string {
  return renderRows(spans.map(rowFromSpan), options);
}

/** The same from rows. @param note - A line about the trace as a whole, said last. */
export function renderRows(rows: readonly SpanRow[], options: RenderOptions, note?: string): string {
  const [first] = rows;
  if (first === undefined) return "";
  const { columns = DEFAULT_COLUMNS, colors = false, unicode = true } = options;
  const paint = painter(colors);
  const signs = signsFor(unicode);
  const { spans, footer, spacing, widths } = layOut(rows, columns, signs);
  const drawn = drawTable([...spans, ...footer], spacing, paint, signs);
  if (footer.length > 0) {
    drawn.splice(spans.length, 0, paint("faint", signs.rule.repeat(widths.table)));
  }
  const title = [`trace ${first.traceId}`, ...scopes(rows)].map(singleLine).join(` ${signs.dot} `);
  const notes = footerNotes(rows, signs).map(({ role, text }) => paint(role, text));
  if (note !== undefined) notes.push(paint("warning", note));
  return [paint("faint", truncate(title, columns, signs.ellipsis)), ...drawn, ...notes, ""].join("\n");
}

/** The first layout that leaves all labels whole, or the one that leaves the most of them. */
function layOut(rows: readonly SpanRow[], columns: number, signs: Signs): LaidOut {
  const roots = treeFromRows(rows);
  const inLayout = ({ gap, compact, bars }: (typeof LAYOUTS)[number]): LaidOut => {
    const spans = [headerLine(rows), ...treeLines(roots, { compact, bars, signs })];
    const footer = footerLines(rows, { compact, bars, signs });
    const spacing = { gap, columns: bars ? columns - BAR_CELLS - gap : columns };
    return { spans, footer, spacing, widths: measureTable([...spans, ...footer], spacing) };
  };
  let best = inLayout(LAYOUTS[0]);
  for (const layout of LAYOUTS.slice(1)) {
    if (best.widths.room >= best.widths.wanted) break;
    const next = inLayout(layout);
    if (next.widths.room > best.widths.room) best = next;
  }
  return best;
}

/** Session and user of the roots: those of the spans below are the same, or not the trace's. */
function scopes(rows: readonly SpanRow[]): readonly string[] {
  return [...new Set(rows.filter((row) => row.isLocalRoot).flatMap((row) => row.scope))];
}
