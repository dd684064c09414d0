// SPDX-License-Identifier: Apache-2.0
import type { SpanFacts } from "@outlay/core";

const STATUS_ERROR = 2;
const NANOS_PER_MS = 1e6;

type Json = Readonly<Record<string, unknown>>;

/**
 * Decodes one `ExportTraceServiceRequest` in OTLP's JSON encoding. Fields it does not know are ignored, and so is
 * whatever is not as the protocol has it.
 *
 * @returns `undefined` if the value is no such request at all.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.9.0/docs/specification.md#json-protobuf-encoding
 */
export function spansFromOtlpJson(value: unknown): readonly SpanFacts[] | undefined {
  const resourceSpans = field(value, "resourceSpans");
  if (!Array.isArray(resourceSpans)) return undefined;
  return items(value, "resourceSpans").flatMap((resource) =>
    items(resource, "scopeSpans").flatMap((scoped) => {
      const scope = text(field(scoped, "scope"), "name");
      return items(scoped, "spans").map((span) => spanFrom(span, scope));
    }),
  );
}

function spanFrom(span: unknown, scope: string): SpanFacts {
  const parentSpanId = text(span, "parentSpanId");
  const code = field(field(span, "status"), "code");
  return {
    scope,
    traceId: text(span, "traceId"),
    spanId: text(span, "spanId"),
    ...(parentSpanId !== "" && { parentSpanId }),
    startTimeMs: milliseconds(field(span, "startTimeUnixNano")),
    endTimeMs: milliseconds(field(span, "endTimeUnixNano")),
    failed: code === STATUS_ERROR || code === "STATUS_CODE_ERROR",
    attributes: attributesFrom(items(span, "attributes")),
  };
}

function attributesFrom(list: readonly unknown[]): SpanFacts["attributes"] {
  const entries = list.flatMap((entry): [string, string | number | boolean | string[]][] => {
    const value = attributeValue(field(entry, "value"));
    return value === undefined ? [] : [[text(entry, "key"), value]];
  });
  return Object.fromEntries(entries);
}

/** Lists keep their texts; nothing that Outlay reads is a list of anything else. */
function attributeValue(value: unknown): string | number | boolean | string[] | undefined {
  const list = field(field(value, "arrayValue"), "values");
  if (Array.isArray(list)) return list.map((item) => text(item, "stringValue")).filter((item) => item !== "");
  return scalarValue(value);
}

function scalarValue(value: unknown): string | number | boolean | undefined {
  const [string, boolean] = [field(value, "stringValue"), field(value, "boolValue")];
  if (typeof string === "string") return string;
  if (typeof boolean === "boolean") return boolean;
  const number = field(value, "intValue") ?? field(value, "doubleValue");
  return number === undefined || number === "" ? undefined : Number(number);
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
