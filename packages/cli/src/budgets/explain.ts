// SPDX-License-Identifier: Apache-2.0
import { callCounters, createBudgetTracker } from "@outlay/budget";
import type { BudgetDefinition, BudgetEvent, BudgetStatus, CallCounter } from "@outlay/budget";
import { OUTLAY } from "@outlay/semconv";

import type { RecordedCall } from "./recorded-calls.ts";

/** What one budget made of a call. Amounts are whole numbers in `unit`. */
export interface ExplainedBudget extends Pick<BudgetStatus, "budget" | "group" | "unit" | "limit" | "windowEndMs"> {
  /** Spent in the window before the call had ended, and after. */
  readonly before: number;
  readonly after: number;
  /** Calls of unknown amount in the window: without them `after` is a lower bound. */
  readonly unknownCalls: number;
  /** Shares of the limit that the call reached, highest first. */
  readonly reached: readonly number[];
  /**
   * What these budgets, enforced, would have done about the call: of what it did cost, not of what it could have cost at
   * most. `undefined` where it fits, or its cost is not known.
   */
  readonly wouldAct: CallCounter["acting"][number]["action"] | undefined;
}

/** A call of the trace, and what budgets made of it. */
export interface ExplainedCall {
  readonly spanId: string | undefined;
  readonly atMs: number;
  readonly model: string | undefined;
  /** `undefined` where it is not known; 0 for a call that was not sent. */
  readonly costNanoUsd: number | undefined;
  /** What budgets decided before the call, as its span says: `refused`, `rerouted`, `clamped`. */
  readonly decision: string | undefined;
  readonly decidedBy: readonly string[];
  readonly budgets: readonly ExplainedBudget[];
}

/**
 * Counts recorded calls again, all of them at the times at which they ended, and tells of those of one trace what each
 * budget stood at before and after.
 *
 * @param recorded - Of all traces that share these budgets: what others had spent is what a call met.
 */
export function explainTrace(
  recorded: readonly RecordedCall[],
  definitions: readonly BudgetDefinition[],
  traceId: string,
): readonly ExplainedCall[] {
  const clock = { nowMs: 0 };
  const tracker = createBudgetTracker(definitions, { now: () => clock.nowMs });
  const countersOf = callCounters(definitions);
  const explained: ExplainedCall[] = [];
  for (const { call, endMs, spanId, isSent } of recorded.toSorted((one, other) => one.endMs - other.endMs)) {
    clock.nowMs = Math.max(clock.nowMs, endMs);
    const isOfTrace = call.traceId === traceId;
    if (!isSent && !isOfTrace) continue;
    const counters = isOfTrace ? countersOf(call).filter((counter) => counter.group !== undefined) : [];
    const stand = (): (BudgetStatus | undefined)[] =>
      counters.map(({ budget, group }) => tracker.status(budget, group)[0]);
    const before = stand();
    const events = isSent ? tracker.record(call) : [];
    if (!isOfTrace) continue;
    explained.push({
      spanId,
      atMs: call.atMs,
      model: call.model,
      costNanoUsd: isSent ? call.costNanoUsd : 0,
      ...decisionOf(call.attributes),
      budgets: stand().flatMap((after, index) =>
        after === undefined ? [] : [budgetOf(before[index], after, events, counters[index])],
      ),
    });
  }
  return explained.toSorted((one, other) => one.atMs - other.atMs);
}

function budgetOf(
  before: BudgetStatus | undefined,
  after: BudgetStatus,
  events: readonly BudgetEvent[],
  counter: CallCounter | undefined,
): ExplainedBudget {
  const { budget, group, unit, limit, windowEndMs, spent, unknownCalls } = after;
  const reached = events.flatMap((event) =>
    event.budget === budget && (event.kind === "threshold_crossed" || event.kind === "exhausted")
      ? event.thresholdsCrossed
      : [],
  );
  const stood = { before: before?.spent ?? 0, after: spent, unknownCalls };
  const isCounted = stood.after !== stood.before;
  const passed = isCounted ? counter?.acting.findLast(({ amount }) => amount < spent) : undefined;
  return { budget, group, unit, limit, windowEndMs, ...stood, reached, wouldAct: passed?.action };
}

function decisionOf(attributes: Readonly<Record<string, unknown>>): Pick<ExplainedCall, "decision" | "decidedBy"> {
  const { [OUTLAY.BUDGET_DECISION]: decision, [OUTLAY.BUDGET_DECIDED_BY]: decidedBy } = attributes;
  return {
    decision: typeof decision === "string" ? decision : undefined,
    decidedBy: Array.isArray(decidedBy) ? decidedBy.map(String) : [],
  };
}
