// SPDX-License-Identifier: Apache-2.0
export { decimalFromNanoUsd } from "./amount.ts";
export type { BudgetUnit } from "./amount.ts";
export { callFromOperation } from "./call.ts";
export type { BudgetCall, OperationFacts } from "./call.ts";
export type {
  BudgetDefinition,
  BudgetLimit,
  CalendarWindow,
  DayWindow,
  MatchValue,
  Month,
  MonthWindow,
  QuarterWindow,
  RollingWindow,
  ScopeWindow,
  ThresholdDefinition,
  WeekWindow,
  Weekday,
  WindowDefinition,
} from "./definition.ts";
export type {
  BudgetEvent,
  BudgetEventBase,
  GroupsOverflowedEvent,
  ThresholdEvent,
  UnknownAmountEvent,
} from "./event.ts";
export type { BudgetPath, BudgetProblem } from "./fields.ts";
export type { CallAttributes } from "./match.ts";
export { parseBudgets } from "./parse.ts";
export type { ParsedBudgets } from "./parse.ts";
export type { BudgetStatus, BudgetSummary, UncountedCalls } from "./status.ts";
export { createBudgetTracker } from "./tracker.ts";
export type { BudgetTracker, BudgetTrackerOptions } from "./tracker.ts";
export { ROLLING_TILES, windowAt } from "./window.ts";
export type { Window } from "./window.ts";
