// SPDX-License-Identifier: Apache-2.0
import { spansFromOtlpJson } from "./decode-spans.ts";
import type { SpanReader, SpanSink } from "./span-sink.ts";

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = "\uFEFF";

/** Reads OTLP JSON lines: one request a line, as exporters and the Collector write them. Broken ones are left out. */
export class LineReader implements SpanReader {
  readonly #sink: SpanSink;
  #line = 0;
  #pieces: Uint8Array[] = [];
  #heldBytes = 0;

  constructor(sink: SpanSink) {
    this.#sink = sink;
  }

  /** Bytes of the line that has begun and not ended. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Lines that have ended. */
  get line(): number {
    return this.#line;
  }

  push(bytes: Uint8Array): void {
    const buffer = asBuffer(bytes);
    let start = 0;
    for (;;) {
      const end = buffer.indexOf(NEWLINE, start);
      if (end === -1) break;
      if (this.#pieces.length === 0) this.#take(buffer.toString("utf8", start, end));
      else this.#take(this.#joined(buffer.subarray(start, end)));
      start = end + 1;
    }
    if (start < buffer.length) this.#hold(buffer.subarray(start));
  }

  end(): void {
    if (this.#heldBytes > 0) this.#take(this.#joined(new Uint8Array()), true);
  }

  /** Hands the line that has begun over to another reader. */
  release(): Uint8Array {
    const held = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#heldBytes = 0;
    return held;
  }

  #hold(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#heldBytes += bytes.length;
  }

  #joined(last: Uint8Array): string {
    this.#hold(last);
    return Buffer.from(this.release()).toString("utf8");
  }

  #take(text: string, isLast = false): void {
    this.#line += 1;
    const line = this.#line === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    const value = parsed(line);
    if (value === BLANK) return;
    const spans = spansFromOtlpJson(value);
    if (spans !== undefined) this.#sink.spans(spans);
    else this.#sink.damage(this.#line, isLast && value === BROKEN ? "cut_off" : "not_otlp");
  }
}

const BLANK = Symbol("blank");
const BROKEN = Symbol("broken");

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line.trim() === "" ? BLANK : BROKEN;
  }
}

/** The same bytes. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
