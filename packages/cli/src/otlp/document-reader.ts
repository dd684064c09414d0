// SPDX-License-Identifier: Apache-2.0
import type { SpanFacts } from "@outlay/core";

import { spanFromOtlpJson, spansFromOtlpJson } from "./decode-spans.ts";
import { JsonStructure } from "./json-structure.ts";
import type { Container } from "./json-structure.ts";
import { asBuffer } from "./line-reader.ts";
import { MAX_HELD_BYTES } from "./span-sink.ts";
import type { SpanReader, SpanSink } from "./span-sink.ts";

/** Spans that are handed on together. */
const BATCH = 512;

/** What is what in a request, by what it is in and under which key; only these are looked into. */
const ROLES: ReadonlyMap<string, string> = new Map([
  ["list/", "request"],
  ["request/resourceSpans", "resources"],
  ["resources/", "resource"],
  ["resource/scopeSpans", "scopes"],
  ["scopes/", "scoped"],
  ["scoped/scope", "scope"],
  ["scoped/spans", "spans"],
  ["spans/", "span"],
]);

/**
 * Reads OTLP JSON of any size and layout, span by span: one object or an array over any number of lines, or several in a
 * row. Never holds more than one span.
 */
export class DocumentReader implements SpanReader {
  readonly #sink: SpanSink;
  readonly #structure: JsonStructure;
  #batch: SpanFacts[] = [];
  #scope: unknown;
  #isOtlp = false;

  /** @param line - Lines that were read before. */
  constructor(sink: SpanSink, line = 0) {
    this.#sink = sink;
    this.#structure = new JsonStructure({
      line,
      maxHeldBytes: MAX_HELD_BYTES,
      roleOf: (around, key) => this.#roleOf(around, key),
      isWhole: (role) => role === "scope" || role === "span",
      whole: (role, text, at) => this.#whole(role, text, at),
      ended: (at) => this.#ended(at),
      damage: (at, reason) => this.#sink.damage(at, reason),
    });
  }

  /** The line that is being read, counted from 1. */
  get line(): number {
    return this.#structure.line;
  }

  push(bytes: Uint8Array): void {
    this.#structure.push(asBuffer(bytes));
    this.#hand();
  }

  end(): void {
    this.#structure.end();
    this.#hand();
  }

  #roleOf(around: Container | undefined, key: string | undefined): string {
    if (around === undefined) return key === undefined ? "request" : "list";
    const role = ROLES.get(`${around.role}/${around.isArray ? "" : (key ?? "")}`) ?? "";
    if (role === "scoped") this.#scope = undefined;
    if (role === "resources") this.#isOtlp = true;
    return role;
  }

  #ended(line: number): void {
    if (!this.#isOtlp) this.#sink.damage(line, "not_otlp");
    this.#isOtlp = false;
  }

  #whole(role: string, text: string, line: number): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.#sink.damage(line, "not_otlp");
      return;
    }
    if (role === "scope") {
      this.#scope = value;
      return;
    }
    // A request where a span should be: the one before it was cut off, and another was written behind it.
    const request = spansFromOtlpJson(value);
    if (request === undefined) this.#batch.push(spanFromOtlpJson(value, this.#scope));
    else {
      this.#sink.damage(line, "cut_off");
      this.#batch.push(...request);
    }
    if (this.#batch.length >= BATCH) this.#hand();
  }

  #hand(): void {
    if (this.#batch.length === 0) return;
    this.#sink.spans(this.#batch);
    this.#batch = [];
  }
}
