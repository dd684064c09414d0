// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { RuntimeApi } from "./runtime-api.ts";
import type { Invocation } from "./runtime-api.ts";

export type { Invocation } from "./runtime-api.ts";

const BOOTSTRAP = fileURLToPath(new URL("bootstrap.mjs", import.meta.url));

/** A function as it is configured in Lambda. */
export interface LambdaOptions {
  /** Folder of the function: `/var/task`. */
  readonly taskRoot: string;
  /** File without extension, a dot, and the name of the export. */
  readonly handler: string;
  /** Its environment variables; beside them it has what Lambda sets, and `PATH`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A function that serves one event at a time. */
export interface Lambda extends AsyncDisposable {
  /**
   * Thaws the process, hands it an event, and waits until it has answered and is frozen again.
   *
   * @throws {Error} If the process has ended, with what it wrote to stderr.
   */
  invoke(event: unknown): Promise<Invocation>;
  readonly pid: number | undefined;
  /** Everything written so far. */
  readonly output: { readonly stdout: string; readonly stderr: string };
}

/** Starts the process of a function. It is frozen whenever it asks for an event and there is none. */
export async function startLambda(options: LambdaOptions): Promise<Lambda> {
  const api = await RuntimeApi.listen();
  const child = spawnRuntime(options, api.host);
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const closed = once(child, "close").then(([code]: unknown[]): never => {
    throw new Error(`the function's process ended with ${String(code)}:\n${output.stderr}`);
  });
  // It is also how every function ends; who invokes it meanwhile is told.
  closed.catch(() => {});
  api.onIdle = () => void child.kill("SIGSTOP");
  return {
    pid: child.pid,
    output,
    invoke(event) {
      const answered = api.offer(event);
      child.kill("SIGCONT");
      return Promise.race([answered, closed]);
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await closed.catch(() => {});
      await api.close();
    },
  };
}

/** Starts Node the way Lambda does: through `AWS_LAMBDA_EXEC_WRAPPER` if there is one. */
function spawnRuntime({ taskRoot, handler, env = {} }: LambdaOptions, apiHost: string): ChildProcess {
  const command = [process.execPath, BOOTSTRAP];
  const wrapper = env["AWS_LAMBDA_EXEC_WRAPPER"];
  const [file = process.execPath, ...args] = wrapper === undefined ? command : [wrapper, ...command];
  return spawn(file, args, {
    cwd: taskRoot,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      ...env,
      AWS_LAMBDA_FUNCTION_NAME: "function",
      AWS_LAMBDA_RUNTIME_API: apiHost,
      LAMBDA_TASK_ROOT: taskRoot,
      _HANDLER: handler,
    },
  });
}
