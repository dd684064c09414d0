// SPDX-License-Identifier: Apache-2.0
import type { SpanFacts } from "@outlay/core";
import { GEN_AI, OUTLAY } from "@outlay/semconv";

import { SeenSpans } from "../otlp/seen-spans.ts";
import type { ReportSection, SectionMaker } from "./report-section.ts";
import { groupRow } from "./report-table.ts";
import type { ReportTable } from "./report-table.ts";

/** How emitters say that a span is a run of a tool, and where its name is. */
const TOOL_SPANS: readonly { readonly kind: string; readonly value: string; readonly name: string }[] = [
  { kind: GEN_AI.OPERATION_NAME, value: "execute_tool", name: GEN_AI.TOOL_NAME },
  { kind: "openinference.span.kind", value: "TOOL", name: "tool.name" },
  { kind: "traceloop.span.kind", value: "tool", name: "traceloop.entity.name" },
  { kind: "ai.operationId", value: "ai.toolCall", name: "ai.toolCall.name" },
];
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

/** Runs of tools: how many, how long, and what the models that they called cost. */
export const toolSection: SectionMaker = ({ most }) => new ToolSection(most);

class ToolSection implements ReportSection {
  readonly #most: number;
  readonly #seen = new SeenSpans();
  readonly #tools = new Map<string, ToolRuns>();

  constructor(most: number) {
    this.#most = most;
  }

  span(span: SpanFacts): void {
    const name = toolName(span);
    if (name === undefined || !this.#seen.add(span.traceId, span.spanId)) return;
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

function toolName({ attributes }: SpanFacts): string | undefined {
  for (const { kind, value, name } of TOOL_SPANS) {
    if (attributes[kind] !== value) continue;
    const told = attributes[name] ?? attributes[GEN_AI.TOOL_NAME];
    return typeof told === "string" && told !== "" ? told.slice(0, 200) : "(unnamed)";
  }
  return undefined;
}
