// SPDX-License-Identifier: Apache-2.0

/** A span to be sent. */
export interface SentSpan {
  readonly name: string;
  /** `SpanKind` of the API: 0 internal, 1 server, 2 client. */
  readonly kind: number;
  readonly scope: string;
  readonly scopeVersion?: string | undefined;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly startTimeMs: number;
  readonly endTimeMs: number;
  /** `SpanStatusCode` of the API. */
  readonly statusCode?: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const NANOS_PER_MS = 1_000_000n;

/** An export of OTLP/JSON with the spans in it. */
export function otlpSpans(
  spans: readonly SentSpan[],
  resource: Readonly<Record<string, unknown>> = { "service.name": "test" },
): object {
  const scopes = Map.groupBy(spans, ({ scope, scopeVersion = "" }) => `${scope} ${scopeVersion}`);
  const scopeSpans = [...scopes.values()].map((own) => ({
    scope: { name: own[0]?.scope, version: own[0]?.scopeVersion },
    spans: own.map(otlpSpan),
  }));
  return { resourceSpans: [{ resource: { attributes: otlpAttributes(resource) }, scopeSpans }] };
}

function otlpSpan({ name, kind, traceId, spanId, parentSpanId, statusCode = 0, ...span }: SentSpan): object {
  return {
    name,
    // The wire counts from 1: 0 is a kind that nobody gave.
    kind: kind + 1,
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    startTimeUnixNano: nanos(span.startTimeMs),
    endTimeUnixNano: nanos(span.endTimeMs),
    status: { code: statusCode },
    attributes: otlpAttributes(span.attributes),
  };
}

function nanos(ms: number): string {
  return (BigInt(Math.round(ms * 1000)) * (NANOS_PER_MS / 1000n)).toString();
}

function otlpAttributes(attributes: Readonly<Record<string, unknown>>): readonly object[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [{ key, value: otlpValue(value) }],
  );
}

function otlpValue(value: unknown): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(otlpValue) } };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value !== "number") return { stringValue: String(value) };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
