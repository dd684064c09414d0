// SPDX-License-Identifier: Apache-2.0
import { createContextAnalyzer } from "@outlay/analysis";
import type { AnalyzedCall, ContextAnalyzer, ContextReport } from "@outlay/analysis";
import { usdFromPico } from "@outlay/pricing";

import { promptNote } from "./prompt-note.ts";
import type { ReportSection, SectionMaker, SectionOptions } from "./report-section.ts";
import { groupRow } from "./report-table.ts";
import type { ReportTable } from "./report-table.ts";

/** How prompts grew, and what it cost to send the same again with every call. */
export const contextSection: SectionMaker = (options) => new ContextSection(options);

class ContextSection implements ReportSection {
  readonly #most: number;
  readonly #analyzer: ContextAnalyzer;

  constructor({ prices, most }: SectionOptions) {
    this.#most = most;
    this.#analyzer = createContextAnalyzer((operation) => prices.price(operation));
  }

  call(call: AnalyzedCall): void {
    this.#analyzer.add(call);
  }

  tables(): readonly ReportTable[] {
    const report = this.#analyzer.report();
    const tables = [
      growthTable(report, this.#most),
      carriedTable(report, this.#most),
      unusedTable(report, this.#most),
      compactionTable(report, this.#most),
    ];
    return tables.filter(({ rows }) => rows.length > 0);
  }
}

function usd(picoUsd: number | undefined): number | undefined {
  return picoUsd === undefined ? undefined : usdFromPico(picoUsd);
}

function growthTable(report: ContextReport, most: number): ReportTable {
  const { calls, callsWithoutPrompt, unpricedCalls, conversations, dearest } = report;
  const long = dearest.filter((one) => one.calls > 1);
  const prices =
    unpricedCalls === 0 ? "" : ` ${unpricedCalls} of ${calls} calls have no price and no part in the sums.`;
  return {
    id: "context_growth",
    title: "How context grew",
    note: `Tokens that a conversation had sent before and sent again, the dearest of ${conversations} conversations.${prices}${promptNote(callsWithoutPrompt, calls, "what was sent again is a lower bound")}`,
    columns: [
      { key: "conversation", title: "conversation", kind: "text" },
      { key: "calls", title: "calls", kind: "count" },
      { key: "first_tokens", title: "first prompt", kind: "count" },
      { key: "last_tokens", title: "last prompt", kind: "count" },
      { key: "growth_tokens_per_call", title: "growth a call", kind: "count" },
      { key: "input_tokens", title: "input", kind: "count" },
      { key: "resent_tokens", title: "of it sent again", kind: "count" },
      { key: "resent_usd", title: "for those $", kind: "usd" },
    ],
    rows: long.slice(0, most).map((one) => {
      // No amount for any of its input: its price is not known.
      const resentUsd = one.inputPicoUsd === 0 && one.inputTokens > 0 ? undefined : usd(one.resentPicoUsd);
      const { id, firstTokens, lastTokens, growthTokensPerCall, inputTokens, resentTokens } = one;
      return groupRow(
        id,
        one.calls,
        firstTokens,
        lastTokens,
        growthTokensPerCall,
        inputTokens,
        resentTokens,
        resentUsd,
      );
    }),
    chart: { kind: "bars", label: "conversation", values: ["resent_usd"], unit: "usd" },
  };
}

function carriedTable({ carried, calls, callsWithoutPrompt }: ContextReport, most: number): ReportTable {
  return {
    id: "carried_context",
    title: "What was carried in prompts",
    note: `Cost of sending each kind of block with its call and all later ones; tokens are estimated from bytes.${promptNote(callsWithoutPrompt, calls, "they are not in this table")}`,
    columns: [
      { key: "block", title: "block", kind: "text" },
      { key: "section", title: "section", kind: "text" },
      { key: "kind", title: "kind", kind: "text" },
      { key: "tool", title: "tool", kind: "text", isOptional: true },
      { key: "tokens", title: "tokens carried", kind: "count" },
      { key: "carried_usd", title: "cost $", kind: "usd" },
    ],
    rows: carried.slice(0, most).map(({ section, kind, toolName, tokens, picoUsd }) => {
      const name = toolName === undefined ? `${section}: ${kind}` : `${toolName}: ${kind}`;
      return groupRow(name.replaceAll("_", " "), section, kind, toolName, tokens, usd(picoUsd));
    }),
    chart: { kind: "bars", label: "block", values: ["carried_usd"], unit: "usd" },
  };
}

function unusedTable({ unusedTools }: ContextReport, most: number): ReportTable {
  return {
    id: "unused_tools",
    title: "Tool definitions that were sent and never called",
    columns: [
      { key: "tool", title: "tool", kind: "text" },
      { key: "conversations", title: "conversations", kind: "count" },
      { key: "tokens", title: "tokens sent", kind: "count" },
      { key: "unused_usd", title: "cost $", kind: "usd" },
    ],
    rows: unusedTools
      .slice(0, most)
      .map(({ toolName, conversations, tokens, picoUsd }) => groupRow(toolName, conversations, tokens, usd(picoUsd))),
    chart: { kind: "bars", label: "tool", values: ["unused_usd"], unit: "usd" },
  };
}

function compactionTable({ compactions }: ContextReport, most: number): ReportTable {
  return {
    id: "compactions",
    title: "Histories that were made shorter",
    note: "The most recent. It has paid once there were as many calls since as it takes to pay back.",
    columns: [
      { key: "conversation", title: "conversation", kind: "text" },
      { key: "at", title: "at (UTC)", kind: "time" },
      { key: "before_tokens", title: "before", kind: "count" },
      { key: "after_tokens", title: "after", kind: "count" },
      { key: "spent_usd", title: "spent $", kind: "usd" },
      { key: "saved_usd", title: "saved since $", kind: "usd" },
      { key: "calls_since", title: "calls since", kind: "count" },
      { key: "payback_calls", title: "pays after", kind: "count" },
      { key: "refetches", title: "tools asked again", kind: "count", isOptional: true },
    ],
    rows: compactions
      .slice(0, most)
      .map((one) =>
        groupRow(
          one.conversationId,
          Number.isFinite(one.atMs) ? one.atMs : undefined,
          one.beforeTokens,
          one.afterTokens,
          usd(one.spentPicoUsd),
          usd(one.savedPicoUsd),
          one.callsSince,
          one.paybackCalls,
          one.refetches,
        ),
      ),
  };
}
