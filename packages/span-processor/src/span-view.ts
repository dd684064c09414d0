// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import type { SpanFacts } from "@outlay/core";
import type { HrTimeLike, InstrumentationScopeLike, SpanContextLike } from "@outlay/semconv";

const STATUS_ERROR = 2;

/** A span as processors of SDK 2.x and 3.x are given it; the parts that are read or written here. */
export interface ProcessedSpan {
  readonly startTime: HrTimeLike;
  readonly endTime: HrTimeLike;
  readonly status: { readonly code: number };
  readonly attributes: Attributes;
  readonly instrumentationScope: InstrumentationScopeLike;
  readonly parentSpanContext?: SpanContextLike | undefined;
  spanContext(): SpanContextLike;
}

/** Reads a span for the dialect tables. */
export function spanFacts(span: ProcessedSpan): SpanFacts {
  const { traceId, spanId } = span.spanContext();
  return {
    scope: span.instrumentationScope.name,
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    startTimeMs: milliseconds(span.startTime),
    endTimeMs: milliseconds(span.endTime),
    failed: span.status.code === STATUS_ERROR,
    attributes: span.attributes,
  };
}

function milliseconds([seconds, nanoseconds]: HrTimeLike): number {
  return seconds * 1000 + nanoseconds / 1e6;
}
