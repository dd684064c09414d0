// SPDX-License-Identifier: Apache-2.0
import { styleText } from "node:util";

import { painter } from "./view/paint.ts";
import type { Paint } from "./view/paint.ts";

/** What a command may know of the process that it runs in. */
export interface CommandIo {
  /** Results. */
  readonly stdout: (text: string) => void;
  /** Everything that is not a result. */
  readonly stderr: (text: string) => void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** Width of the terminal. */
  readonly columns: number;
  readonly paint: Paint;
  /** Whether stderr is a terminal, where a line can be drawn over. */
  readonly isTerminal: boolean;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
}

/** Width of a line when nobody says how wide the terminal is. */
const DEFAULT_COLUMNS = 100;
const NARROWEST = 40;

/** The process itself. Colours are there or not as `NO_COLOR`, `FORCE_COLOR` and the terminal say. */
export function processIo(): CommandIo {
  const { stdout, stderr, env } = process;
  const columns = stdout.columns ?? (Number(env["COLUMNS"]) || DEFAULT_COLUMNS);
  return {
    stdout: (text) => void stdout.write(text),
    stderr: (text) => void stderr.write(text),
    get stdin() {
      return process.stdin;
    },
    env,
    cwd: process.cwd(),
    columns: Math.max(NARROWEST, columns),
    paint: painter(styleText("bold", "x", { stream: stdout }) !== "x"),
    isTerminal: stderr.isTTY,
    nowMs: Date.now,
  };
}
