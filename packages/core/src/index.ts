// SPDX-License-Identifier: Apache-2.0
export { createCallMetrics, metricAttributes } from "./call-metrics.ts";
export type { CallMetrics } from "./call-metrics.ts";
export type { CallAdapter, CallArguments, CallTarget, MethodTarget, WrappedTarget } from "./call-target.ts";
export { globalLoggerProvider } from "./content-event.ts";
export type { LogRecordLike, LoggerLike, LoggerProviderLike } from "./content-event.ts";
export { NO_CONTENT, contentAttributes, contentCaptureFromEnv, maskContent } from "./content.ts";
export type { ContentCapture, ContentFacts, ContentMask, ContentOptions, Message, MessagePart } from "./content.ts";
export { dialectOf, recordsOwnMetrics } from "./dialect/dialect-of.ts";
export { operationFromSpan } from "./dialect/operation-from-span.ts";
export type { SpanFacts } from "./dialect/operation-from-span.ts";
export { spanFacts } from "./dialect/span-facts.ts";
export type { SpanToRead } from "./dialect/span-facts.ts";
export { describeError } from "./describe-error.ts";
export type { ErrorFacts } from "./describe-error.ts";
export type { ClientFacts, RequestFacts, ResponseFacts, StreamReducer } from "./facts.ts";
export { countProblems, guard, problemCounts, reportProblem } from "./guard.ts";
export { watchModuleFiles } from "./hooks/module-hooks.ts";
export type { ModuleFile } from "./hooks/module-hooks.ts";
export { isVersionInRange } from "./hooks/version-range.ts";
export { wrapMethod } from "./hooks/wrap-method.ts";
export type { AnyMethod } from "./hooks/wrap-method.ts";
export { instrumentExplicitly } from "./instrument-explicitly.ts";
export { ProviderInstrumentation } from "./instrumentation.ts";
export type { InstrumentationConfig, InstrumentationDefinition } from "./instrumentation.ts";
export { operationAttributes } from "./operation-attributes.ts";
export type { SemconvDialect } from "./operation-attributes.ts";
export type {
  Iteration,
  Operation,
  OperationName,
  OperationSource,
  OperationStatus,
  RequestedToolCall,
  UsageStatus,
} from "./operation.ts";
export { endOpenStreams, observeOperations } from "./process-state.ts";
export type { OpenStream, OperationObserver } from "./process-state.ts";
export { ProviderCall, activeProviderCall } from "./provider-call.ts";
export type { CallEnd, CallHost } from "./provider-call.ts";
export { fieldsOf, listOf, numberOf, textOf } from "./read-fields.ts";
export { acceptBaggage, scopeAttributes, withAttributes } from "./scope.ts";
export type { WithAttributesOptions } from "./scope.ts";
export { countResends } from "./stainless/count-resends.ts";
export { followApiPromise } from "./stainless/follow-api-promise.ts";
export { isWatched } from "./traced-method.ts";
export type { TracingHost } from "./traced-method.ts";
export { MAX_TOKENS_PER_CALL, isTokenCount, normalizeUsage, uncachedInputTokens } from "./usage.ts";
export type { NormalizedUsage, RawUsage, Usage, UsageCount, UsageProblem, UsageUnits } from "./usage.ts";
