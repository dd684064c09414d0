// SPDX-License-Identifier: Apache-2.0
import type { ModelTotals } from "./model-totals.ts";

/** Sessions whose totals are remembered, so that one which is resumed is not billed again. */
const MAX_REMEMBERED_SESSIONS = 1_000;
const TOTALS_KEY = Symbol.for("@outlay/instrumentation-claude-agent-sdk/totals@1");

/** Shared by all copies of this package in a process. */
const known = ((globalThis as { [TOTALS_KEY]?: Map<string, readonly ModelTotals[]> })[TOTALS_KEY] ??= new Map());

/** The last totals of a session that this process has seen. */
export function knownTotals(sessionId: string): readonly ModelTotals[] | undefined {
  return known.get(sessionId);
}

/** Remembers the totals of a session; those of the session that was longest without any are forgotten. */
export function rememberTotals(sessionId: string, totals: readonly ModelTotals[]): void {
  known.delete(sessionId);
  known.set(sessionId, totals);
  const [oldest] = known.keys();
  if (known.size > MAX_REMEMBERED_SESSIONS && oldest !== undefined) known.delete(oldest);
}
