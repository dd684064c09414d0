// SPDX-License-Identifier: Apache-2.0
// The JSON form of OTLP, as far as it is read here. Bytes are hex in JSON and binary in protobuf, 64-bit numbers
// are strings or numbers, and whatever has its default value may be absent.

/** Ids and byte strings. */
export type WireBytes = string | Uint8Array;

/** 64-bit integers. */
export type WireLong = string | number;

/** A typed value. */
export interface WireValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: WireLong;
  /** JSON spells non-finite numbers as strings. */
  readonly doubleValue?: number | string;
  readonly arrayValue?: { readonly values?: readonly WireValue[] };
  readonly kvlistValue?: { readonly values?: readonly WireKeyValue[] };
  readonly bytesValue?: WireBytes;
}

/** One attribute. */
export interface WireKeyValue {
  readonly key: string;
  readonly value?: WireValue;
}

/** What produced the data: attributes only. */
export interface WireResource {
  readonly attributes?: readonly WireKeyValue[];
}

/** The instrumentation scope. */
export interface WireScope extends WireResource {
  readonly name?: string;
  readonly version?: string;
}

/** A span. */
export interface WireSpan {
  readonly traceId: WireBytes;
  readonly spanId: WireBytes;
  readonly parentSpanId?: WireBytes;
  readonly traceState?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly startTimeUnixNano?: WireLong;
  readonly endTimeUnixNano?: WireLong;
  readonly attributes?: readonly WireKeyValue[];
  readonly droppedAttributesCount?: number;
  readonly events?: readonly WireEvent[];
  readonly links?: readonly WireLink[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

/** Something that happened during a span. */
export interface WireEvent {
  readonly timeUnixNano?: WireLong;
  readonly name?: string;
  readonly attributes?: readonly WireKeyValue[];
}

/** A reference to another span. */
export interface WireLink {
  readonly traceId: WireBytes;
  readonly spanId: WireBytes;
  readonly attributes?: readonly WireKeyValue[];
}

/** A sample kept beside a data point. */
export interface WireExemplar {
  readonly filteredAttributes?: readonly WireKeyValue[];
  readonly timeUnixNano?: WireLong;
  readonly asDouble?: number | string;
  readonly asInt?: WireLong;
  readonly traceId?: WireBytes;
  readonly spanId?: WireBytes;
}

/** A data point of any kind of metric; each kind uses its own fields. */
export interface WireDataPoint {
  readonly attributes?: readonly WireKeyValue[];
  readonly startTimeUnixNano?: WireLong;
  readonly timeUnixNano?: WireLong;
  readonly exemplars?: readonly WireExemplar[];
  readonly asDouble?: number | string;
  readonly asInt?: WireLong;
  readonly count?: WireLong;
  readonly sum?: number | string;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly bucketCounts?: readonly WireLong[];
  readonly explicitBounds?: readonly number[];
  readonly scale?: number;
  readonly zeroCount?: WireLong;
  readonly positive?: WireBuckets;
  readonly negative?: WireBuckets;
}

/** Buckets of an exponential histogram. */
export interface WireBuckets {
  readonly offset?: number;
  readonly bucketCounts?: readonly WireLong[];
}

/** The data of a metric. */
interface WireMetricData {
  readonly dataPoints?: readonly WireDataPoint[];
  readonly aggregationTemporality?: number;
  readonly isMonotonic?: boolean;
}

/** A metric: exactly one kind of data. */
export interface WireMetric {
  readonly name?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly gauge?: WireMetricData;
  readonly sum?: WireMetricData;
  readonly histogram?: WireMetricData;
  readonly exponentialHistogram?: WireMetricData;
}

/** A log record. */
export interface WireLogRecord {
  readonly timeUnixNano?: WireLong;
  readonly observedTimeUnixNano?: WireLong;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly eventName?: string;
  readonly body?: WireValue;
  readonly attributes?: readonly WireKeyValue[];
  readonly traceId?: WireBytes;
  readonly spanId?: WireBytes;
}

/** Body of `/v1/traces`. */
export interface WireTraces {
  readonly resourceSpans?: readonly {
    readonly resource?: WireResource;
    readonly scopeSpans?: readonly { readonly scope?: WireScope; readonly spans?: readonly WireSpan[] }[];
  }[];
}

/** Body of `/v1/metrics`. */
export interface WireMetrics {
  readonly resourceMetrics?: readonly {
    readonly resource?: WireResource;
    readonly scopeMetrics?: readonly { readonly scope?: WireScope; readonly metrics?: readonly WireMetric[] }[];
  }[];
}

/** Body of `/v1/logs`. */
export interface WireLogs {
  readonly resourceLogs?: readonly {
    readonly resource?: WireResource;
    readonly scopeLogs?: readonly { readonly scope?: WireScope; readonly logRecords?: readonly WireLogRecord[] }[];
  }[];
}
