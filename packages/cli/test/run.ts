// SPDX-License-Identifier: Apache-2.0
import { runCommand } from "../src/run-command.ts";
import { painter } from "../src/view/paint.ts";

/** What a command did. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command runs. */
export interface Place {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly stdin?: readonly Uint8Array[];
  readonly isTerminal?: boolean;
  readonly nowMs?: () => number;
}

/** The day after the compiled table was dated. */
export const NOW = Date.parse("2026-11-24T12:00:00Z");

/** Runs `outlay` in this process, in an environment with nothing but what is given. */
export async function outlay(args: readonly string[], place: Place = {}): Promise<Ran> {
  const { cwd = "/nowhere", env = {}, columns = 80, stdin = [], isTerminal = false, nowMs = () => NOW } = place;
  let stdout = "";
  let stderr = "";
  const exitCode = await runCommand(args, {
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    stdin: (async function* chunks() {
      yield* stdin;
    })(),
    env,
    cwd,
    columns,
    paint: painter(false),
    isTerminal,
    nowMs,
  });
  return { exitCode, stdout, stderr };
}

/** The first line that has a text in it, its spaces made one. */
export function lineWith(text: string, output: string): string {
  return (output.split("\n").find((line) => line.includes(text)) ?? "").trim().replaceAll(/\s+/g, " ");
}
