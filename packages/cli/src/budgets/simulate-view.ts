// SPDX-License-Identifier: Apache-2.0
import { decimalFromNanoUsd } from "@outlay/budget";

import { counted, formatCount } from "../view/numbers.ts";
import { drawTable } from "../view/table.ts";
import type { Cell } from "../view/table.ts";
import { hanging } from "../view/text.ts";
import type { View } from "../prices/show-view.ts";
import { formatAmount, formatGroup, formatShare } from "./amounts.ts";
import type { SimulatedBudget, Simulation } from "./simulate.ts";

const COLUMNS = [
  { title: "budget", align: "left" },
  { title: "refused", align: "right" },
  { title: "first at", align: "left" },
  { title: "most spent", align: "right" },
  { title: "of limit", align: "right" },
  { title: "by", align: "left" },
] as const;

/** Draws what budgets would have done. */
export function renderSimulation(simulation: Simulation, { columns, paint }: View): string {
  const { calls, refusedCalls, spentNanoUsd, refusedNanoUsd, unknownCalls, budgets } = simulation;
  if (calls === 0) return "No calls of models were found.\n";
  const verdict =
    refusedCalls === 0
      ? `${paint("good", "good")}: ${counted(calls, "call")}, none would have been refused`
      : `${paint("warning", `${formatCount(refusedCalls)} of ${counted(calls, "call")}`)} would have been refused, worth $${decimalFromNanoUsd(refusedNanoUsd)}`;
  const spent = `$${decimalFromNanoUsd(spentNanoUsd)} would have been spent${unknownCalls === 0 ? "" : `, and ${counted(unknownCalls, "call")} of unknown cost`}.`;
  const note =
    "Accounting of the past, not a forecast: agents that are refused do something else, and a guard holds what a call can cost at most, which is more than it did cost.";
  const table = drawTable({ columns: COLUMNS, rows: budgets.map(rowOf) }, columns, paint);
  return `${[`${verdict}; ${spent}`, "", ...table, "", paint("faint", hanging("", note, columns))].join("\n")}\n`;
}

function rowOf({ budget, refused, firstRefusalMs, highest }: SimulatedBudget): readonly Cell[] {
  return [
    { role: "name", text: budget },
    refused === 0 ? "0" : { role: "warning", text: formatCount(refused) },
    firstRefusalMs === undefined ? "" : new Date(firstRefusalMs).toISOString().slice(0, 19).replace("T", " "),
    highest === undefined ? "" : formatAmount(highest.unit, highest.spent),
    highest === undefined ? "" : formatShare(highest.fraction),
    highest === undefined ? "" : formatGroup(highest.group),
  ];
}
