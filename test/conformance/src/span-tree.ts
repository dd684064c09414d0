// SPDX-License-Identifier: Apache-2.0
import type { ReadableSpanLike } from "@outlay/semconv";

/** The names of spans as lines, indented by depth, siblings in the order they began. */
export function spanTree(spans: readonly ReadableSpanLike[]): string[] {
  const below = (parentId: string | undefined, depth: number): string[] =>
    spans
      .filter((span) => span.parentSpanContext?.spanId === parentId)
      .toSorted((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])
      .flatMap((span) => ["  ".repeat(depth) + span.name, ...below(span.spanContext().spanId, depth + 1)]);
  return below(undefined, 0);
}
