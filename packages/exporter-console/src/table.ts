// SPDX-License-Identifier: Apache-2.0
import type { Paint, Role } from "./paint.ts";
import type { Signs } from "./signs.ts";
import { displayWidth, truncate } from "./text.ts";

/** A piece of text and what it is. */
export interface Cell {
  readonly role: Role;
  readonly text: string;
}

/** A row of the table: what it is about, on the left, and its numbers. */
export interface Line {
  /** Lines that connect it to its parent. */
  readonly tree: string;
  readonly label: Cell;
  /** Words after the label; they are cut last. */
  readonly badges: readonly Cell[];
  /** One per column; the last may be amounts, which are put point under point. */
  readonly cells: readonly (Cell | undefined)[];
  /** Follows the numbers, left-aligned. */
  readonly tail?: Cell;
}

/** How a table is spaced. */
export interface Spacing {
  /** Width to stay within, tails not counted. */
  readonly columns: number;
  readonly gap: number;
}

const NARROWEST_LABEL = 12;
const NARROWEST_NAME = 6;
const EMPTY: Cell = { role: "plain", text: "" };

/** Widths of a table's parts. */
export interface TableWidths {
  /** What the labels need to be whole. */
  readonly wanted: number;
  /** What the numbers leave them; may be negative. */
  readonly room: number;
  /** What they get. */
  readonly label: number;
  readonly table: number;
}

/** Measures a table before it is drawn. */
export function measureTable(lines: readonly Line[], { columns, gap }: Spacing): TableWidths {
  const numbers = columnWidths(lines.map(alignedCells(lines))).reduce((width, column) => width + gap + column, 0);
  const wanted = Math.max(...lines.map(labelWidth));
  const room = columns - numbers;
  const label = Math.min(wanted, Math.max(NARROWEST_LABEL, room));
  return { wanted, room, label, table: label + numbers };
}

/** Draws lines as a table, labels to the left, numbers to the right. */
export function drawTable(lines: readonly Line[], spacing: Spacing, paint: Paint, signs: Signs): string[] {
  const cellsOf = alignedCells(lines);
  const widths = columnWidths(lines.map(cellsOf));
  const { label } = measureTable(lines, spacing);
  return lines.map((line) => {
    const numbers = cellsOf(line).map(({ role, text }, index) => {
      const [before, after] = [(widths[index] ?? 0) - displayWidth(text), text.length - text.trimEnd().length];
      const drawn = text === "" ? "" : paint(role, text.trimEnd());
      return " ".repeat(spacing.gap + before) + drawn + " ".repeat(after);
    });
    const tail = line.tail === undefined ? "" : " ".repeat(spacing.gap) + paint(line.tail.role, line.tail.text);
    return (drawLabel(line, label, paint, signs) + numbers.join("") + tail).trimEnd();
  });
}

function drawLabel({ tree, label, badges }: Line, width: number, paint: Paint, signs: Signs): string {
  const stem = lastOf(tree, Math.floor(width / 2), signs.ellipsis);
  const badgeWidth = badges.reduce((sum, { text }) => sum + 1 + displayWidth(text), 0);
  const nameRoom = Math.max(NARROWEST_NAME, width - stem.length - badgeWidth);
  const name = truncate(label.text, nameRoom, signs.ellipsis);
  let left = width - stem.length - displayWidth(name);
  let drawn = paint("faint", stem) + paint(label.role, name);
  for (const badge of badges) {
    const shown = truncate(badge.text, Math.max(0, left - 1), signs.ellipsis);
    if (shown === "") break;
    left -= displayWidth(shown) + 1;
    drawn += ` ${paint(badge.role, shown)}`;
  }
  return drawn + " ".repeat(Math.max(0, left));
}

/** The end of a long line: what connects a deep span to its parent. */
function lastOf(text: string, width: number, ellipsis: string): string {
  return text.length <= width ? text : ellipsis + text.slice(text.length - width + ellipsis.length);
}

function labelWidth({ tree, label, badges }: Line): number {
  return badges.reduce((width, { text }) => width + 1 + displayWidth(text), displayWidth(tree + label.text));
}

/** Makes all amounts of the last column end the same number of places after their point. */
function alignedCells(lines: readonly Line[]): (line: Line) => readonly Cell[] {
  const columns = Math.max(...lines.map(({ cells }) => cells.length));
  const places = Math.max(...lines.map(({ cells }) => placesAfterPoint(cells[columns - 1]?.text ?? "")));
  return ({ cells }) =>
    Array.from({ length: columns }, (_, index) => {
      const cell = cells[index] ?? EMPTY;
      if (index < columns - 1 || !/\d$/.test(cell.text)) return cell;
      return { ...cell, text: cell.text + " ".repeat(places - placesAfterPoint(cell.text)) };
    });
}

/** The point counts as a place, so that amounts without one line up too. */
function placesAfterPoint(text: string): number {
  const point = text.lastIndexOf(".");
  return point === -1 || !/\d$/.test(text) ? 0 : text.length - point;
}

function columnWidths(rows: readonly (readonly Cell[])[]): readonly number[] {
  const columns = rows[0]?.length ?? 0;
  return Array.from({ length: columns }, (_, index) =>
    Math.max(...rows.map((cells) => displayWidth(cells[index]?.text ?? ""))),
  );
}
