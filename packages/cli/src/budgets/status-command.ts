// SPDX-License-Identifier: Apache-2.0
import type { HeldBudgetStanding } from "@outlay/budget";

import type { CommandIo } from "../command-io.ts";
import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { readSpanFiles } from "../otlp/read-span-files.ts";
import type { CommandInput } from "../parse-arguments.ts";
import { projectPrices } from "../prices/config-prices.ts";
import { UsageError } from "../usage-error.ts";
import { drawTable } from "../view/table.ts";
import type { Cell } from "../view/table.ts";
import { formatAmount, formatGroup, formatShare } from "./amounts.ts";
import { configuredBudgets } from "./configured-budgets.ts";
import { withLedger } from "./open-ledger.ts";
import { recordedCalls } from "./recorded-calls.ts";
import { recordedStatus } from "./recorded-status.ts";
import { readSnapshot } from "./snapshot-file.ts";

const COLUMNS = [
  { title: "budget", align: "left" },
  { title: "group", align: "left" },
  { title: "spent", align: "right" },
  { title: "held", align: "right" },
  { title: "limit", align: "right" },
  { title: "granted", align: "right" },
  { title: "used", align: "right" },
] as const;

/** `outlay budgets status` */
export const statusCommand: Command = {
  about:
    "Shows where the budgets of this folder stand in their current windows: what was spent, and what running calls hold. Reads the store that the configuration names, recorded spans, or what a process has written down.",
  positionals: { usage: "[BUDGET]", least: 0, most: 1 },
  options: {
    spans: {
      value: "FILE",
      about: "where they stood after the calls in this file of OTLP JSON lines, whoever counted them; - is stdin",
    },
    snapshot: {
      value: "FILE",
      about: "where they stood in a process with a memory of its own: JSON of its guard's status(), or of this command",
    },
    json: JSON_OPTION,
  },
  examples: ["", "team-day", "--spans outlay.jsonl"],
  found: "a budget is used up",
  async run(input, io) {
    const standings = await standingsFrom(input, io);
    const sorted = standings.toSorted((one, other) => usedOf(other) - usedOf(one));
    if (input.has("json")) io.stdout(`${JSON.stringify(sorted, undefined, 2)}\n`);
    else if (sorted.length === 0) io.stdout("Nothing has been spent in the current windows.\n");
    else io.stdout(`${drawTable({ columns: COLUMNS, rows: sorted.map(rowOf) }, io.columns, io.paint).join("\n")}\n`);
    return sorted.some((standing) => usedOf(standing) >= 1) ? EXIT.FOUND : EXIT.OK;
  },
};

async function standingsFrom(input: CommandInput, io: CommandIo): Promise<readonly HeldBudgetStanding[]> {
  const [budget] = input.positionals;
  const [spans, snapshot] = [input.text("spans"), input.text("snapshot")];
  if (spans !== undefined && snapshot !== undefined) {
    throw new UsageError("--snapshot: got --spans as well, expected one of them");
  }
  if (snapshot !== undefined) {
    return readSnapshot(snapshot, io.cwd).filter((standing) => budget === undefined || standing.budget === budget);
  }
  if (spans === undefined) return withLedger(io, (guard) => guard.status(budget));
  const { budgets } = configuredBudgets(io);
  const { engine } = await projectPrices(io);
  return recordedStatus(await recordedCalls(readSpanFiles([spans], io), engine), budgets, budget);
}

/** Share of the limit, with what was granted, that is spent. */
function usedOf({ spent, limit, granted }: HeldBudgetStanding): number {
  return limit + granted > 0 ? spent / (limit + granted) : 1;
}

function rowOf(standing: HeldBudgetStanding): readonly Cell[] {
  const { budget, group, unit, spent, held, limit, granted } = standing;
  const used = formatShare(usedOf(standing));
  return [
    { role: "name", text: budget },
    formatGroup(group),
    formatAmount(unit, spent),
    held === 0 ? "" : formatAmount(unit, held),
    formatAmount(unit, limit),
    granted === 0 ? "" : formatAmount(unit, granted),
    usedOf(standing) >= 1 ? { role: "warning", text: used } : used,
  ];
}
