// SPDX-License-Identifier: Apache-2.0
import { createBudgetTracker } from "@outlay/budget";
import type { BudgetDefinition, HeldBudgetStanding } from "@outlay/budget";

import type { RecordedCall } from "./recorded-calls.ts";

/**
 * Where budgets stood when the last of some recorded calls had ended: what processes that share no store have spent
 * together. Nothing is held any more, and what was granted is not in spans.
 *
 * @param budget - Name of one; all when left out.
 */
export function recordedStatus(
  recorded: readonly RecordedCall[],
  definitions: readonly BudgetDefinition[],
  budget?: string,
): readonly HeldBudgetStanding[] {
  const clock = { nowMs: 0 };
  const tracker = createBudgetTracker(definitions, { now: () => clock.nowMs });
  for (const { call, endMs } of recorded.toSorted((one, other) => one.endMs - other.endMs)) {
    clock.nowMs = Math.max(clock.nowMs, endMs);
    tracker.record(call);
  }
  return tracker.status(budget).map((standing) => ({ ...standing, held: 0, granted: 0 }));
}
