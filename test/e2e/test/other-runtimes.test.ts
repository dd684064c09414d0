// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { installApp } from "../src/app.ts";
import type { App } from "../src/app.ts";
import { findBinary } from "../src/npm-binary.ts";
import { BUN, DENO } from "../src/other-runtimes.ts";
import { COSTS, costsOf, startWorld } from "../src/world.ts";

/** What the SDKs and the exporter need to read, and whom they speak to. */
const DENO_RUN = ["run", "--allow-net", "--allow-env", "--allow-read", "--allow-sys", "--no-prompt"];

let app: App;

beforeAll(async () => {
  app = await installApp("bundled-app");
});
afterAll(() => app[Symbol.asyncDispose]());

describe.each([
  ["Bun", BUN, []],
  ["Deno", DENO, DENO_RUN],
] as const)("%s", (_name, binary, args) => {
  it("traces and prices the calls of an application that names class and client", async ({ skip }) => {
    const found = await findBinary(binary);
    skip(found.problem !== undefined, found.problem);
    await using world = await startWorld();
    const result = await app.node([...args, "main.ts"], world.env, found.path);
    expect(result).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
    expect(costsOf(world.receiver.spans)).toEqual(COSTS);
  });
});

it("says in Bun that the preload finds no SDKs, and lets the program run", async ({ skip }) => {
  const bun = await findBinary(BUN);
  skip(bun.problem !== undefined, bun.problem);
  await using world = await startWorld();
  const result = await app.node(["--preload", "@outlay/node/register", "chat.ts"], world.env, bun.path);
  expect(result).toMatchObject({ exitCode: 0, stdout: "done\n" });
  expect(result.stderr).toMatch(/^outlay: this runtime has no module\.registerHooks; .*instrument them explicitly\n$/);
});
