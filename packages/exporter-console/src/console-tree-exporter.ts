// SPDX-License-Identifier: Apache-2.0
import type { ExportResultLike, ReadableSpanLike, SpanExporterLike } from "@outlay/semconv";

import { renderRows } from "./render-trace.ts";
import { rowFromSpan } from "./span-row.ts";
import type { SpanRow } from "./span-row.ts";
import { standardError } from "./standard-error.ts";
import { terminalOptions } from "./terminal.ts";
import type { OutputStream, RenderOptions } from "./terminal.ts";

/** Options of {@link ConsoleTreeExporter}; what is not given is found out from the stream and the environment. */
export interface ConsoleTreeExporterOptions extends RenderOptions {
  /** @defaultValue `process.stderr`, so that what the application prints stays clean. */
  readonly stream?: OutputStream;
}

/** Spans kept while their root is open; beyond, the trace that waits longest is drawn as it is. A row is about 1 kB. */
const MAX_WAITING_SPANS = 10_000;

const INCOMPLETE = "the root of these spans has not ended, or was drawn before";

/**
 * Draws each trace of model calls when its root ends in this process; traces without any are not drawn.
 *
 * Never throws. What waits for a root is drawn by a flush or a shutdown, with a note.
 */
export class ConsoleTreeExporter implements SpanExporterLike {
  readonly #stream: OutputStream;
  readonly #options: RenderOptions;
  readonly #waiting = new Map<string, SpanRow[]>();
  #waitingSpans = 0;

  constructor(options: ConsoleTreeExporterOptions = {}) {
    const { stream, ...renderOptions } = options;
    this.#stream = stream ?? standardError();
    this.#options = renderOptions;
  }

  export(spans: readonly ReadableSpanLike[], resultCallback: (result: ExportResultLike) => void): void {
    try {
      this.#take(spans.map(rowFromSpan));
      resultCallback({ code: 0 });
    } catch (error) {
      resultCallback({ code: 1, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  /** Draws what waits, with a note that it is not complete. */
  async forceFlush(): Promise<void> {
    this.#drawOldestUntil(0);
  }

  /** Draws what waits, with a note that it is not complete. */
  async shutdown(): Promise<void> {
    this.#drawOldestUntil(0);
  }

  /** Roots are looked at last: a batch may hold a root before spans that are below it. */
  #take(rows: readonly SpanRow[]): void {
    for (const row of rows) {
      const waiting = this.#waiting.get(row.traceId);
      if (waiting === undefined) this.#waiting.set(row.traceId, [row]);
      else waiting.push(row);
    }
    this.#waitingSpans += rows.length;
    for (const row of rows) if (row.isLocalRoot) this.#drawBelow(row);
    this.#drawOldestUntil(MAX_WAITING_SPANS);
  }

  #drawBelow(root: SpanRow): void {
    const rows = this.#release(root.traceId);
    // The root of the whole trace takes everything; one below another process leaves its neighbours alone.
    const below = root.parentSpanId === undefined ? new Set(rows) : rowsBelow(root, rows);
    const others = rows.filter((row) => !below.has(row));
    if (others.length > 0) this.#waiting.set(root.traceId, others);
    this.#waitingSpans += others.length;
    this.#draw([...below]);
  }

  #drawOldestUntil(spans: number): void {
    for (const traceId of this.#waiting.keys()) {
      if (this.#waitingSpans <= spans) return;
      this.#draw(this.#release(traceId), INCOMPLETE);
    }
  }

  #release(traceId: string): readonly SpanRow[] {
    const rows = this.#waiting.get(traceId) ?? [];
    this.#waiting.delete(traceId);
    this.#waitingSpans -= rows.length;
    return rows;
  }

  #draw(rows: readonly SpanRow[], note?: string): void {
    if (!rows.some((row) => row.isGenAi)) return;
    const options = { ...terminalOptions(this.#stream, process.env), ...this.#options };
    this.#stream.write(`${renderRows(rows, options, note)}\n`);
  }
}

function rowsBelow(root: SpanRow, rows: readonly SpanRow[]): ReadonlySet<SpanRow> {
  const childrenOf = Map.groupBy(rows, (row) => row.parentSpanId);
  const below = new Set([root]);
  // A set is walked in the order it grows.
  for (const row of below) for (const child of childrenOf.get(row.spanId) ?? []) below.add(child);
  return below;
}
