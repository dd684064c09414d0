// SPDX-License-Identifier: Apache-2.0
// Runs a root task on a machine that has only some Node and npm: brings pnpm, then everything else, from npm.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const PNPM_VERSION = "12.21.0";
const root = fileURLToPath(new URL("..", import.meta.url));
const toolchain = join(root, ".toolchain");
const task = process.argv[2] ?? "test";

function run(command, args) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function installedPnpm() {
  const manifest = join(toolchain, "node_modules", "pnpm", "package.json");
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : undefined;
}

if (installedPnpm() !== PNPM_VERSION) {
  console.log(`bootstrap: installing pnpm ${PNPM_VERSION} into .toolchain`);
  run("npm", ["install", "--prefix", toolchain, "--no-save", "--no-package-lock", "--silent", `pnpm@${PNPM_VERSION}`]);
}
// The tasks call pnpm by its name.
process.env.PATH = [join(toolchain, "node_modules", ".bin"), process.env.PATH].join(delimiter);
run("pnpm", ["install", "--frozen-lockfile", "--reporter=append-only"]);
run("pnpm", ["run", `task:${task}`]);
