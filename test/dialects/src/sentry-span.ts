// SPDX-License-Identifier: Apache-2.0
import type { SpanRecorder } from "./span-recorder.ts";

/** A span as Sentry streams it. */
export interface SentrySpan {
  readonly name: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id?: string;
  readonly status?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

const ORIGIN = "sentry.origin";

/** Records a span as a translation to OTLP keeps it: name, attributes, and the origin as scope. */
export function recordSentrySpan(recorder: SpanRecorder, span: SentrySpan): void {
  const origin = span.attributes?.[ORIGIN];
  const recorded = {
    name: span.name,
    kind: 0,
    instrumentationScope: { name: typeof origin === "string" ? origin : "manual" },
    spanContext: () => ({ traceId: span.trace_id, spanId: span.span_id, traceFlags: 1 }),
    ...(span.parent_span_id !== undefined && { parentSpanContext: { spanId: span.parent_span_id } }),
    status: { code: span.status === "error" ? 2 : 1 },
    attributes: { ...span.attributes },
  };
  recorder.onStart(recorded);
  recorder.onEnd(recorded as never);
}
