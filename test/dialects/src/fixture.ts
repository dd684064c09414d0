// SPDX-License-Identifier: Apache-2.0

/** A span as an emitter left it; ids, times and whatever else differs from run to run are replaced. */
export interface RecordedSpan {
  readonly name: string;
  /** `SpanKind` of the API: 0 internal, 1 server, 2 client. */
  readonly kind: number;
  readonly scope: string;
  readonly scopeVersion?: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** Milliseconds since the epoch: one for each start and end of a span, in the order they happened. */
  readonly startTimeMs: number;
  readonly endTimeMs: number;
  /** `SpanStatusCode` of the API. */
  readonly statusCode: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What the provider really billed for one call, as the script had it. */
export interface TrueCall {
  readonly provider: string;
  readonly model: string;
  readonly responseId?: string;
  readonly operationName?: string;
  /** Cache reads and writes included. */
  readonly inputTokens: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  readonly cacheWrite5mTokens?: number;
  readonly cacheWrite1hTokens?: number;
  /** Reasoning included. */
  readonly outputTokens?: number;
  readonly reasoningTokens?: number;
  readonly webSearchRequests?: number;
  /** What this costs at the list price of the model, pico-USD; worked out by hand. */
  readonly costPicoUsd: number;
}

/** Where the spans of a fixture are from. */
export interface FixtureHeader {
  readonly emitter: string;
  readonly package: string;
  readonly version: string;
  /** The SDK that was called. */
  readonly sdk: string;
  readonly sdkVersion: string;
  /** `by running it`, or `from source` with the source that says so. */
  readonly recorded: "by running it" | "from source";
  readonly source?: string;
}

/** One program run: what it called, and the spans that came out of it in the order they ended. */
export interface Fixture {
  readonly header: FixtureHeader;
  readonly calls: readonly TrueCall[];
  readonly spans: readonly RecordedSpan[];
}
