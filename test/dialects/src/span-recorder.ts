// SPDX-License-Identifier: Apache-2.0
import type { ReadableSpanLike } from "@outlay/semconv";

import type { RecordedSpan } from "./fixture.ts";

/** 2026-11-23T12:00:00Z. */
export const EPOCH_MS = 1_795_435_200_000;

/** A span processor of any SDK that keeps every span in the order they end, with steps for times. */
export class SpanRecorder {
  readonly #started = new Map<string, number>();
  readonly #traceIds = new Map<string, string>();
  readonly #spanIds = new Map<string, string>();
  #spans: RecordedSpan[] = [];
  #step = 0;

  onStart(span: Pick<ReadableSpanLike, "spanContext">): void {
    this.#step += 1;
    this.#started.set(span.spanContext().spanId, this.#step);
  }

  onEnd(span: ReadableSpanLike): void {
    this.#step += 1;
    const { traceId, spanId } = span.spanContext();
    const parentSpanId = span.parentSpanContext?.spanId;
    const { name: scope, version } = span.instrumentationScope;
    this.#spans.push({
      name: span.name,
      kind: span.kind,
      scope,
      ...(version !== undefined && version !== "" && { scopeVersion: version }),
      traceId: short(this.#traceIds, traceId, 32),
      spanId: short(this.#spanIds, spanId, 16),
      ...(parentSpanId !== undefined && { parentSpanId: short(this.#spanIds, parentSpanId, 16) }),
      startTimeMs: EPOCH_MS + (this.#started.get(spanId) ?? 0),
      endTimeMs: EPOCH_MS + this.#step,
      statusCode: span.status.code,
      attributes: { ...span.attributes },
    });
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}

  /** Hands over what was recorded and starts anew. */
  take(): RecordedSpan[] {
    const spans = this.#spans;
    this.#spans = [];
    this.#step = 0;
    this.#started.clear();
    this.#traceIds.clear();
    this.#spanIds.clear();
    return spans;
  }
}

/** The place of an id among those seen, in as many digits as it had. */
function short(seen: Map<string, string>, id: string, digits: number): string {
  const known = seen.get(id) ?? String(seen.size + 1).padStart(digits, "0");
  seen.set(id, known);
  return known;
}
