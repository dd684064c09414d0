// SPDX-License-Identifier: Apache-2.0
import type {
  AttributesLike,
  HrTimeLike,
  InstrumentationScopeLike,
  ReadableSpanLike,
  SpanContextLike,
  SpanEventLike,
  SpanLinkLike,
} from "@outlay/semconv";

/** `SpanFlags` of the protocol: whether it is known that the parent is in another process, and that it is. */
const CONTEXT_HAS_IS_REMOTE = 0x100;
const CONTEXT_IS_REMOTE = 0x200;
const TRACE_FLAGS_MASK = 0xff;

/**
 * Writes spans as one `ExportTraceServiceRequest` in OTLP's JSON encoding, on one line.
 *
 * Ids are hex, 64-bit integers are strings, as the protocol asks. JavaScript does not tell `2.0` from `2`: a
 * whole number is an `intValue`, whatever its attribute was declared as.
 *
 * @throws What reading a span throws; nothing is written for the others then.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.9.0/docs/specification.md#json-protobuf-encoding
 */
export function otlpJsonFromSpans(spans: readonly ReadableSpanLike[]): string {
  const resourceSpans = [...Map.groupBy(spans, (span) => span.resource)].map(([resource, ofResource]) => ({
    resource: { attributes: keyValues(resource.attributes), droppedAttributesCount: 0 },
    scopeSpans: [...Map.groupBy(ofResource, (span) => span.instrumentationScope)].map(([scope, ofScope]) => ({
      scope: scopeJson(scope),
      spans: ofScope.map(spanJson),
      schemaUrl: scope.schemaUrl,
    })),
    schemaUrl: resource.schemaUrl,
  }));
  return JSON.stringify({ resourceSpans });
}

function scopeJson(scope: InstrumentationScopeLike): object {
  return {
    name: scope.name,
    version: scope.version,
    attributes: scope.attributes && keyValues(scope.attributes),
    droppedAttributesCount: scope.droppedAttributesCount,
  };
}

function spanJson(span: ReadableSpanLike): object {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    traceState: traceState?.serialize(),
    name: span.name,
    kind: span.kind + 1,
    startTimeUnixNano: unixNano(span.startTime),
    endTimeUnixNano: unixNano(span.endTime),
    attributes: keyValues(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map(eventJson),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map(linkJson),
    droppedLinksCount: span.droppedLinksCount,
    status: { code: span.status.code, message: span.status.message },
    flags: flags(traceFlags, span.parentSpanContext),
  };
}

function eventJson(event: SpanEventLike): object {
  return {
    timeUnixNano: unixNano(event.time),
    name: event.name,
    attributes: keyValues(event.attributes ?? {}),
    droppedAttributesCount: event.droppedAttributesCount ?? 0,
  };
}

function linkJson(link: SpanLinkLike): object {
  const { traceId, spanId, traceFlags, traceState } = link.context;
  return {
    traceId,
    spanId,
    traceState: traceState?.serialize(),
    attributes: keyValues(link.attributes ?? {}),
    droppedAttributesCount: link.droppedAttributesCount ?? 0,
    flags: flags(traceFlags, link.context),
  };
}

function flags(traceFlags: number, source: SpanContextLike | undefined): number {
  const remote = source?.isRemote === true ? CONTEXT_IS_REMOTE : 0;
  return (traceFlags & TRACE_FLAGS_MASK) | CONTEXT_HAS_IS_REMOTE | remote;
}

function unixNano([seconds, nanoseconds]: HrTimeLike): string {
  return String(BigInt(Math.trunc(seconds)) * 1_000_000_000n + BigInt(Math.trunc(nanoseconds)));
}

function keyValues(attributes: AttributesLike): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: unknown): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return numberValue(value);
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString("base64") };
  if (typeof value === "object" && value !== null)
    return { kvlistValue: { values: keyValues(value as AttributesLike) } };
  return {};
}

function numberValue(value: number): object {
  if (Number.isSafeInteger(value)) return { intValue: String(value) };
  return { doubleValue: Number.isFinite(value) ? value : String(value) };
}
