// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import type { SpanFacts } from "@outlay/core";

import type { CommandIo } from "../command-io.ts";
import { oneLine } from "../view/text.ts";
import { FormatReader } from "./format-reader.ts";
import { findSpanSources, unreadable } from "./span-sources.ts";
import type { SpanSource } from "./span-sources.ts";
import type { DamageReason } from "./span-sink.ts";

const GZIP_MAGIC = [0x1f, 0x8b];
const CHUNK_BYTES = 256 * 2 ** 10;

/** Is told what is found while a source is read. */
export interface SpanListener {
  /** Spans that stood together. */
  readonly onSpans: (spans: SpanFacts[]) => void;
  /** Something was left out. */
  readonly onDamage: (line: number, reason: DamageReason) => void;
  /** Bytes that were read, as they are stored. */
  readonly onBytes?: (bytes: number) => void;
  /** What a damaged compression leaves readable is enough; else it is an error. */
  readonly takesHalves?: boolean;
}

/** What a command says of damage, in the words that its help and README use. */
export const DAMAGE_WORDS: Readonly<Record<DamageReason, string>> = {
  not_otlp: 'got no OTLP JSON, expected {"resourceSpans":[…]}',
  cut_off: "got JSON that is cut off",
  too_large: "got a text or span of more than 64 MB",
  compression: "got compressed data that is cut off or damaged",
};

/**
 * Reads the spans of OTLP JSON: lines, as exporters and the Collector write them, or documents of any layout. `-` is stdin,
 * a folder is all files in it, and what is compressed by gzip is found by its first bytes. What is something else is said
 * on stderr and skipped.
 *
 * @throws {UsageError} If a file cannot be read.
 */
export async function* readSpanFiles(
  names: readonly string[],
  io: Pick<CommandIo, "cwd" | "stdin" | "stderr">,
): AsyncGenerator<SpanFacts> {
  for (const source of findSpanSources(names, io.cwd)) {
    const spans: SpanFacts[] = [];
    const reading = readInSteps(source, io.stdin, {
      onSpans: (found) => void spans.push(...found),
      onDamage: (line, reason) =>
        io.stderr(`outlay: ${oneLine(source.name)}:${line}: ${DAMAGE_WORDS[reason]}; skipped\n`),
    });
    for await (const _step of reading) yield* spans.splice(0);
  }
}

/**
 * Reads one source. Spans are handed over as soon as they are there and not held: what is slow or large stays small.
 *
 * @throws {UsageError} If it cannot be read.
 */
export async function readSpanSource(
  source: SpanSource,
  stdin: AsyncIterable<Uint8Array>,
  listener: SpanListener,
): Promise<void> {
  for await (const _step of readInSteps(source, stdin, listener)) {
    // All is in the listener.
  }
}

/** One step for each piece of bytes. */
async function* readInSteps(
  source: SpanSource,
  stdin: AsyncIterable<Uint8Array>,
  { onSpans, onDamage, onBytes, takesHalves = false }: SpanListener,
): AsyncGenerator<void> {
  const reader = new FormatReader({ spans: onSpans, damage: onDamage });
  const stored = source.path === undefined ? stdin : createReadStream(source.path, { highWaterMark: CHUNK_BYTES });
  try {
    for await (const bytes of await unzipped(counted(stored, onBytes))) {
      reader.push(bytes as Uint8Array);
      yield;
    }
  } catch (error) {
    if (!takesHalves || !isDamagedCompression(error)) throw unreadable(source.name, error);
    onDamage(reader.line, "compression");
  }
  reader.end();
  yield;
}

function isDamagedCompression(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith("Z_");
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  onBytes: SpanListener["onBytes"],
): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    onBytes?.(bytes.length);
    yield bytes;
  }
}

async function unzipped(chunks: AsyncGenerator<Uint8Array>): Promise<AsyncIterable<unknown>> {
  let bytes: Uint8Array = new Uint8Array();
  while (bytes.length < GZIP_MAGIC.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    bytes = bytes.length === 0 ? next.value : Buffer.concat([bytes, next.value]);
  }
  const whole = restOf(bytes, chunks);
  if (!GZIP_MAGIC.every((byte, index) => bytes[index] === byte)) return whole;
  const compressed = Readable.from(whole);
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  compressed.on("error", (error) => gunzip.destroy(error));
  return compressed.pipe(gunzip);
}

async function* restOf(first: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => chunks };
}
