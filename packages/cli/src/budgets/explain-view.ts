// SPDX-License-Identifier: Apache-2.0
import { decimalFromNanoUsd } from "@outlay/budget";

import type { View } from "../prices/show-view.ts";
import { counted } from "../view/numbers.ts";
import type { Paint } from "../view/paint.ts";
import { drawTable } from "../view/table.ts";
import type { Cell } from "../view/table.ts";
import { hanging, oneLine } from "../view/text.ts";
import { formatAmount, formatGroup, formatShare } from "./amounts.ts";
import type { ExplainedBudget, ExplainedCall } from "./explain.ts";

const COLUMNS = [
  { title: "budget", align: "left" },
  { title: "before", align: "right" },
  { title: "after", align: "right" },
  { title: "of limit", align: "right" },
  { title: "", align: "left" },
] as const;
const INDENT = "  ";

const NOTE =
  "Sums of the calls in these spans, at the times at which they ended: calls that were not recorded, and what was granted or adjusted, are not in them.";

const WOULD = {
  block: "be refused",
  escalate: "wait for a grant",
  reroute: "be rerouted",
  clamp: "be clamped",
} as const;

/** Draws what budgets made of the calls of a trace: below each call a line for each budget. */
export function renderExplainedTrace(
  traceId: string,
  calls: readonly ExplainedCall[],
  { columns, paint }: View,
): string {
  const known = calls.filter(({ costNanoUsd }) => costNanoUsd !== undefined);
  const unknown = calls.length - known.length;
  const sum = known.reduce((total, { costNanoUsd = 0 }) => total + costNanoUsd, 0);
  const head = `Trace ${traceId}: ${counted(calls.length, "call")}, $${decimalFromNanoUsd(sum)}${unknown === 0 ? "" : `, ${counted(unknown, "call")} without a price`}.`;
  const rows = calls.flatMap((call) => call.budgets.map((budget) => cellsOf(budget, call)));
  // One table, so that amounts of all calls stand below one another.
  const [titles = "", ...drawn] = drawTable({ columns: COLUMNS, rows }, Infinity, paint);
  const lines = calls.flatMap((call) => [headOf(call, paint), ...drawn.splice(0, call.budgets.length).map(indented)]);
  return `${[head, "", indented(titles), ...lines, "", paint("faint", hanging("", NOTE, columns))].join("\n")}\n`;
}

function indented(line: string): string {
  return INDENT + line;
}

function headOf({ atMs, model, costNanoUsd, decision, budgets }: ExplainedCall, paint: Paint): string {
  const cost = costNanoUsd === undefined ? paint("warning", "unpriced") : `$${decimalFromNanoUsd(costNanoUsd)}`;
  const parts = [
    new Date(atMs).toISOString().slice(0, 23).replace("T", " "),
    oneLine(model ?? "(no model)"),
    decision === undefined || costNanoUsd !== 0 ? cost : paint("warning", decision),
    ...(budgets.length === 0 ? [paint("faint", "in no budget")] : []),
  ];
  return parts.join(INDENT);
}

function cellsOf(budget: ExplainedBudget, call: ExplainedCall): readonly Cell[] {
  const { unit, limit, before, after, reached, unknownCalls, wouldAct } = budget;
  const [highest] = reached;
  const said = [
    call.decidedBy.includes(budget.budget) ? (call.decision ?? "") : "",
    highest === undefined ? "" : `reached ${formatShare(highest)}`,
    wouldAct === undefined || call.decision !== undefined ? "" : `would ${WOULD[wouldAct]}`,
    unknownCalls === 0 ? "" : `and ${counted(unknownCalls, "call")} of unknown cost`,
  ].filter((text) => text !== "");
  return [
    { role: "name", text: nameOf(budget) },
    formatAmount(unit, before),
    formatAmount(unit, after),
    formatAmount(unit, limit),
    said.length === 0 ? "" : { role: "warning", text: said.join(", ") },
  ];
}

/** With its group, but for the trace that all of them are of. */
function nameOf({ budget, group: whole }: ExplainedBudget): string {
  const group = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== "trace_id"));
  return Object.keys(group).length === 0 ? oneLine(budget) : `${oneLine(budget)} (${formatGroup(group)})`;
}
