// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What a child process left behind. */
export interface AppResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a child process is started. */
export interface AppOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: string;
  readonly cwd?: string;
}

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Runs one of the applications of this folder in a process of its own, in an environment with nothing but what is given. */
export async function runApp(app: string, options: AppOptions = {}): Promise<AppResult> {
  const { env = {}, nodeOptions = "--require @outlay/node/register", cwd = HERE } = options;
  const child = spawn(process.execPath, [`${HERE}apps/${app}`], {
    cwd,
    env: { PATH: process.env["PATH"], NODE_OPTIONS: nodeOptions, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [exitCode, signal] = (await once(child, "close")) as [number | null, string | null];
  return { exitCode, signal, stdout, stderr };
}
