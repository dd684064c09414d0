// SPDX-License-Identifier: Apache-2.0
import { DocumentReader } from "./document-reader.ts";
import { LineReader, asBuffer } from "./line-reader.ts";
import type { SpanReader, SpanSink } from "./span-sink.ts";

/** A line longer than this is read piece by piece, and so is what comes after it. */
const LONGEST_LINE_BYTES = 8 * 2 ** 20;
const NEWLINE = 0x0a;

/**
 * Reads OTLP JSON in whatever layout it is: one request a line, or documents that stretch over lines. A first line that
 * ends in the middle of a structure tells.
 */
export class FormatReader implements SpanReader {
  readonly #sink: SpanSink;
  readonly #lines: LineReader;
  #documents: DocumentReader | undefined;
  #first = "";
  #isKnown = false;

  constructor(sink: SpanSink) {
    this.#sink = sink;
    this.#lines = new LineReader(sink);
  }

  push(bytes: Uint8Array): void {
    if (!this.#isKnown) this.#look(bytes);
    if (this.#documents !== undefined) {
      this.#documents.push(bytes);
      return;
    }
    this.#lines.push(bytes);
    if (this.#lines.heldBytes <= LONGEST_LINE_BYTES) return;
    this.#documents = new DocumentReader(this.#sink, this.#lines.line);
    this.#documents.push(this.#lines.release());
  }

  /** The line that is being read, counted from 1. */
  get line(): number {
    return this.#documents?.line ?? this.#lines.line + 1;
  }

  end(): void {
    (this.#documents ?? this.#lines).end();
  }

  /** At the first line that is not blank, as soon as all of it is there. */
  #look(bytes: Uint8Array): void {
    const buffer = asBuffer(bytes);
    let start = 0;
    for (let end = buffer.indexOf(NEWLINE); end !== -1; end = buffer.indexOf(NEWLINE, start)) {
      const line = (this.#first + buffer.toString("utf8", Math.max(start, end - LAST_BYTES), end)).trim();
      start = end + 1;
      this.#first = "";
      if (line === "") continue;
      this.#isKnown = true;
      if (/[[{,]$/.test(line)) {
        this.#documents = new DocumentReader(this.#sink, this.#lines.line);
        this.#documents.push(this.#lines.release());
      }
      return;
    }
    this.#first = (this.#first + buffer.toString("utf8", Math.max(start, buffer.length - LAST_BYTES))).slice(
      -LAST_BYTES,
    );
  }
}

/** Of a line, as many as telling how it ends takes. */
const LAST_BYTES = 64;
