// SPDX-License-Identifier: Apache-2.0
import { CacheTotals, createCacheAnalyzer } from "@outlay/analysis";
import type { AnalyzedCall, CacheAnalyzer, CacheBreak, CacheCause } from "@outlay/analysis";
import type { SpanFacts } from "@outlay/core";
import { usdFromPico } from "@outlay/pricing";

import { recordedBreak } from "./recorded-break.ts";
import type { ReportSection, SectionMaker, SectionOptions } from "./report-section.ts";
import { groupRow } from "./report-table.ts";
import type { ReportTable } from "./report-table.ts";

const NOTE =
  "What each call could have read from the provider's cache beyond what it did, had its prompt begun as the one before; beside it what that cost. A history made shorter has nothing to win back.";

/** Why prompt caches broke, and for how many dollars. */
export const cacheSection: SectionMaker = (options) => new CacheSection(options);

class CacheSection implements ReportSection {
  readonly #most: number;
  readonly #analyzer: CacheAnalyzer;
  readonly #totals = new CacheTotals();
  #recorded: CacheBreak | undefined;

  constructor({ prices, most }: SectionOptions) {
    this.#most = most;
    this.#analyzer = createCacheAnalyzer((operation) => prices.price(operation));
  }

  span(span: SpanFacts): void {
    this.#recorded = recordedBreak(span);
  }

  call({ operation }: AnalyzedCall): void {
    const found = this.#analyzer.add(operation);
    // What the process that made the call has said of it holds: it has seen more than its spans tell.
    const broken = this.#recorded ?? found?.broken;
    this.#totals.countCall(operation, found !== undefined || broken !== undefined);
    if (broken !== undefined) this.#totals.countBreak(broken);
  }

  tables(): readonly ReportTable[] {
    const { causes, callsNotJudged, calls } = this.#totals.report();
    if (causes.length === 0) return [];
    const notJudged = callsNotJudged === 0 ? "" : ` Of ${callsNotJudged} of ${calls} calls nobody can say.`;
    return [
      {
        id: "cache_breaks",
        title: "Why the prompt cache broke",
        note: NOTE + notJudged,
        columns: [
          { key: "reason", title: "reason", kind: "text" },
          { key: "pointer", title: "where", kind: "text", isOptional: true },
          { key: "tool", title: "tool", kind: "text", isOptional: true },
          { key: "looks_like", title: "looks like", kind: "text", isOptional: true },
          { key: "calls", title: "calls", kind: "count" },
          { key: "missed_input_tokens", title: "tokens missed", kind: "count" },
          { key: "wasted_usd", title: "wasted $", kind: "usd" },
          { key: "unpriced_calls", title: "unpriced calls", kind: "count", isOptional: true },
        ],
        rows: causes.slice(0, this.#most).map(rowOf),
        chart: { kind: "bars", label: "reason", values: ["wasted_usd"], unit: "usd" },
      },
    ];
  }
}

function rowOf(cause: CacheCause): ReturnType<typeof groupRow> {
  const { reason, pointer, toolName, looksLike, calls, missedTokens, wastedPicoUsd, unpricedCalls } = cause;
  // Of calls that all have no price, nothing is known: that is no waste of 0.
  const wastedUsd = unpricedCalls === calls ? undefined : usdFromPico(wastedPicoUsd);
  return groupRow(reason, pointer, toolName, looksLike, calls, missedTokens, wastedUsd, unpricedCalls);
}
