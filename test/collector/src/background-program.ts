// SPDX-License-Identifier: Apache-2.0
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { until } from "./until.ts";

/** Whether a program is installed. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/** A program that runs beside the test, with a folder of its own. */
export class BackgroundProgram implements AsyncDisposable {
  readonly folder: string;
  readonly url: string;
  readonly #child: ChildProcess;
  #log = "";

  private constructor(folder: string, url: string, child: ChildProcess) {
    this.folder = folder;
    this.url = url;
    this.#child = child;
    child.stderr?.on("data", (chunk: Buffer) => (this.#log += chunk.toString()));
  }

  /**
   * Starts a program and waits until it answers.
   *
   * @param prepare - Writes what it needs into its folder. @returns Its arguments.
   * @param port - It listens there, and says under `/-/ready` that it does.
   */
  static async start(
    program: string,
    port: number,
    prepare: (folder: string) => Promise<readonly string[]>,
  ): Promise<BackgroundProgram> {
    const folder = await mkdtemp(join(tmpdir(), `outlay-${program}-`));
    const child = spawn(program, await prepare(folder), { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    const started = new BackgroundProgram(folder, `http://127.0.0.1:${port}`, child);
    await until(`${program} is ready`, () => started.#isReady());
    return started;
  }

  async #isReady(): Promise<boolean> {
    if (this.#child.exitCode !== null) throw new Error(`it ended:\n${this.#log.slice(-2000)}`);
    return fetch(`${this.url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, "exit");
      this.#child.kill("SIGKILL");
      await gone;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
