// SPDX-License-Identifier: Apache-2.0
import { spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** Folder of the configurations under test. */
export const CONFIG_FOLDER: string = fileURLToPath(new URL("../../../collector-config/", import.meta.url));

/** From nothing, downloads included, on a busy machine. */
export const BUILD_TIMEOUT_MS = 900_000;

/** Why there is no Collector to test on; `undefined` where there is one, or where one can be built. */
export const WITHOUT_COLLECTOR: string | undefined = (() => {
  if (spawnSync("go", ["version"]).status === 0) return undefined;
  return "no Go toolchain to build a Collector with";
})();

if (WITHOUT_COLLECTOR !== undefined) {
  process.stderr.write(`skipped: tests on a real OpenTelemetry Collector (${WITHOUT_COLLECTOR})\n`);
}

/**
 * Builds the Collector of `collector-config/builder`, unless it has been built from the same sources before.
 *
 * @returns Path of the program.
 */
export async function collectorBinary(): Promise<string> {
  const build = spawn("bash", [`${CONFIG_FOLDER}builder/build.sh`], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => build.once("close", resolve));
  const [path, errors, exitCode] = await Promise.all([text(build.stdout), text(build.stderr), ended]);
  if (exitCode !== 0) throw new Error(`build.sh: exit code ${String(exitCode)}\n${errors.slice(-2000)}`);
  return path.trim();
}
