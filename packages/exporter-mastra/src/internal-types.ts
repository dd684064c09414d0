// SPDX-License-Identifier: Apache-2.0

/** A span as it begins, and as exporters get it (core 1.16 to 1.71 `observability/types/tracing`). */
export interface SpanFields {
  readonly id: unknown;
  readonly parentSpanId: unknown;
  readonly type: unknown;
  readonly name: unknown;
  readonly entityId: unknown;
  readonly entityName: unknown;
  readonly attributes: unknown;
  readonly input: unknown;
  readonly output: unknown;
  readonly errorInfo: unknown;
  readonly startTime: unknown;
}

/** What a span is made with, beside its own fields: the span it is made in, or where another process says that it is. */
export interface SpanOptionsFields extends SpanFields {
  readonly parent: unknown;
  readonly traceId: unknown;
}

/** A span that others are made in. */
export interface ParentFields extends SpanFields {
  readonly parent: unknown;
}

/** `TracingEvent`. */
export interface EventFields {
  readonly type: unknown;
  readonly exportedSpan: unknown;
}

/** Attributes of agents, tools and steps. */
export interface StructureAttributesFields {
  readonly conversationId: unknown;
  readonly toolCallId: unknown;
  readonly toolDescription: unknown;
  readonly success: unknown;
  readonly stepIndex: unknown;
}

/** `SpanErrorInfo`: `name` is the class of the error, in newer versions. */
export interface ErrorInfoFields {
  readonly id: unknown;
  readonly name: unknown;
}

/** Attributes of generations, steps and inferences. */
export interface ModelAttributesFields {
  readonly model: unknown;
  readonly provider: unknown;
  readonly streaming: unknown;
  readonly usage: unknown;
  readonly finishReason: unknown;
  readonly responseModel: unknown;
  readonly responseId: unknown;
  readonly completionStartTime: unknown;
}

/** `UsageStats`: input includes the cache, output includes reasoning. */
export interface UsageFields {
  readonly inputTokens: unknown;
  readonly outputTokens: unknown;
  readonly inputDetails: unknown;
  readonly outputDetails: unknown;
}

/** `InputTokenDetails` and `OutputTokenDetails`. */
export interface TokenDetailsFields {
  readonly cacheRead: unknown;
  readonly cacheWrite: unknown;
  readonly cacheWrite5m: unknown;
  readonly cacheWrite1h: unknown;
  readonly reasoning: unknown;
  readonly audio: unknown;
  readonly image: unknown;
}
