// SPDX-License-Identifier: Apache-2.0
import * as api from "@opentelemetry/api";
import type { AttributeValue, Context } from "@opentelemetry/api";
import { EVENTS, GEN_AI } from "@outlay/semconv";

import type { Operation } from "./operation.ts";

/** A log record as both generations of the logs API take it. */
export interface LogRecordLike {
  readonly eventName: string;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly body?: string;
  readonly timestamp?: number;
  readonly attributes: Record<string, AttributeValue>;
  readonly context?: Context;
}

/** A logger of `@opentelemetry/api-logs` (beside API 1.9) or of `@opentelemetry/api` 1.10. */
export interface LoggerLike {
  emit(record: LogRecordLike): void;
}

/** Gives loggers; see {@link LoggerLike}. */
export interface LoggerProviderLike {
  getLogger(name: string, version?: string): LoggerLike;
}

const API_LOGS = Symbol.for("io.opentelemetry.js.api.logs");

/**
 * The globally registered logger provider: of API 1.10 where it is there, else of the separate `api-logs` package.
 *
 * @returns `undefined` when neither exists; log events then have nowhere to go.
 */
export function globalLoggerProvider(): LoggerProviderLike | undefined {
  const inApi: unknown = Reflect.get(api, "logs");
  if (isLogsApi(inApi)) return inApi.getLoggerProvider();
  const make: unknown = Reflect.get(globalThis, API_LOGS);
  return typeof make === "function"
    ? ((make as (version: number) => LoggerProviderLike | undefined)(1) ?? undefined)
    : undefined;
}

/** Emits the opt-in `gen_ai.client.inference.operation.details` event: content, and nothing that is billed. */
export function emitContentEvent(
  provider: LoggerProviderLike | undefined,
  scope: { readonly instrumentationName: string; readonly instrumentationVersion: string },
  content: Record<string, string>,
  operation: Operation,
  context: Context,
): void {
  const logger = (provider ?? globalLoggerProvider())?.getLogger(
    scope.instrumentationName,
    scope.instrumentationVersion,
  );
  const attributes: Record<string, AttributeValue> = {
    ...content,
    [GEN_AI.OPERATION_NAME]: operation.operationName,
    [GEN_AI.PROVIDER_NAME]: operation.provider,
  };
  if (operation.requestModel !== undefined) attributes[GEN_AI.REQUEST_MODEL] = operation.requestModel;
  if (operation.responseModel !== undefined) attributes[GEN_AI.RESPONSE_MODEL] = operation.responseModel;
  if (operation.responseId !== undefined) attributes[GEN_AI.RESPONSE_ID] = operation.responseId;
  logger?.emit({ eventName: EVENTS.INFERENCE_DETAILS, attributes, context });
}

function isLogsApi(value: unknown): value is { getLoggerProvider(): LoggerProviderLike } {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "getLoggerProvider") === "function";
}
