// SPDX-License-Identifier: Apache-2.0
import { ROOT_CONTEXT, trace } from "@opentelemetry/api";
import type { Context, Span, SpanOptions, Tracer } from "@opentelemetry/api";

/** A span and what happens inside of it, written down as the tree it will be. */
export interface SpanTree extends SpanOptions {
  readonly name: string;
  /** Length in milliseconds; children follow one another from the start of their parent. */
  readonly durationMs?: number;
  readonly children?: readonly SpanTree[];
  /** Runs just before the span ends. */
  readonly beforeEnd?: (span: Span) => void;
}

/**
 * Records a tree of spans, children ending before their parents.
 *
 * @returns The root span, ended.
 */
export function recordSpans(tracer: Tracer, tree: SpanTree, parent: Context = ROOT_CONTEXT, startMs = EPOCH_MS): Span {
  const { name, durationMs = 1, children = [], beforeEnd, ...options } = tree;
  const span = tracer.startSpan(name, { startTime: startMs, ...options }, parent);
  let childStartMs = startMs;
  for (const child of children) {
    recordSpans(tracer, child, trace.setSpan(parent, span), childStartMs);
    childStartMs += child.durationMs ?? 1;
  }
  beforeEnd?.(span);
  span.end(startMs + durationMs);
  return span;
}

/** 2026-11-23T12:00:00Z: fixed, so that output can be compared as a whole. */
const EPOCH_MS = 1_795_435_200_000;
