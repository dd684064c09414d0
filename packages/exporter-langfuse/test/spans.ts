// SPDX-License-Identifier: Apache-2.0
import type { AttributesLike, ReadableSpanLike } from "@outlay/semconv";

/** A finished span with these attributes, on its own in a trace. */
export function spanWith(attributes: AttributesLike, changes: Partial<ReadableSpanLike> = {}): ReadableSpanLike {
  return {
    name: "chat claude-sonnet-4-5",
    kind: 2,
    spanContext: () => ({ traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 }),
    startTime: [1_795_435_200, 0],
    endTime: [1_795_435_202, 500_000_000],
    duration: [2, 500_000_000],
    status: { code: 0 },
    attributes,
    links: [],
    events: [],
    ended: true,
    resource: { attributes: { "service.name": "test" } },
    instrumentationScope: { name: "@outlay/instrumentation-anthropic", version: "0.0.0" },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...changes,
  };
}
