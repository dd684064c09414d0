// SPDX-License-Identifier: Apache-2.0
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import { UsageError } from "../usage-error.ts";

/** What stands for standard input among the names of files. */
export const STDIN = "-";
const SPAN_FILE = /\.(?:json|jsonl|ndjson|otlp)(?:\.gz)?$|\.gz$/i;

/** One file to be read, or standard input. */
export interface SpanSource {
  /** As the user named it, or below the folder that was named. */
  readonly name: string;
  /** Absolute; absent for standard input. */
  readonly path?: string;
  /** Absent where nobody knows. */
  readonly bytes?: number;
}

/**
 * Finds the files that names stand for: a folder stands for all files in and below it that are called `.json`, `.jsonl`,
 * `.ndjson` or `.otlp`, with or without `.gz`, in the order of their names.
 *
 * @throws {UsageError} If there is nothing of a name, or nothing to read in a folder.
 */
export function findSpanSources(names: readonly string[], cwd: string): readonly SpanSource[] {
  return names.flatMap((name) => (name === STDIN ? [{ name }] : sourcesOf(name, resolve(cwd, name))));
}

function sourcesOf(name: string, path: string): readonly SpanSource[] {
  try {
    const stats = statSync(path);
    if (!stats.isDirectory()) return [stats.isFile() ? { name, path, bytes: stats.size } : { name, path }];
    const files = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((file) => SPAN_FILE.test(file));
    const sources = files.toSorted().flatMap((file) => {
      const inside = statSync(join(path, file));
      return inside.isFile() ? [{ name: join(name, file), path: join(path, file), bytes: inside.size }] : [];
    });
    if (sources.length > 0) return sources;
  } catch (error) {
    throw unreadable(name, error);
  }
  throw new UsageError(`${name}: got a folder without .json, .jsonl or .gz files, expected OTLP JSON lines`);
}

/** Says that a file cannot be read, and why. */
export function unreadable(name: string, error: unknown): UsageError {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
  return new UsageError(`${name}: got a file that cannot be read (${code}), expected OTLP JSON lines`);
}
