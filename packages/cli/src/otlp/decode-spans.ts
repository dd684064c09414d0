// SPDX-License-Identifier: Apache-2.0
import type { SpanFacts } from "@outlay/core";

const STATUS_ERROR = 2;
const NANOS_PER_MS = 1e6;

type Json = { readonly stringValue?: unknown } & Readonly<Record<string, unknown>>;
type Value = string | number | boolean | string[];

/**
 * Decodes an `ExportTraceServiceRequest` in OTLP's JSON encoding, or a list of them. Fields it does not know are ignored,
 * and so is whatever is not as the protocol has it.
 *
 * @returns `undefined` if the value is no such request at all.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.9.0/docs/specification.md#json-protobuf-encoding
 */
export function spansFromOtlpJson(value: unknown): SpanFacts[] | undefined {
  const requests: readonly unknown[] = Array.isArray(value) ? value : [value];
  const spans: SpanFacts[] = [];
  let isOtlp = false;
  for (const request of requests) {
    const resources = field(request, "resourceSpans");
    if (!Array.isArray(resources)) continue;
    isOtlp = true;
    for (const resource of resources as unknown[]) {
      for (const scoped of items(resource, "scopeSpans")) {
        const scope = field(scoped, "scope");
        for (const span of items(scoped, "spans")) spans.push(spanFromOtlpJson(span, scope));
      }
    }
  }
  return isOtlp ? spans : undefined;
}

/** Decodes one span below the instrumentation scope that emitted it. */
export function spanFromOtlpJson(span: unknown, scope: unknown): SpanFacts {
  const parentSpanId = text(span, "parentSpanId");
  const scopeVersion = text(scope, "version");
  const code = field(field(span, "status"), "code");
  return {
    scope: text(scope, "name"),
    scopeVersion: scopeVersion === "" ? undefined : scopeVersion,
    kind: apiKind(field(span, "kind")),
    traceId: text(span, "traceId"),
    spanId: text(span, "spanId"),
    parentSpanId: parentSpanId === "" ? undefined : parentSpanId,
    startTimeMs: milliseconds(field(span, "startTimeUnixNano")),
    endTimeMs: milliseconds(field(span, "endTimeUnixNano")),
    failed: code === STATUS_ERROR || code === "STATUS_CODE_ERROR",
    attributes: attributesFrom(items(span, "attributes")),
  };
}

/** OTLP counts kinds from 1 or names them; the API has CLIENT at 2. */
function apiKind(kind: unknown): number | undefined {
  if (kind === "SPAN_KIND_CLIENT") return 2;
  return typeof kind === "number" && kind > 0 ? kind - 1 : undefined;
}

/** This is where the time of reading goes: nothing is asked twice. */
function attributesFrom(list: readonly unknown[]): SpanFacts["attributes"] {
  const attributes: Record<string, Value> = {};
  for (const entry of list as readonly (KeyValue | null)[]) {
    const key = entry?.key;
    const value = entry?.value;
    // Assigning that name would not make an attribute; nobody reads one of it.
    if (typeof key !== "string" || key === "__proto__" || typeof value !== "object" || value === null) continue;
    const { stringValue } = value;
    const known = typeof stringValue === "string" ? stringValue : otherValue(value);
    if (known !== undefined) attributes[key] = known;
  }
  return attributes;
}

interface KeyValue {
  readonly key?: unknown;
  readonly value?: Json | null;
}

/** Lists keep their texts; nothing that Outlay reads is a list of anything else. */
function otherValue(value: Json): Value | undefined {
  const number = value["intValue"] ?? value["doubleValue"];
  if (number !== undefined && number !== null) return number === "" ? undefined : Number(number);
  const boolean = value["boolValue"];
  if (typeof boolean === "boolean") return boolean;
  const list = field(value["arrayValue"], "values");
  if (!Array.isArray(list)) return undefined;
  return list.map((item) => text(item, "stringValue")).filter((item) => item !== "");
}

function milliseconds(nanos: unknown): number {
  return typeof nanos === "string" || typeof nanos === "number" ? Number(nanos) / NANOS_PER_MS : Number.NaN;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? ((value as Json)[name] ?? undefined) : undefined;
}

function items(value: unknown, name: string): readonly unknown[] {
  const list = field(value, name);
  return Array.isArray(list) ? list : [];
}

function text(value: unknown, name: string): string {
  const found = field(value, name);
  return typeof found === "string" ? found : "";
}
