// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { installApp } from "../src/app.ts";
import type { App } from "../src/app.ts";
import { PATH, run } from "../src/run.ts";
import { COSTS, costsOf, startWorld } from "../src/world.ts";

let app: App;
let folder: string;

beforeAll(async () => {
  app = await installApp("bundled-app");
  folder = await mkdtemp(join(tmpdir(), "outlay-e2e-bundles-"));
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Bundles a file of the application with esbuild, which finds nothing to say about it. */
async function bundled(entry: string, outfile: string, options: readonly string[]): Promise<void> {
  const esbuild = join(app.folder, "node_modules", "esbuild", "bin", "esbuild");
  const args = [entry, "--bundle", "--platform=node", "--log-level=warning", `--outfile=${outfile}`, ...options];
  const result = await run(esbuild, args, { cwd: app.folder, env: { PATH } });
  expect(result).toEqual({ exitCode: 0, stdout: "", stderr: "" });
}

it.each([
  ["an ESM bundle", "main.mjs", ["--format=esm"]],
  ["a CommonJS bundle", "main.cjs", ["--format=cjs"]],
  ["a minified bundle", "small.mjs", ["--format=esm", "--minify"]],
])("traces and prices the calls of %s, told which class and which client", async (_kind, file, options) => {
  const bundle = join(folder, file);
  await bundled("main.ts", bundle, options);
  await using world = await startWorld();
  // Far from node_modules: what is not in the bundle is not there.
  const result = await run(process.execPath, [bundle], { cwd: folder, env: { PATH, ...world.env } });
  expect(result).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
  expect(costsOf(world.receiver.spans)).toEqual(COSTS);
});

it.each([
  ["ESM", "apart.mjs", "--format=esm"],
  ["CommonJS", "apart.cjs", "--format=cjs"],
])("traces by the preload what a bundle (%s) has left outside", async (_format, file, format) => {
  await bundled("chat.ts", join(app.folder, file), ["--packages=external", format]);
  await using world = await startWorld();
  const result = await app.node(["--require", "@outlay/node/register", file], world.env);
  expect(result).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
  expect(costsOf(world.receiver.spans)).toEqual(COSTS);
});

it.each([
  ["ESM", "registers.mjs", "--format=esm"],
  ["CommonJS", "registers.cjs", "--format=cjs"],
])("says, and lets the program run, when the preload itself is in a bundle (%s)", async (_format, file, format) => {
  const bundle = join(folder, file);
  await bundled("registers.ts", bundle, [format]);
  await using world = await startWorld();
  const result = await run(process.execPath, [bundle], { cwd: folder, env: { PATH, ...world.env } });
  expect(result).toEqual({
    exitCode: 0,
    stdout: "done\n",
    stderr:
      "outlay: @outlay/node/register does not work inside a bundle, leave @outlay/node out of it; nothing is traced\n",
  });
});
