// SPDX-License-Identifier: Apache-2.0
export { enforcePolicy, hasPolicies } from "./admission/call-policy.ts";
export type { Admission, CallPolicy, PendingAdmission, PendingCall, Refusal } from "./admission/call-policy.ts";
export { editedArguments, holdPromise } from "./admission/held-call.ts";
export type { HeldCall, HoldCall } from "./admission/held-call.ts";
export type { OutgoingRequest, RequestEdit, ToolRound } from "./admission/outgoing-request.ts";
export { refusalError } from "./admission/refusal-error.ts";
export type { RefusalFacts } from "./admission/refusal-error.ts";
export { createCallMetrics, metricAttributes } from "./call-metrics.ts";
export type { CallMetrics } from "./call-metrics.ts";
export type {
  CallAdapter,
  CallArguments,
  CallTarget,
  FileTarget,
  FunctionTarget,
  MethodTarget,
  WrappedTarget,
} from "./call-target.ts";
export { contextWithWitness } from "./call-witness.ts";
export type { CallWitness } from "./call-witness.ts";
export { globalLoggerProvider } from "./content-event.ts";
export type { LogRecordLike, LoggerLike, LoggerProviderLike } from "./content-event.ts";
export { answerError } from "./chat-completions/answer-error.ts";
export {
  TranscriptionStream,
  speechRequest,
  speechResponse,
  transcriptionRequest,
  transcriptionResponse,
} from "./chat-completions/audio.ts";
export { ImagesStream, imagesRequest, imagesResponse } from "./chat-completions/images.ts";
export {
  chatCompletionRequest,
  embeddingsRequest,
  textCompletionRequest,
} from "./chat-completions/completion-request.ts";
export { completionResponse, embeddingsResponse } from "./chat-completions/completion-response.ts";
export { CompletionStream } from "./chat-completions/completion-stream.ts";
export type { CompletionStreamOptions } from "./chat-completions/completion-stream.ts";
export { camelCaseMessageParts, camelCasePrompt } from "./chat-completions/camel-case-prompt.ts";
export { chatToolParts, completionPrompt, contentPartKind } from "./chat-completions/prompt.ts";
export { completionEdit, completionOutgoing, maxRetriesOf } from "./chat-completions/outgoing.ts";
export { contentParts, jsonOrText } from "./chat-completions/content-parts.ts";
export {
  SAMPLING_ROWS,
  attributesFromRows,
  outputType,
  stringList,
  unlessOne,
} from "./chat-completions/request-attributes.ts";
export type { AttributeRow } from "./chat-completions/request-attributes.ts";
export { tierUnlessAuto } from "./chat-completions/service-tier.ts";
export { NO_CONTENT, contentAttributes, contentCaptureFromEnv, maskContent } from "./content.ts";
export type { ContentCapture, ContentFacts, ContentMask, ContentOptions, Message, MessagePart } from "./content.ts";
export { LateAnswer } from "./deferred/late-answer.ts";
export { dialectOf, recordsOwnMetrics } from "./dialect/dialect-of.ts";
export { operationFromSpan } from "./dialect/operation-from-span.ts";
export { providerName } from "./dialect/provider-name.ts";
export { spanFacts } from "./dialect/span-facts.ts";
export type { SpanFacts, SpanToRead } from "./dialect/span-facts.ts";
export { anthropicCacheDiagnosis, openaiCacheDiagnosis } from "./cache-diagnosis.ts";
export { contentHash, useContentHashKey } from "./content-hash.ts";
export { describeError } from "./describe-error.ts";
export type { ErrorFacts } from "./describe-error.ts";
export type { ClientFacts, HeaderFacts, RequestFacts, ResponseFacts, ResponseHeaders, StreamReducer } from "./facts.ts";
export type { FollowedCall } from "./followers/followed-call.ts";
export { followAsyncIterable, isAsyncIterable } from "./followers/follow-async-iterable.ts";
export { followHttpResponsePromise } from "./followers/follow-http-response-promise.ts";
export { holdHttpResponsePromise } from "./followers/hold-http-response-promise.ts";
export { followReadableStream } from "./followers/follow-readable-stream.ts";
export { followAnswer, followPromise } from "./followers/follow-promise.ts";
export { FollowedStream } from "./followers/followed-stream.ts";
export { isAbort } from "./followers/is-abort.ts";
export { countProblems, guard, notify, problemCounts, reportProblem } from "./guard.ts";
export { watchModuleFiles } from "./hooks/module-hooks.ts";
export type { ModuleFile } from "./hooks/module-hooks.ts";
export { isVersionInRange } from "./hooks/version-range.ts";
export { wrapMethod } from "./hooks/wrap-method.ts";
export type { AnyMethod } from "./hooks/wrap-method.ts";
export { instrumentExplicitly } from "./instrument-explicitly.ts";
export { SdkInstrumentation } from "./instrumentation.ts";
export type { InstrumentationConfig, InstrumentationDefinition, Target } from "./instrumentation.ts";
export { configureManual } from "./manual/manual-host.ts";
export type { ManualOptions } from "./manual/manual-host.ts";
export { recordOperation } from "./manual/record-operation.ts";
export type { RecordedCall } from "./manual/record-operation.ts";
export { observeHumanWaits, withHumanWait } from "./manual/human-wait.ts";
export type { HumanWaitObserver, WaitingWork } from "./manual/human-wait.ts";
export { observeOutcomes, recordOutcome } from "./manual/record-outcome.ts";
export type { KnownOutcome, OutcomeObserver, RecordedOutcome } from "./manual/record-outcome.ts";
export {
  startAgent,
  startTool,
  startWorkflow,
  traceAgent,
  traceTool,
  traceWorkflow,
} from "./manual/trace-structure.ts";
export type { AgentOptions, ToolOptions, WorkflowOptions } from "./manual/trace-structure.ts";
export { operationAttributes } from "./operation-attributes.ts";
export type { SemconvDialect } from "./operation-attributes.ts";
export type {
  CacheDiagnosis,
  Iteration,
  Operation,
  OperationName,
  OperationSource,
  OperationStatus,
  RequestedToolCall,
  UsageStatus,
} from "./operation.ts";
export { endOpenStreams, observeOperations, trackOpenStream } from "./process-state.ts";
export type { OpenStream, OperationObserver } from "./process-state.ts";
export type { PromptBlock, PromptBlockKind, PromptFingerprint, PromptSection } from "./prompt/prompt-fingerprint.ts";
export { breakpointLifetime, breakpointsOf } from "./prompt/breakpoint-field.ts";
export { chainAfter } from "./prompt/chain.ts";
export type { BreakpointMark, PromptPart, PromptParts, PromptSource } from "./prompt/prompt-parts.ts";
export { PromptReader } from "./prompt/prompt-reader.ts";
export { PromptWriter } from "./prompt/prompt-writer.ts";
export { wholePart } from "./prompt/whole-part.ts";
export { fingerprintPrompt } from "./prompt/fingerprint-prompt.ts";
export { ProviderCall, activeProviderCall } from "./provider-call.ts";
export type { CallEnd, CallHost } from "./provider-call.ts";
export { fieldsOf, listOf, numberOf, textOf } from "./read-fields.ts";
export { RecentIds } from "./recent-ids.ts";
export { acceptBaggage, contextWithScope, scopeAttributes, withAttributes } from "./scope.ts";
export type { WithAttributesOptions } from "./scope.ts";
export { runInStructure } from "./structure/run-in-structure.ts";
export type { StructureFacts, StructureKind } from "./structure/structure-facts.ts";
export { StructureSpan, activeStructure } from "./structure/structure-span.ts";
export type { StructureEnd, StructureHost, StructureStart } from "./structure/structure-span.ts";
export { WitnessedCall, runWitnessed, streamWitnessed } from "./structure/witnessed-call.ts";
export type { WitnessedFacts, WitnessedReader } from "./structure/witnessed-call.ts";
export {
  baseUrlOfResource,
  clientFromResource,
  clientOfResource,
  helperFromOptions,
  serverOfUrl,
} from "./stainless/client-of-resource.ts";
export { countResends } from "./stainless/count-resends.ts";
export { API_CALL } from "./stainless/api-call.ts";
export { followApiPromise } from "./stainless/follow-api-promise.ts";
export { isTracingSuppressed, isWatched, tracedMethod } from "./traced-method.ts";
export type { TracingHost } from "./traced-method.ts";
export { MAX_TOKENS_PER_CALL, isTokenCount, normalizeUsage, uncachedInputTokens } from "./usage.ts";
export type { NormalizedUsage, RawUsage, UnitCount, Usage, UsageCount, UsageProblem, UsageUnits } from "./usage.ts";
export { anthropicPrompt } from "./vendors/anthropic-prompt.ts";
export type { AnthropicPromptFields } from "./vendors/anthropic-prompt.ts";
export { openaiCacheSettings } from "./vendors/openai-cache-settings.ts";
export type { OpenAICacheSettings } from "./vendors/openai-cache-settings.ts";
export { usageFromAnthropic } from "./vendors/anthropic-usage.ts";
export type { AnthropicUsageFields } from "./vendors/anthropic-usage.ts";
export { gatewayHeaders } from "./vendors/gateway-headers.ts";
export { usageFromOpenAIMedia } from "./vendors/openai-media-usage.ts";
export { usageFromOpenAICompletion, usageFromOpenAIResponse } from "./vendors/openai-usage.ts";
export type { OpenAIResponseBill } from "./vendors/openai-usage.ts";
export { providerOfHost } from "./vendors/provider-hosts.ts";
export type { ProviderHosts } from "./vendors/provider-hosts.ts";
