// SPDX-License-Identifier: Apache-2.0
import { createWasteAnalyzer } from "@outlay/analysis";
import type { AnalyzedCall, CallTotal, WasteAnalyzer, WasteReport } from "@outlay/analysis";
import { usdFromPico } from "@outlay/pricing";

import { promptNote } from "./prompt-note.ts";
import type { ReportSection, SectionMaker, SectionOptions } from "./report-section.ts";
import { groupRow } from "./report-table.ts";
import type { ReportRow, ReportTable } from "./report-table.ts";

/** What was spent on nothing: failures, retries, loops. */
export const wasteSection: SectionMaker = (options) => new WasteSection(options);

class WasteSection implements ReportSection {
  readonly #most: number;
  readonly #analyzer: WasteAnalyzer = createWasteAnalyzer();

  constructor({ most }: SectionOptions) {
    this.#most = most;
  }

  call(call: AnalyzedCall): void {
    this.#analyzer.add(call);
  }

  tables(): readonly ReportTable[] {
    const report = this.#analyzer.report();
    return [wasteTable(report), loopTable(report, this.#most)].filter(({ rows }) => rows.length > 0);
  }
}

/** Of calls that all have no price nothing is known: that is no waste of 0. */
function usdOf({ calls, unpricedCalls, picoUsd }: CallTotal): number | undefined {
  return calls > 0 && unpricedCalls === calls ? undefined : usdFromPico(picoUsd);
}

function wasteTable(report: WasteReport): ReportTable {
  const { calls, callsWithoutPrompt, failed, retries, stuck, afterLastProgress, resends } = report;
  const isBlind = callsWithoutPrompt === calls.calls;
  const row = (name: string, total: CallTotal, needsPrompt = true): ReportRow =>
    needsPrompt && isBlind
      ? groupRow(name, undefined, undefined, undefined)
      : groupRow(name, total.calls, usdOf(total), total.unpricedCalls);
  const rows = [
    row("failed calls", failed, false),
    row("the same prompt sent again", retries.resent_prompt),
    row("answers sent back to fit a schema", retries.schema_repair),
    row("tools asked again after they failed", retries.tool_error),
    row("loops, from the first call with nothing new", stuck),
    row("after the last progress of runs without an answer", afterLastProgress),
  ];
  const total = failed.calls + stuck.calls + afterLastProgress.calls + resends;
  const again = Object.values(retries).reduce((sum, one) => sum + one.calls, 0);
  const again2 =
    resends === 0
      ? ""
      : ` SDKs sent ${resends} requests again by themselves; what providers bill for those is not told.`;
  return {
    id: "waste",
    title: "Spent on nothing",
    note: `The kinds overlap: a loop may be made of retries.${again2}${promptNote(callsWithoutPrompt, calls.calls, "of those only failures can be told")}`,
    columns: [
      { key: "kind", title: "kind", kind: "text" },
      { key: "calls", title: "calls", kind: "count" },
      { key: "waste_usd", title: "cost $", kind: "usd" },
      { key: "unpriced_calls", title: "unpriced calls", kind: "count", isOptional: true },
    ],
    rows: total + again === 0 ? [] : rows,
    chart: { kind: "bars", label: "kind", values: ["waste_usd"], unit: "usd" },
  };
}

function loopTable({ loops }: WasteReport, most: number): ReportTable {
  return {
    id: "loops",
    title: "Loops",
    note: "Conversations whose tools brought nothing new for several rounds in a row.",
    columns: [
      { key: "conversation", title: "conversation", kind: "text" },
      { key: "tools", title: "tools", kind: "text" },
      { key: "rounds", title: "rounds", kind: "count" },
      { key: "calls", title: "calls", kind: "count" },
      { key: "loop_usd", title: "cost $", kind: "usd" },
      { key: "unpriced_calls", title: "unpriced calls", kind: "count", isOptional: true },
    ],
    rows: loops
      .slice(0, most)
      .map((loop) =>
        groupRow(loop.conversationId, loop.tools.join(", "), loop.rounds, loop.calls, usdOf(loop), loop.unpricedCalls),
      ),
    chart: { kind: "bars", label: "conversation", values: ["loop_usd"], unit: "usd" },
  };
}
