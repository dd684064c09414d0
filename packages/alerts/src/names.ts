// SPDX-License-Identifier: Apache-2.0

/** Attributes of alert log records beside those that `@outlay/semconv` lists for budgets. */
export const ALERT_ATTRIBUTES = {
  UNIT: "outlay.budget.unit",
  LIMIT: "outlay.budget.limit",
  SPENT: "outlay.budget.spent",
  UNKNOWN_CALLS: "outlay.budget.unknown_calls",
  WINDOW_START: "outlay.budget.window.start",
  WINDOW_END: "outlay.budget.window.end",
  MODEL: "gen_ai.response.model",
  TRACE_ID: "outlay.trace_id",
} as const;
