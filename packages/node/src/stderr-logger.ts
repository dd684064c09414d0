// SPDX-License-Identifier: Apache-2.0
import type { DiagLogger } from "@opentelemetry/api";

/** A line that was said is not said again for so long; a backend that is down would fill a log otherwise. */
const REPEAT_AFTER_MS = 60_000;
/** Lines remembered; beyond it all are forgotten, and may be said again. */
const MAX_REMEMBERED_LINES = 200;

/** Where a logger writes, and by which clock it remembers. */
export interface StderrLoggerOptions {
  /** @defaultValue `process.stderr.write` */
  readonly write?: (text: string) => void;
  /** Epoch milliseconds. @defaultValue `Date.now` */
  readonly now?: () => number;
}

interface SaidLine {
  readonly atMs: number;
  repeats: number;
}

/**
 * Writes what Outlay and the SDK have to say to stderr, one line each, so that the program's output stays its own. A line
 * that repeats is held back for a minute, and then says how often it would have been there.
 */
export function stderrLogger(options: StderrLoggerOptions = {}): DiagLogger {
  const { write = (text) => void process.stderr.write(text), now = Date.now } = options;
  const said = new Map<string, SaidLine>();
  const say = (message: string, ...details: unknown[]): void => {
    const line = [errorText(message), ...details.map(textOf)].join(" ").replaceAll(/\s*\n\s*/g, " ");
    const before = said.get(line);
    const nowMs = now();
    if (before !== undefined && nowMs - before.atMs < REPEAT_AFTER_MS) {
      before.repeats += 1;
      return;
    }
    if (said.size >= MAX_REMEMBERED_LINES) said.clear();
    said.set(line, { atMs: nowMs, repeats: 0 });
    const repeats = before?.repeats ?? 0;
    write(repeats === 0 ? `${line}\n` : `${line} (${repeats} times more since)\n`);
  };
  return { error: say, warn: say, info: say, debug: say, verbose: say };
}

/** Never the fields of an object: what the SDK logs at `debug` are spans, with all that is on them. */
function textOf(detail: unknown): string {
  if (typeof detail === "object" && detail !== null) {
    return detail instanceof Error ? `${detail.name}: ${detail.message}` : `[${detail.constructor?.name ?? "object"}]`;
  }
  return errorText(String(detail));
}

/** The SDK hands errors over as JSON with the whole stack in it. */
function errorText(text: string): string {
  if (!text.startsWith('{"') || !text.includes('"stack"')) return text;
  try {
    const { name, message } = JSON.parse(text) as { readonly name?: string; readonly message?: string };
    return `${name ?? "Error"}: ${message ?? "unknown"}`;
  } catch {
    return text;
  }
}
