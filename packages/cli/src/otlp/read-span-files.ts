// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import type { SpanFacts } from "@outlay/core";

import type { CommandIo } from "../command-io.ts";
import { UsageError } from "../usage-error.ts";
import { spansFromOtlpJson } from "./decode-spans.ts";

const STDIN = "-";
const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * Reads the spans of files of OTLP JSON lines, one request a line, as exporters and the Collector write them; `-` is
 * stdin, and what is compressed by gzip is found by its first bytes. Lines that are something else are said and skipped.
 *
 * @throws {UsageError} If a file cannot be read.
 */
export async function* readSpanFiles(
  names: readonly string[],
  io: Pick<CommandIo, "cwd" | "stdin" | "stderr">,
): AsyncGenerator<SpanFacts> {
  for (const name of names) {
    let line = 0;
    for await (const text of linesOf(name, io)) {
      line += 1;
      if (text.trim() === "") continue;
      const spans = spansFromOtlpJson(parsed(text));
      if (spans === undefined)
        io.stderr(`outlay: ${name}:${line}: got no OTLP JSON, expected {"resourceSpans":[…]}; skipped\n`);
      else yield* spans;
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* linesOf(name: string, { cwd, stdin }: Pick<CommandIo, "cwd" | "stdin">): AsyncGenerator<string> {
  const source = name === STDIN ? stdin : createReadStream(resolve(cwd, name));
  try {
    const input = await unzipped(source);
    for await (const line of createInterface({ input, crlfDelay: Infinity })) yield line;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new UsageError(`${name}: got a file that cannot be read (${code}), expected OTLP JSON lines`);
  }
}

async function unzipped(source: AsyncIterable<Uint8Array>): Promise<Readable> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  const bytes = first.done === true ? new Uint8Array() : first.value;
  const whole = Readable.from(restOf(bytes, chunks));
  if (!GZIP_MAGIC.every((byte, index) => bytes[index] === byte)) return whole;
  const gunzip = createGunzip();
  whole.on("error", (error) => gunzip.destroy(error));
  return whole.pipe(gunzip);
}

async function* restOf(first: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => chunks };
}
