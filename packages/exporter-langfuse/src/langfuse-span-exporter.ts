// SPDX-License-Identifier: Apache-2.0
import { guard } from "@outlay/core";
import type { ExportResultLike, ReadableSpanLike, SpanExporterLike } from "@outlay/semconv";

import { LANGFUSE } from "./langfuse-attributes.ts";
import { langfuseSpan } from "./langfuse-span.ts";
import { TraceRoots } from "./trace-roots.ts";
import type { TraceAttributes } from "./trace-roots.ts";

/** Options of {@link LangfuseSpanExporter}. */
export interface LangfuseSpanExporterOptions {
  /** Sends the mapped spans: an OTLP/HTTP exporter made from {@link langfuseConfigFromEnv}'s endpoint and headers. */
  readonly exporter: SpanExporterLike;
  /** Langfuse environment of spans that do not name one. `LANGFUSE_TRACING_ENVIRONMENT`. */
  readonly environment?: string | undefined;
  /** Release of spans that do not name one. `LANGFUSE_RELEASE`. */
  readonly release?: string | undefined;
}

/** Answers by which Langfuse refuses a whole export: for one bad span, and for too large a body. */
const REJECTED_STATUS: ReadonlySet<unknown> = new Set([400, 413]);

/**
 * How often one batch may be halved: enough to single out one span of 512, and no more than 21 requests when
 * Langfuse refuses everything.
 */
const MAX_SPLITS_PER_BATCH = 10;

const SUCCESS: ExportResultLike = { code: 0 };
const TRACE_ID = /^(?!0+$)[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0+$)[0-9a-f]{16}$/;

/**
 * Sends a copy of each span, mapped by {@link langfuseSpan}, through another exporter.
 *
 * A span that cannot be mapped is left out, because Langfuse refuses the whole export for one bad span. A batch that
 * is refused all the same is halved until the good spans are through. What is lost is a failed result.
 */
export class LangfuseSpanExporter implements SpanExporterLike {
  /**
   * Span processor that tells each span the name of its trace. Without it the name is missing on spans that are
   * exported in an earlier batch than their root.
   */
  readonly roots: TraceRoots = new TraceRoots();

  readonly #exporter: SpanExporterLike;
  readonly #processAttributes: TraceAttributes;
  readonly #pending = new Set<Promise<void>>();

  constructor(options: LangfuseSpanExporterOptions) {
    this.#exporter = options.exporter;
    this.#processAttributes = {
      ...(options.environment === undefined ? {} : { [LANGFUSE.ENVIRONMENT]: options.environment }),
      ...(options.release === undefined ? {} : { [LANGFUSE.RELEASE]: options.release }),
    };
  }

  export(spans: readonly ReadableSpanLike[], resultCallback: (result: ExportResultLike) => void): void {
    const mapped = this.#map(spans);
    const exported = this.#send(mapped, { splitsLeft: MAX_SPLITS_PER_BATCH })
      .then((result) => resultCallback(withLoss(result, spans.length - mapped.length)))
      // Only the callback can throw; it is the SDK's.
      .catch(() => undefined)
      .finally(() => this.#pending.delete(exported));
    this.#pending.add(exported);
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.#pending);
    await this.#exporter.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#pending);
    await this.#exporter.shutdown();
  }

  #map(spans: readonly ReadableSpanLike[]): readonly ReadableSpanLike[] {
    for (const span of spans) guard("exporter-langfuse.root", () => this.roots.onEnd(span));
    return spans.flatMap((span) => guard("exporter-langfuse.span", () => this.#mapSpan(span)) ?? []);
  }

  #mapSpan(span: ReadableSpanLike): ReadableSpanLike | undefined {
    const { traceId, spanId } = span.spanContext();
    if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return undefined;
    return langfuseSpan(span, { ...this.#processAttributes, ...this.roots.attributesOf(traceId) });
  }

  async #send(spans: readonly ReadableSpanLike[], budget: { splitsLeft: number }): Promise<ExportResultLike> {
    if (spans.length === 0) return SUCCESS;
    const result = await this.#exportOnce(spans);
    if (!isRejected(result) || spans.length === 1 || budget.splitsLeft === 0) return result;
    budget.splitsLeft -= 1;
    const middle = Math.ceil(spans.length / 2);
    const first = await this.#send(spans.slice(0, middle), budget);
    const second = await this.#send(spans.slice(middle), budget);
    return first.code === SUCCESS.code ? second : first;
  }

  #exportOnce(spans: readonly ReadableSpanLike[]): Promise<ExportResultLike> {
    return new Promise((resolve) => {
      try {
        this.#exporter.export(spans, resolve);
      } catch (error) {
        resolve({ code: 1, error: error instanceof Error ? error : new Error(String(error)) });
      }
    });
  }
}

function isRejected({ code, error }: ExportResultLike): boolean {
  return code !== SUCCESS.code && error !== undefined && "code" in error && REJECTED_STATUS.has(error.code);
}

function withLoss(result: ExportResultLike, unmappedSpans: number): ExportResultLike {
  if (unmappedSpans === 0 || result.code !== SUCCESS.code) return result;
  return {
    code: 1,
    error: new Error(`${unmappedSpans} spans have no valid id or cannot be read; not sent to Langfuse`),
  };
}
