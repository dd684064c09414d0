// SPDX-License-Identifier: Apache-2.0
export { createAlertmanagerChannel } from "./alertmanager-channel.ts";
export type { AlertmanagerChannelOptions } from "./alertmanager-channel.ts";
export { DELIVERED } from "./channel.ts";
export type { AlertChannel, DeliveryAttempt, DeliveryOutcome } from "./channel.ts";
export { createConsoleChannel } from "./console-channel.ts";
export type { ConsoleChannelOptions } from "./console-channel.ts";
export { createAlertDispatcher } from "./dispatcher.ts";
export type { AlertDispatcher, AlertDispatcherOptions } from "./dispatcher.ts";
export type {
  AlertData,
  AlertDigest,
  AlertEvent,
  AlertSeverity,
  AlertType,
  AlertWindow,
  BreakerAlertData,
  BreakerAlertEvent,
  BudgetAlertEvent,
  OutcomeAlertData,
  OutcomeAlertEvent,
  StoreAlertData,
  StoreAlertEvent,
} from "./event.ts";
export { alertFromOutcomeEvent } from "./from-outcome.ts";
export { alertFromBreakerTrip } from "./from-breaker.ts";
export { alertFromBudgetEvent, alertsFromBudgetEvent } from "./from-budget.ts";
export { alertFromStoreNews } from "./from-store.ts";
export type { StoreNews } from "./from-store.ts";
export type { FetchLike, ResponseLike } from "./http-delivery.ts";
export type { ChannelStatistics, DeliveryFailure } from "./lane.ts";
export { createOtelLogChannel } from "./otel-log-channel.ts";
export type { AlertLogRecord, LoggerLike } from "./otel-log-channel.ts";
export { createOtelMetricChannel } from "./otel-metrics.ts";
export type { MeterLike } from "./otel-metrics.ts";
export { createPagerDutyChannel } from "./pagerduty-channel.ts";
export type { PagerDutyChannelOptions } from "./pagerduty-channel.ts";
export { createSlackChannel } from "./slack-channel.ts";
export type { SlackChannelOptions } from "./slack-channel.ts";
export { summaryOf } from "./summary.ts";
export type { Timers } from "./timers.ts";
export { createWebhookChannel } from "./webhook-channel.ts";
export type { WebhookChannelOptions } from "./webhook-channel.ts";
