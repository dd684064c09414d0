// SPDX-License-Identifier: Apache-2.0
import type { AttributesLike, ReadableSpanLike } from "@outlay/semconv";

import { LANGFUSE } from "./langfuse-attributes.ts";

/** Attributes that hold for every span of a trace, under the names Langfuse prefers. */
export type TraceAttributes = Readonly<Record<string, unknown>>;

/**
 * What Langfuse keeps per trace, each with the names it is read from, the preferred one first.
 *
 * Langfuse 4 builds no trace record from a root span: it filters and adds up by what each observation carries.
 */
const TRACE_FIELDS = [
  [LANGFUSE.TRACE_NAME],
  [LANGFUSE.USER_ID, "user.id"],
  [LANGFUSE.SESSION_ID, "session.id", "gen_ai.conversation.id"],
  [LANGFUSE.TRACE_TAGS, "langfuse.tags"],
  [LANGFUSE.ENVIRONMENT],
  [LANGFUSE.RELEASE],
] as const;

/** Traces whose root is remembered; the ones that started first are forgotten first. */
const REMEMBERED_TRACES = 10_000;

const NOTHING_KNOWN: TraceAttributes = Object.freeze({});

type RootSpan = Pick<ReadableSpanLike, "name" | "attributes" | "parentSpanContext" | "spanContext">;

/**
 * Remembers the root of each trace, so that spans exported before their root ends can carry its name.
 *
 * A span processor that changes nothing. While a root is open it is read live, because servers name their span when
 * the route is known; when it ends only the few attributes that matter are kept.
 */
export class TraceRoots {
  readonly #roots = new Map<string, { open: RootSpan } | { ended: TraceAttributes }>();

  onStart(span: RootSpan): void {
    if (isLocalRoot(span)) this.#remember(span, { open: span });
  }

  onEnd(span: RootSpan): void {
    if (isLocalRoot(span)) this.#remember(span, { ended: traceAttributes(span) });
  }

  /** Attributes for a span of this trace that does not say otherwise itself; empty when the root is not known. */
  attributesOf(traceId: string): TraceAttributes {
    const root = this.#roots.get(traceId);
    if (root === undefined) return NOTHING_KNOWN;
    return "ended" in root ? root.ended : traceAttributes(root.open);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {
    this.#roots.clear();
  }

  /** The first root of a trace is the one; others are requests of the same trace from other processes. */
  #remember(span: RootSpan, root: { open: RootSpan } | { ended: TraceAttributes }): void {
    const { traceId, spanId } = span.spanContext();
    const known = this.#roots.get(traceId);
    if (known !== undefined && !("open" in known && known.open.spanContext().spanId === spanId)) return;
    this.#roots.set(traceId, root);
    if (this.#roots.size <= REMEMBERED_TRACES) return;
    for (const oldest of this.#roots.keys()) {
      this.#roots.delete(oldest);
      return;
    }
  }
}

/** Adds what the trace knows and the span does not say under any of the names Langfuse reads. */
export function inheritedAttributes(own: AttributesLike, trace: TraceAttributes): TraceAttributes {
  const inherited: Record<string, unknown> = {};
  for (const names of TRACE_FIELDS) {
    const value = trace[names[0]];
    if (value !== undefined && firstOf(own, names) === undefined) inherited[names[0]] = value;
  }
  return inherited;
}

function traceAttributes(root: RootSpan): TraceAttributes {
  const known: Record<string, unknown> = {};
  for (const names of TRACE_FIELDS) {
    const value = firstOf(root.attributes, names);
    if (value !== undefined) known[names[0]] = value;
  }
  // Below a remote parent the trace has its name from the process it started in.
  if (root.parentSpanContext === undefined) known[LANGFUSE.TRACE_NAME] ??= root.name;
  return known;
}

function isLocalRoot({ parentSpanContext }: RootSpan): boolean {
  return parentSpanContext === undefined || parentSpanContext.isRemote === true;
}

function firstOf(attributes: AttributesLike, names: readonly string[]): unknown {
  for (const name of names) if (attributes[name] !== undefined) return attributes[name];
  return undefined;
}
