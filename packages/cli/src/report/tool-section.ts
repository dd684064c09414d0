// SPDX-License-Identifier: Apache-2.0
import { createToolAnalyzer } from "@outlay/analysis";
import type { AnalyzedCall, ToolRun } from "@outlay/analysis";
import { textOf } from "@outlay/core";
import type { SpanFacts } from "@outlay/core";
import { GEN_AI, OUTLAY } from "@outlay/semconv";

import { SeenSpans } from "../otlp/seen-spans.ts";
import { planTable, speculationTable } from "./potential-tables.ts";
import type { ReportSection, SectionMaker } from "./report-section.ts";
import { groupRow } from "./report-table.ts";
import type { ReportTable } from "./report-table.ts";
import { toolName } from "./tool-spans.ts";

/** Names that are told apart; runs of further ones are one row. */
const MOST_NAMES = 2_000;
const OTHERS = "(other tools)";

interface ToolRuns {
  runs: number;
  failed: number;
  totalMs: number;
  /** Cost of model calls below, as far as spans tell it. */
  usdBelow: number | undefined;
}

/** Runs of tools: how many, how long, what the models that they called cost, and what could have been known beforehand. */
export const toolSection: SectionMaker = ({ most }) => new ToolSection(most);

class ToolSection implements ReportSection {
  readonly #most: number;
  readonly #seen = new SeenSpans();
  readonly #tools = new Map<string, ToolRuns>();
  readonly #analyzer = createToolAnalyzer();

  constructor(most: number) {
    this.#most = most;
  }

  call(call: AnalyzedCall): void {
    this.#analyzer.addCall(call);
  }

  span(span: SpanFacts): void {
    const success = span.attributes[OUTLAY.OUTCOME_SUCCESS];
    if (typeof success === "boolean") this.#analyzer.addOutcome(span.traceId, success);
    const name = toolName(span);
    if (name === undefined || !this.#seen.add(span.traceId, span.spanId)) return;
    this.#analyzer.addRun(runOf(name, span));
    const tool = this.#toolOf(name);
    tool.runs += 1;
    if (span.failed) tool.failed += 1;
    if (span.endTimeMs > span.startTimeMs) tool.totalMs += span.endTimeMs - span.startTimeMs;
    const below = span.attributes[OUTLAY.ROLLUP_COST_USD];
    if (typeof below === "number") tool.usdBelow = (tool.usdBelow ?? 0) + below;
  }

  tables(): readonly ReportTable[] {
    const tools = [...this.#tools].toSorted(
      ([, one], [, other]) => (other.usdBelow ?? 0) - (one.usdBelow ?? 0) || other.runs - one.runs,
    );
    if (tools.length === 0) return [];
    const report = this.#analyzer.report();
    return [
      {
        id: "tools",
        title: "Tools",
        columns: [
          { key: "tool", title: "tool", kind: "text" },
          { key: "runs", title: "runs", kind: "count" },
          { key: "failed_runs", title: "failed", kind: "count", isOptional: true },
          { key: "mean_ms", title: "took, mean", kind: "ms" },
          { key: "cost_below_usd", title: "models below $", kind: "usd", isOptional: true },
        ],
        rows: tools
          .slice(0, this.#most)
          .map(([name, { runs, failed, totalMs, usdBelow }]) => groupRow(name, runs, failed, totalMs / runs, usdBelow)),
        chart: { kind: "bars", label: "tool", values: ["runs"], unit: "count" },
      },
      ...[speculationTable(report), planTable(report)].filter(({ rows }) => rows.length > 0),
    ];
  }

  #toolOf(name: string): ToolRuns {
    const known = this.#tools.get(name);
    if (known !== undefined) return known;
    if (this.#tools.size >= MOST_NAMES && name !== OTHERS) return this.#toolOf(OTHERS);
    const tool: ToolRuns = { runs: 0, failed: 0, totalMs: 0, usdBelow: undefined };
    this.#tools.set(name, tool);
    return tool;
  }
}

/** With what was asked and answered, where content is captured. */
function runOf(name: string, { traceId, attributes, failed, startTimeMs, endTimeMs }: SpanFacts): ToolRun {
  return {
    traceId,
    name,
    isError: failed,
    startTimeMs,
    endTimeMs,
    arguments: textOf(attributes[GEN_AI.TOOL_CALL_ARGUMENTS]),
    result: textOf(attributes[GEN_AI.TOOL_CALL_RESULT]),
  };
}
