// SPDX-License-Identifier: Apache-2.0
import { GEN_AI, OUTLAY } from "@outlay/semconv";

import { DELIVERED } from "./channel.ts";
import type { AlertChannel } from "./channel.ts";
import type { AlertData, AlertEvent, BreakerAlertData, OutcomeAlertData } from "./event.ts";
import { groupText, summaryOf } from "./summary.ts";

/** The log record of an alert. */
export interface AlertLogRecord {
  readonly eventName: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  /** 9 is INFO, 13 is WARN, 17 is ERROR. */
  readonly severityNumber: 9 | 13 | 17;
  readonly severityText: "INFO" | "WARN" | "ERROR";
  readonly body: string;
  readonly attributes: Record<string, string | number>;
}

/**
 * The part of an OpenTelemetry logger that is used; that of `@opentelemetry/api-logs` (0.2xx, with API 1.9) and that of
 * `@opentelemetry/api` 1.10 both are one.
 */
export interface LoggerLike {
  emit(record: AlertLogRecord): void;
}

const SEVERITY = {
  info: { severityNumber: 9, severityText: "INFO" },
  warning: { severityNumber: 13, severityText: "WARN" },
  error: { severityNumber: 17, severityText: "ERROR" },
} as const;

/** Tells every alert as an OpenTelemetry log event, named `outlay.` and the alert's type. */
export function createOtelLogChannel(logger: LoggerLike): AlertChannel {
  return {
    name: "otel-log",
    isAlways: true,
    deliver(event) {
      logger.emit(recordFromAlert(event));
      return DELIVERED;
    },
  };
}

function recordFromAlert(event: AlertEvent): AlertLogRecord {
  const attributes = attributesOf(event);
  const known = Object.entries(attributes).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  return {
    eventName: `outlay.${event.type}`,
    timestamp: event.atMs,
    ...SEVERITY[event.severity],
    body: summaryOf(event),
    attributes: Object.fromEntries(known),
  };
}

type Attributes = Record<string, string | number | undefined>;

function attributesOf({ data }: AlertEvent): Attributes {
  if ("breaker" in data) return breakerAttributes(data);
  if ("store" in data) return {};
  return "outcome" in data ? outcomeAttributes(data) : budgetAttributes(data);
}

function outcomeAttributes({ outcome, group, usd_per_success: usdPerSuccess, window }: OutcomeAlertData): Attributes {
  return {
    [OUTLAY.OUTCOME_NAME]: outcome,
    [OUTLAY.BUDGET_GROUP]: groupText(group) || undefined,
    [OUTLAY.OUTCOME_COST_PER_SUCCESS_USD]: usdPerSuccess,
    [OUTLAY.BUDGET_WINDOW_START]: window.start,
    [OUTLAY.BUDGET_WINDOW_END]: window.end,
  };
}

function breakerAttributes({ breaker, rule, tools, observed }: BreakerAlertData): Attributes {
  return {
    [OUTLAY.BREAKER_NAME]: breaker,
    [OUTLAY.BREAKER_RULE]: rule,
    [OUTLAY.LOOP_TOOLS]: tools?.join(","),
    [OUTLAY.LOOP_ROUNDS]: tools === undefined ? undefined : observed,
  };
}

function budgetAttributes(data: AlertData): Attributes {
  return {
    [OUTLAY.BUDGET_NAME]: data.budget,
    [OUTLAY.BUDGET_GROUP]: groupText(data.group) || undefined,
    [OUTLAY.BUDGET_THRESHOLD]: data.threshold,
    [OUTLAY.BUDGET_UNIT]: data.unit,
    [OUTLAY.BUDGET_LIMIT]: Number(data.limit),
    [OUTLAY.BUDGET_SPENT]: Number(data.spent),
    [OUTLAY.BUDGET_UNKNOWN_CALLS]: data.unknown_calls,
    [OUTLAY.BUDGET_WINDOW_START]: data.window.start,
    [OUTLAY.BUDGET_WINDOW_END]: data.window.end,
    [OUTLAY.BUDGET_GRANTED_BY]: data.granted?.by,
    [OUTLAY.BUDGET_GRANT_REASON]: data.granted?.reason,
    [OUTLAY.BUDGET_ADJUSTED_BY]: data.adjusted?.by,
    [OUTLAY.BUDGET_ADJUSTMENT_REASON]: data.adjusted?.reason,
    [GEN_AI.RESPONSE_MODEL]: data.model,
    [OUTLAY.BUDGET_TRACE_ID]: data.trace_id,
  };
}
