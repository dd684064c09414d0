// SPDX-License-Identifier: Apache-2.0
import type { HrTimeLike, ReadableSpanLike } from "@outlay/semconv";

import type { SpanFacts } from "./operation-from-span.ts";

/** `SpanStatusCode.ERROR` of the API. */
const STATUS_ERROR = 2;

/** The parts of a span of SDK 2.x or 3.x that reading it takes. */
export type SpanToRead = Pick<
  ReadableSpanLike,
  "attributes" | "endTime" | "instrumentationScope" | "parentSpanContext" | "spanContext" | "startTime" | "status"
>;

/** Reads from a span of SDK 2.x or 3.x what {@link operationFromSpan} wants to know. */
export function spanFacts(span: SpanToRead): SpanFacts {
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
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
