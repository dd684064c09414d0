// SPDX-License-Identifier: Apache-2.0

/** Seconds and nanoseconds since the epoch, or a length of time. */
export type HrTimeLike = readonly [seconds: number, nanoseconds: number];

/** Values an attribute may hold in either SDK; 3.x adds maps, bytes and `null` to the simple ones. */
export type AttributesLike = Readonly<Record<string, unknown>>;

/** Ids of a span, as far as exporters read them. */
export interface SpanContextLike {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
  readonly traceFlags: number;
  readonly isRemote?: boolean | undefined;
  readonly traceState?: { serialize(): string } | undefined;
}

/** An event on a span. */
export interface SpanEventLike {
  readonly time: HrTimeLike;
  readonly name: string;
  readonly attributes?: AttributesLike;
  readonly droppedAttributesCount?: number;
}

/** A link from a span to another. */
export interface SpanLinkLike {
  readonly context: SpanContextLike;
  readonly attributes?: AttributesLike;
  readonly droppedAttributesCount?: number;
}

/** The library that made a span. */
export interface InstrumentationScopeLike {
  readonly name: string;
  readonly version?: string;
  readonly schemaUrl?: string;
  readonly attributes?: AttributesLike;
  readonly droppedAttributesCount?: number;
}

/** The process that made a span. */
export interface ResourceLike {
  readonly attributes: AttributesLike;
  readonly schemaUrl?: string | undefined;
}

/**
 * A finished span: what `ReadableSpan` of the OpenTelemetry SDKs 2.x and 3.x have in common, so that one
 * package serves both and neither is part of its types.
 */
export interface ReadableSpanLike {
  readonly name: string;
  /** `SpanKind` of the API: 0 internal, 1 server, 2 client, 3 producer, 4 consumer. */
  readonly kind: number;
  readonly spanContext: () => SpanContextLike;
  readonly parentSpanContext?: SpanContextLike;
  readonly startTime: HrTimeLike;
  readonly endTime: HrTimeLike;
  /** `SpanStatusCode` of the API: 0 unset, 1 ok, 2 error. */
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: AttributesLike;
  readonly links: readonly SpanLinkLike[];
  readonly events: readonly SpanEventLike[];
  readonly duration: HrTimeLike;
  readonly ended: boolean;
  readonly resource: ResourceLike;
  readonly instrumentationScope: InstrumentationScopeLike;
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
}

/** `ExportResult` of the SDKs: code 0 is success, 1 is failure. */
export interface ExportResultLike {
  readonly code: number;
  readonly error?: Error;
}

/** `SpanExporter` of the SDKs 2.x and 3.x. */
export interface SpanExporterLike {
  export(spans: readonly ReadableSpanLike[], resultCallback: (result: ExportResultLike) => void): void;
  forceFlush?(): Promise<void>;
  shutdown(): Promise<void>;
}
