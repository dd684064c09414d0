// SPDX-License-Identifier: Apache-2.0
import { FINDING_KINDS } from "./definition.ts";
import type { BudgetDefinition, FindingKind, ThresholdDefinition } from "./definition.ts";
import type { Field, Report } from "./fields.ts";

/** Reads what a budget counts, if not calls. */
export function readCounts(field: Field, report: Report, used: string): FindingKind | undefined {
  const kind = FINDING_KINDS.find((known) => known === field.value);
  return kind ?? report(field, `one of ${FINDING_KINDS.join(", ")}`, used);
}

/** Leaves out what a budget of findings cannot do: a call that something is found out about has been made. */
export function keepAlerts(
  thresholds: readonly ThresholdDefinition[],
  { counts }: BudgetDefinition,
  field: Field,
  report: Report,
): readonly ThresholdDefinition[] {
  if (counts === undefined) return thresholds;
  const kept = thresholds.filter(({ action = "alert" }) => action === "alert");
  const expected = `action: alert beside counts: ${counts}, which is known when the call is over`;
  if (kept.length < thresholds.length) report(field, expected, "nothing, the thresholds that act are left out");
  return kept;
}
