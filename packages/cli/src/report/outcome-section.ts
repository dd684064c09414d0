// SPDX-License-Identifier: Apache-2.0
import type { AnalyzedCall } from "@outlay/analysis";
import { textOf } from "@outlay/core";
import type { SpanFacts } from "@outlay/core";
import { nanoUsdFromPico } from "@outlay/pricing";
import { OUTLAY } from "@outlay/semconv";

import { OutcomeUnits } from "./outcome-units.ts";
import type { OutcomeSums } from "./outcome-units.ts";
import type { ReportSection, SectionMaker } from "./report-section.ts";
import { groupRow } from "./report-table.ts";
import type { ReportTable } from "./report-table.ts";

/** Traces, and sessions, whose outcome can still come. */
const MOST_UNITS = 20_000;

/** What a success cost, where spans tell how work turned out. */
export const outcomeSection: SectionMaker = () => new OutcomeSection();

class OutcomeSection implements ReportSection {
  readonly #traces = new OutcomeUnits(MOST_UNITS);
  readonly #sessions = new OutcomeUnits(MOST_UNITS);

  call({ operation: { traceId, attributes, callCount = 1 }, cost }: AnalyzedCall): void {
    const costNanoUsd = cost.status === "unpriced" ? undefined : nanoUsdFromPico(cost.totalPicoUsd);
    if (traceId !== undefined) this.#traces.addCall(traceId, costNanoUsd, callCount);
    const session = sessionOf(attributes);
    if (session !== undefined) this.#sessions.addCall(session, costNanoUsd, callCount);
  }

  span({ traceId, attributes }: SpanFacts): void {
    const success = attributes[OUTLAY.OUTCOME_SUCCESS];
    if (typeof success !== "boolean") return;
    const told = attributes[OUTLAY.OUTCOME_VALUE];
    const outcome = { success, value: typeof told === "number" ? told : 0 };
    const named = textOf(attributes[OUTLAY.OUTCOME_ID]);
    const session = named ?? sessionOf(attributes);
    this.#traces.addOutcome(named ?? traceId, outcome);
    if (session !== undefined) this.#sessions.addOutcome(session, outcome);
  }

  tables(): readonly ReportTable[] {
    const rows = [
      { unit: "trace", sums: this.#traces.end() },
      { unit: "session", sums: this.#sessions.end() },
    ].filter(({ sums }) => sums.ratio.units > 0);
    if (rows.length === 0) return [];
    return [
      {
        id: "outcomes",
        title: "Cost of a success",
        note: "All that was spent on work whose outcome is known, over the successes among it. The interval holds the true ratio in 95 of 100 cases. Work without an outcome is in neither.",
        columns: [
          { key: "unit", title: "of each", kind: "text" },
          { key: "outcomes", title: "outcomes", kind: "count" },
          { key: "successes", title: "successes", kind: "count" },
          { key: "usd_per_success", title: "$ a success", kind: "usd" },
          { key: "low_usd", title: "from $", kind: "usd" },
          { key: "high_usd", title: "to $", kind: "usd" },
          { key: "unlabelled_share", title: "without outcome", kind: "share" },
          { key: "unlabelled_usd", title: "spent on those $", kind: "usd" },
          { key: "unpriced_calls", title: "unpriced calls", kind: "count", isOptional: true },
          { key: "value", title: "value", kind: "number", isOptional: true },
        ],
        rows: rows.map(({ unit, sums }) => rowOf(unit, sums)),
      },
    ];
  }
}

function sessionOf(attributes: SpanFacts["attributes"]): string | undefined {
  return textOf(attributes["gen_ai.conversation.id"] ?? attributes["session.id"]);
}

function rowOf(unit: string, sums: OutcomeSums): ReturnType<typeof groupRow> {
  const { ratio, unlabelled, unlabelledUsd, unpricedCalls, value } = sums;
  const [low, high] = ratio.interval ?? [];
  const share = unlabelled / (unlabelled + ratio.units);
  return groupRow(
    unit,
    ratio.units,
    ratio.successes,
    ratio.usdPerSuccess,
    low,
    high,
    share,
    unlabelledUsd,
    unpricedCalls,
    value,
  );
}
