// SPDX-License-Identifier: Apache-2.0
import type { Paint, Role } from "./paint.ts";

/** A piece of text and what it is; plain text alone is itself. */
export type Cell = string | { readonly role: Role; readonly text: string };

/** A column of a table. Numbers of a `point` column stand point under point. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right" | "point";
}

/** Rows under the titles of their columns. */
export interface TableContent {
  readonly columns: readonly Column[];
  /** One cell a column. */
  readonly rows: readonly (readonly Cell[])[];
}

const GAP = 2;

interface Drawn {
  readonly text: string;
  readonly role: Role;
}

/**
 * Draws a table as lines. One wider than the terminal is drawn as several, each beginning with the first column.
 *
 * @param width - Columns of the terminal.
 */
export function drawTable(content: TableContent, width: number, paint: Paint): readonly string[] {
  const columns = content.columns.map((column, index) =>
    drawColumn(
      column,
      content.rows.map((row) => row[index] ?? ""),
    ),
  );
  return blocks(columns.map(widthOf), width).flatMap((block, index) => {
    const shown = block.map((column) => columns[column] ?? []);
    const lines = [...content.rows.keys(), content.rows.length].map((row) => drawRow(shown, row, paint));
    return index === 0 ? lines : ["", ...lines];
  });
}

function drawRow(columns: readonly (readonly Drawn[])[], row: number, paint: Paint): string {
  const cells = columns.map((column) => column[row] ?? { text: "", role: "plain" as const });
  return cells
    .map(({ text, role }) => paintWithin(paint, role, text))
    .join(" ".repeat(GAP))
    .trimEnd();
}

/** The space around a text stays unpainted, so that it can be trimmed. */
function paintWithin(paint: Paint, role: Role, text: string): string {
  const words = text.trim();
  return words === "" ? text : text.replace(words, () => paint(role, words));
}

/** The title, faint, and below it the cells; all as wide as the widest. */
function drawColumn({ title, align }: Column, cells: readonly Cell[]): readonly Drawn[] {
  const drawn = cells.map((cell): Drawn => (typeof cell === "string" ? { text: cell, role: "plain" } : cell));
  const places = Math.max(0, ...drawn.map(({ text }) => placesAfterPoint(text)));
  const lined = drawn.map(({ text, role }) => {
    const isNumber = align === "point" && /\d$/.test(text);
    return { role, text: isNumber ? text + " ".repeat(places - placesAfterPoint(text)) : text };
  });
  const all: readonly Drawn[] = [{ text: title, role: "faint" }, ...lined];
  const width = Math.max(...all.map(({ text }) => text.length));
  return all.map(({ text, role }) => ({ role, text: align === "left" ? text.padEnd(width) : text.padStart(width) }));
}

/** The point counts as a place, so that numbers without one line up too. */
function placesAfterPoint(text: string): number {
  const point = text.lastIndexOf(".");
  return point === -1 || !/\d$/.test(text) ? 0 : text.length - point;
}

function widthOf(column: readonly Drawn[]): number {
  return column[0]?.text.length ?? 0;
}

/** Positions of the columns that fit beside the first one, block by block. */
function blocks(widths: readonly number[], width: number): readonly (readonly number[])[] {
  const [first = 0, ...others] = widths;
  const result: number[][] = [];
  let left = 0;
  for (const [index, own] of others.entries()) {
    left -= GAP + own;
    const last = result.at(-1);
    if (last !== undefined && left >= 0) {
      last.push(index + 1);
      continue;
    }
    result.push([0, index + 1]);
    left = width - first - GAP - own;
  }
  return result.length === 0 ? [[0]] : result;
}
