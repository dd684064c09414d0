// SPDX-License-Identifier: Apache-2.0

/** An attribute's value; integers beyond 2^53 are bigint. */
export type AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

/** Attributes by key. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Who recorded something: name and version are empty strings when not given. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: Attributes;
}

/** What every record carries. */
export interface Origin {
  /** Attributes of the resource. */
  readonly resource: Attributes;
  readonly scope: Scope;
}

/** A span as it was received. Ids are lower-case hex. */
export interface ReceivedSpan extends Origin {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly traceState: string | undefined;
  readonly kind: "unspecified" | "internal" | "server" | "client" | "producer" | "consumer";
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly events: readonly ReceivedEvent[];
  readonly links: readonly ReceivedLink[];
  readonly status: { readonly code: "unset" | "ok" | "error"; readonly message: string };
}

/** An event of a span. */
export interface ReceivedEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
}

/** A reference from one span to another. */
export interface ReceivedLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** A metric with the points of one export. */
export interface ReceivedMetric extends Origin {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly type: "gauge" | "sum" | "histogram" | "exponentialHistogram";
  readonly temporality: "unspecified" | "delta" | "cumulative";
  /** Only sums have it. */
  readonly isMonotonic: boolean;
  readonly points: readonly MetricPoint[];
}

/** A data point. `value` for gauges and sums, the rest for histograms. */
export interface MetricPoint {
  readonly attributes: Attributes;
  readonly startTimeUnixNano: bigint;
  readonly timeUnixNano: bigint;
  readonly exemplars: readonly Exemplar[];
  readonly value?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly bucketCounts?: readonly number[];
  readonly explicitBounds?: readonly number[];
  readonly scale?: number;
  readonly zeroCount?: number;
  readonly positive?: Buckets;
  readonly negative?: Buckets;
}

/** Buckets of an exponential histogram. */
export interface Buckets {
  readonly offset: number;
  readonly bucketCounts: readonly number[];
}

/** A sample kept beside a data point. */
export interface Exemplar {
  readonly value: number;
  readonly timeUnixNano: bigint;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly attributes: Attributes;
}

/** A log record. */
export interface ReceivedLog extends Origin {
  readonly timeUnixNano: bigint;
  readonly observedTimeUnixNano: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: AttributeValue;
  readonly attributes: Attributes;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
}
