// SPDX-License-Identifier: Apache-2.0
import { ROOT_CONTEXT, TraceFlags, trace } from "@opentelemetry/api";
import type { Attributes, Span, SpanContext } from "@opentelemetry/api";
import type { SpanToRead } from "@outlay/core";
import { OutlaySpanProcessor } from "@outlay/span-processor";
import type { OutlaySpanProcessorOptions, PricedOperation } from "@outlay/span-processor";

import type { Fixture, RecordedSpan } from "./fixture.ts";

/** What the span processor made of a program's spans. */
export interface Replay {
  /** Calls that were billed, in the order of their ends. */
  readonly billed: readonly PricedOperation[];
  /** Every span's attributes afterwards, in the order of their ends. */
  readonly spans: readonly Attributes[];
}

type LiveSpan = SpanToRead & Span;

/** Puts recorded spans through a span processor, each start and end in the order it happened. */
export function replay({ spans }: Pick<Fixture, "spans">, options: OutlaySpanProcessorOptions = {}): Replay {
  const billed: PricedOperation[] = [];
  const processor = new OutlaySpanProcessor({ ...options, onPriced: (priced) => billed.push(priced) });
  const live = spans.map((span) => ({ span, live: liveSpan(span) }));
  const steps = live.flatMap(({ span, live }) => [
    { at: span.startTimeMs, run: () => processor.onStart(live, ROOT_CONTEXT) },
    { at: span.endTimeMs, run: () => processor.onEnding(live) },
  ]);
  for (const { run } of steps.toSorted((a, b) => a.at - b.at)) run();
  return { billed, spans: live.map((one) => one.live.attributes as Attributes) };
}

/** As much of a span of the SDK as the processor uses. */
function liveSpan(recorded: RecordedSpan): LiveSpan {
  const attributes: Attributes = { ...recorded.attributes };
  const id = (spanId: string): SpanContext => ({ traceId: recorded.traceId, spanId, traceFlags: TraceFlags.SAMPLED });
  const own = id(recorded.spanId);
  const span = {
    ...trace.wrapSpanContext(own),
    kind: recorded.kind,
    attributes,
    instrumentationScope: {
      name: recorded.scope,
      ...(recorded.scopeVersion !== undefined && { version: recorded.scopeVersion }),
    },
    startTime: hrTime(recorded.startTimeMs),
    endTime: hrTime(recorded.endTimeMs),
    status: { code: recorded.statusCode },
    ...(recorded.parentSpanId !== undefined && { parentSpanContext: id(recorded.parentSpanId) }),
    spanContext: () => own,
    setAttributes: (added: Attributes) => Object.assign(attributes, added),
  };
  return span as unknown as LiveSpan;
}

function hrTime(ms: number): [number, number] {
  return [Math.floor(ms / 1000), (ms % 1000) * 1_000_000];
}
