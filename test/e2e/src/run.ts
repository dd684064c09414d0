// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";

/** What a child process left behind. */
export interface RunResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and in which environment a child process runs. */
export interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The `PATH` of every child: the Node that runs the tests comes first, so that `npm` runs on it too. */
export const PATH: string = `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`;

/** Runs a command to its end, whatever that is. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, stdout, stderr };
}

/**
 * Runs a command that has to succeed.
 *
 * @returns What it wrote.
 * @throws {Error} With everything it wrote, if it exits with anything but 0.
 */
export async function runToSuccess(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.exitCode === 0) return result;
  throw new Error(`${command} ${args.join(" ")} exited with ${result.exitCode}\n${result.stderr}\n${result.stdout}`);
}
