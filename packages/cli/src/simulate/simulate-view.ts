// SPDX-License-Identifier: Apache-2.0
import type { CommandIo } from "../command-io.ts";
import { drawTable } from "../view/table.ts";
import type { Cell, Column } from "../view/table.ts";
import { hanging, wrap } from "../view/text.ts";
import { SIMULATION_NOTE } from "./benchmark.ts";
import type { Benchmark, BenchmarkReport, Figure, FigureTable } from "./benchmark.ts";
import { formatFigure } from "./format-figure.ts";

/** A benchmark and what it found. */
export interface RanBenchmark {
  readonly benchmark: Benchmark;
  readonly report: BenchmarkReport;
}

type View = Pick<CommandIo, "columns" | "paint">;

/** The tables that a terminal shows. */
export function renderBenchmarks(ran: readonly RanBenchmark[], view: View): string {
  return `${ran.map((one) => renderBenchmark(one, view)).join("\n\n")}\n`;
}

function renderBenchmark({ benchmark, report }: RanBenchmark, { columns, paint }: View): string {
  const { id, name, shows } = benchmark;
  const head = `${paint("strong", `${id} ${name}`)}\n${wrap(shows, columns).join("\n")}`;
  const tables = report.tables.map((table) => renderTable(table, { columns, paint }));
  const notes = report.notes.map((note) => hanging("- ", note, columns)).join("\n");
  return [head, ...tables, paint("faint", notes)].join("\n\n");
}

function renderTable({ title, columns, rows }: FigureTable, { columns: width, paint }: View): string {
  const content = {
    columns: [{ title: "", align: "left" } as const, ...columns.map(columnOf)],
    rows: rows.map(({ what, figures }): readonly Cell[] => [
      { role: "name", text: what },
      ...figures.map((figure) => formatFigure(figure)),
    ]),
  };
  const heading = wrap(`${title} (${SIMULATION_NOTE})`, width).join("\n");
  return [heading, ...drawTable(content, width, paint)].join("\n");
}

function columnOf(title: string): Column {
  return { title, align: "right" };
}

/** Figures as numbers with their units; a text stays one, and what nobody says is null. */
export function benchmarksJson(ran: readonly RanBenchmark[], facts: Readonly<Record<string, unknown>>): string {
  const plain = (figure: Figure): unknown => {
    if (figure === undefined) return null;
    return typeof figure === "string" ? figure : { unit: figure.unit, value: figure.value };
  };
  const benchmarks = ran.map(({ benchmark: { id, name, shows }, report: { tables, notes } }) => ({
    id,
    name,
    shows,
    tables: tables.map(({ title, columns, rows }) => ({
      title,
      columns,
      rows: rows.map(({ what, figures }) => ({ what, figures: figures.map(plain) })),
    })),
    notes,
  }));
  return `${JSON.stringify({ note: SIMULATION_NOTE, ...facts, benchmarks }, undefined, 2)}\n`;
}
