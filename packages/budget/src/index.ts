// SPDX-License-Identifier: Apache-2.0
export { decimalFromNanoUsd } from "./amount.ts";
export type { BudgetUnit } from "./amount.ts";
export { breakerRefusal, isBreakerRefusal } from "./breaker/breaker-errors.ts";
export type { BreakerRefusal } from "./breaker/breaker-errors.ts";
export { createBreakers } from "./breaker/breakers.ts";
export type {
  BreakerCall,
  BreakerRecord,
  BreakerRule,
  Breakers,
  BreakersOptions,
  BreakerTrip,
} from "./breaker/breakers.ts";
export type { RepeatedCall } from "./breaker/call-key.ts";
export type { BreakerDefinition, CostRateDefinition, RepeatDefinition, TripDefinition } from "./breaker/definition.ts";
export { findLoop } from "./breaker/find-loop.ts";
export type { Loop } from "./breaker/find-loop.ts";
export { parseBreakers } from "./breaker/parse-breakers.ts";
export type { ParsedBreakers } from "./breaker/parse-breakers.ts";
export { callFromOperation } from "./call.ts";
export { callCounters } from "./call-counters.ts";
export type { CallCounter } from "./call-counters.ts";
export type { BudgetCall, CallFindings, FindingCharge, OperationFacts } from "./call.ts";
export { FINDING_KINDS } from "./definition.ts";
export type {
  BudgetDefinition,
  BudgetLimit,
  LimitOverride,
  BurnDefinition,
  CalendarWindow,
  DayWindow,
  FinalizeDefinition,
  FindingKind,
  MatchValue,
  Month,
  MonthWindow,
  QuarterWindow,
  RollingWindow,
  RouteDefinition,
  ScopeWindow,
  ThresholdAction,
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
export type { AdjustedEvent, ApprovalRequestedEvent, GrantedEvent, GrantNote, LiftedThreshold } from "./grant-event.ts";
export type { BurnRateEvent, ForecastEvent } from "./pace.ts";
export type { BudgetPath, BudgetProblem } from "./fields.ts";
export { createFallbackStore } from "./ledger/fallback-store.ts";
export type { FallbackStoreOptions } from "./ledger/fallback-store.ts";
export { createHeartbeatStore } from "./ledger/heartbeat-store.ts";
export type { HeartbeatStoreOptions } from "./ledger/heartbeat-store.ts";
export type {
  ClaimedEvent,
  CounterRef,
  CounterState,
  Eventually,
  GrantOutcome,
  Hold,
  LedgerStore,
  Reservation,
  ReserveOutcome,
  Settlement,
  SettleOutcome,
} from "./ledger/ledger-store.ts";
export { LedgerStoreError } from "./ledger/store-error.ts";
export type { LedgerStoreProblem } from "./ledger/store-error.ts";
export { createMemoryStore } from "./ledger/memory-store.ts";
export type { MemoryStore, MemoryStoreOptions } from "./ledger/memory-store.ts";
export { createOutcomeLedger } from "./outcome/outcome-ledger.ts";
export type { OutcomeEvent, OutcomeLedger, OutcomeLedgerOptions, OutcomeStatus } from "./outcome/outcome-ledger.ts";
export type { Outcome, OutcomeDefinition } from "./outcome/definition.ts";
export { RatioSums } from "./outcome/ratio.ts";
export { parseOutcomes } from "./outcome/parse-outcomes.ts";
export type { ParsedOutcomes } from "./outcome/parse-outcomes.ts";
export { MONTHS, WEEKDAYS } from "./definition.ts";
export type { CallAttributes } from "./match.ts";
export { parseBudgets } from "./parse.ts";
export type { ParsedBudgets } from "./parse.ts";
export { budgetRefusal, isBudgetRefusal } from "./guard/budget-errors.ts";
export type { BudgetRefusal } from "./guard/budget-errors.ts";
export { createBudgetGuard } from "./guard/budget-guard.ts";
export type { BudgetCounter, BudgetGuard, Correction } from "./guard/budget-guard.ts";
export { deliverBudgetEvents } from "./guard/event-delivery.ts";
export type { EventDelivery, EventDeliveryOptions } from "./guard/event-delivery.ts";
export type {
  Approval,
  ApprovalRequest,
  BudgetGuardOptions,
  GuardVerdict,
  SettledEstimate,
} from "./guard/guard-options.ts";
export type { CallBound, CallEdit, GuardedCall } from "./guard/guarded-call.ts";
export type { ExpiryPolicy, UnpricedPolicy } from "./guard/holds.ts";
export type { HeldBudgetStanding } from "./guard/ledger-status.ts";
export type { BudgetViolation, RefusalDetails, RefusalReason } from "./guard/violation.ts";
export type { BudgetOverview, BudgetStanding, BudgetStatus, BudgetSummary, UncountedCalls } from "./status.ts";
export { createBudgetTracker } from "./tracker.ts";
export type { BudgetTracker, BudgetTrackerOptions } from "./tracker.ts";
export { ROLLING_TILES, windowAt } from "./window.ts";
export type { Window } from "./window.ts";
export { civilTimeAt } from "./zone.ts";
