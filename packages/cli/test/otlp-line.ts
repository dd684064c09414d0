// SPDX-License-Identifier: Apache-2.0

/** A call as exporters write it down. */
export interface RecordedCall {
  /** 32 hex digits; calls of one trace are one task. */
  readonly traceId?: string;
  readonly attributes: Readonly<Record<string, string | number>>;
}

const START_MS = Date.parse("2026-11-20T10:00:00Z");
const MINUTE_MS = 60_000;
let nextSpan = 0;

/** A line of OTLP JSON: calls a minute apart, each of ten seconds. */
export function otlpLine(calls: readonly RecordedCall[]): string {
  const spans = calls.map(({ traceId, attributes }, index) => {
    const startMs = START_MS + index * MINUTE_MS;
    nextSpan += 1;
    const spanId = nextSpan.toString(16).padStart(16, "0");
    return {
      traceId: traceId ?? spanId.padStart(32, "0"),
      spanId,
      name: "chat",
      kind: 3,
      startTimeUnixNano: `${startMs}000000`,
      endTimeUnixNano: `${startMs + 10_000}000000`,
      attributes: Object.entries({ "gen_ai.operation.name": "chat", ...attributes }).map(([key, value]) => ({
        key,
        value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
      })),
    };
  });
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name: "app" }, spans }] }] });
}
