// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import type { HrTimeLike, ReadableSpanLike } from "@outlay/semconv";

/** A finished or finishing span as far as reading it goes; live SDK spans and decoded OTLP both fit. */
export interface SpanFacts {
  readonly scope: string;
  readonly scopeVersion?: string | undefined;
  /** `SpanKind` of the API: 0 internal, 1 server, 2 client. */
  readonly kind?: number | undefined;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly startTimeMs: number;
  readonly endTimeMs: number;
  readonly failed: boolean;
  readonly attributes: Attributes;
}

/** `SpanStatusCode.ERROR` of the API. */
const STATUS_ERROR = 2;

/** The parts of a span of SDK 2.x or 3.x that reading it takes. */
export type SpanToRead = Pick<
  ReadableSpanLike,
  "attributes" | "endTime" | "instrumentationScope" | "parentSpanContext" | "spanContext" | "startTime" | "status"
> &
  Partial<Pick<ReadableSpanLike, "kind">>;

/** Reads from a span of SDK 2.x or 3.x what {@link operationFromSpan} wants to know. */
export function spanFacts(span: SpanToRead): SpanFacts {
  const { traceId, spanId } = span.spanContext();
  const { name, version } = span.instrumentationScope;
  return {
    scope: name,
    scopeVersion: version,
    kind: span.kind,
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
