// SPDX-License-Identifier: Apache-2.0
import type { WhatIfResult } from "@outlay/analysis";
import { usdFromPico } from "@outlay/pricing";

import type { CommandIo } from "../command-io.ts";
import { formatDollars } from "../report/format-value.ts";
import { formatCount } from "../view/numbers.ts";
import { drawTable } from "../view/table.ts";
import type { Cell, Column } from "../view/table.ts";

const NOTE = "An accounting simulation on recorded counts, not a claim about quality.";

const COLUMNS: readonly Column[] = [
  { title: "scenario", align: "left" },
  { title: "cost USD", align: "point" },
  { title: "would be USD", align: "point" },
  { title: "change", align: "right" },
  { title: "must keep", align: "right" },
  { title: "calls", align: "right" },
  { title: "changed", align: "right" },
  { title: "no price", align: "right" },
  { title: "unknown", align: "right" },
];

/** The table that a terminal shows. */
export function renderWhatIf(results: readonly WhatIfResult[], { columns, paint }: CommandIo): string {
  if (results.every(({ calls }) => calls === 0)) return "No calls of models were found.\n";
  const rows = results.map((result): readonly Cell[] => [
    result.scenario,
    formatDollars(usdFromPico(result.actualPicoUsd)),
    formatDollars(usdFromPico(result.simulatedPicoUsd)),
    changeOf(result),
    result.breakEvenSuccessRatio === undefined ? "" : percent(result.breakEvenSuccessRatio),
    formatCount(result.calls),
    formatCount(result.changedCalls),
    formatCount(result.unpricedCalls),
    formatCount(result.unknownCalls),
  ]);
  const notes = [NOTE, ...legend(results)].map((line) => paint("faint", line));
  return `${[...drawTable({ columns: COLUMNS, rows }, columns, paint), "", ...notes].join("\n")}\n`;
}

function changeOf({ actualPicoUsd, simulatedPicoUsd }: WhatIfResult): Cell {
  if (actualPicoUsd === 0) return "";
  const change = simulatedPicoUsd / actualPicoUsd - 1;
  const text = `${change > 0 ? "+" : ""}${percent(change)}`;
  return { role: change <= 0 ? "good" : "plain", text };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Columns that not everybody knows, where they say something. */
function legend(results: readonly WhatIfResult[]): readonly string[] {
  const has = (key: "unpricedCalls" | "unknownCalls"): boolean => results.some((result) => result[key] > 0);
  return [
    ...(results.some(({ breakEvenSuccessRatio }) => breakEvenSuccessRatio !== undefined)
      ? ["must keep: the share of today's successes from which on a success costs no more than today."]
      : []),
    ...(has("unpricedCalls") ? ["no price: calls without one, as they were or would be; in neither sum."] : []),
    ...(has("unknownCalls") ? ["unknown: calls that the scenario cannot tell of; taken as they were."] : []),
  ];
}

/** Amounts in USD, as all JSON of the command has them. */
export function whatIfJson(results: readonly WhatIfResult[]): string {
  const scenarios = results.map(({ actualPicoUsd, simulatedPicoUsd, ...result }) => ({
    ...result,
    actualUsd: usdFromPico(actualPicoUsd),
    simulatedUsd: usdFromPico(simulatedPicoUsd),
  }));
  return `${JSON.stringify({ note: NOTE, scenarios }, undefined, 2)}\n`;
}
