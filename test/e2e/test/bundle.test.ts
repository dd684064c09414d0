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

it.each([
  ["an ESM bundle", "main.mjs", ["--format=esm"]],
  ["a CommonJS bundle", "main.cjs", ["--format=cjs"]],
  ["a minified bundle", "small.mjs", ["--format=esm", "--minify"]],
])("traces and prices the calls of %s, told which class and which client", async (_kind, file, options) => {
  const bundle = join(folder, file);
  const esbuild = join("node_modules", "esbuild", "bin", "esbuild");
  const bundled = ["main.ts", "--bundle", "--platform=node", "--log-level=warning", `--outfile=${bundle}`, ...options];
  expect(await run(join(app.folder, esbuild), bundled, { cwd: app.folder, env: { PATH } })).toEqual({
    exitCode: 0,
    stdout: "",
    stderr: "",
  });
  await using world = await startWorld();
  // Far from node_modules: what is not in the bundle is not there.
  const result = await run(process.execPath, [bundle], { cwd: folder, env: { PATH, ...world.env } });
  expect(result).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
  expect(costsOf(world.receiver.spans)).toEqual(COSTS);
});
