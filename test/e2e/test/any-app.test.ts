// SPDX-License-Identifier: Apache-2.0
import { globSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { installApp } from "../src/app.ts";
import type { App } from "../src/app.ts";
import { filesOf, undeclaredImports } from "../src/declared-imports.ts";
import { NODE_VERSIONS, OLD_NODE_VERSION, findNode } from "../src/node-versions.ts";
import { ROOT } from "../src/pack.ts";
import { COSTS, costsOf, startWorld } from "../src/world.ts";

const PACKAGES = globSync("packages/*/package.json", { cwd: ROOT }).map((path) => basename(dirname(path)));

let app: App;

beforeAll(async () => {
  app = await installApp(
    "any-app",
    PACKAGES.map((name) => `@outlay/${name}`),
  );
});
afterAll(() => app[Symbol.asyncDispose]());

const SILENT = { exitCode: 0, stdout: "done\n", stderr: "" };
const REQUIRE = { NODE_OPTIONS: "--require @outlay/node/register" };
const IMPORT = { NODE_OPTIONS: "--import @outlay/node/register" };

describe("an application that npm installed", () => {
  it("is traced and priced by the preload, and its compiler strips types as before", async () => {
    await using world = await startWorld();
    expect(await app.node(["chat.mts"], { ...world.env, ...REQUIRE })).toEqual(SILENT);
    expect(costsOf(world.receiver.spans)).toEqual(COSTS);
    // Its own copy of withAttributes and the preload's know of each other.
    for (const span of world.receiver.spans) expect(span.attributes).toMatchObject({ "user.id": "ada" });
  });

  it("gets the same classes and functions from require and from import()", async () => {
    expect(await app.node(["one-instance.cjs"])).toEqual({ exitCode: 0, stdout: "[]\n", stderr: "" });
  });

  it("has a command that finds the set-up good and knows what a model costs", async () => {
    const outlay = join("node_modules", ".bin", "outlay");
    const doctor = await app.node([outlay, "doctor"], REQUIRE);
    expect(doctor).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/ok openai 7\.57\.0 is traced/) });
    const prices = await app.node([outlay, "prices", "show", "gpt-5-mini"]);
    expect(prices).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/standard +0\.25 +0\.025 +2\.00/) });
  });

  it("compiles against the types of every package, as ESM and as CommonJS, and finds no any in them", async () => {
    await copyFile(join(app.folder, "public-api.mts"), join(app.folder, "public-api.cts"));
    const compiler = join("node_modules", ".bin", "tsc");
    expect(await app.node([compiler])).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });
});

describe.each(NODE_VERSIONS)("Node %s", (version) => {
  it.concurrent.for([
    ["chat.cjs", REQUIRE],
    ["chat.mjs", IMPORT],
  ] as const)("runs %s with the preload by %j, priced and silent", async ([file, preload], { skip }) => {
    const found = await findNode(version);
    skip(found.problem !== undefined, found.problem);
    await using world = await startWorld();
    expect(await app.node([file], { ...world.env, ...preload }, found.path)).toEqual(SILENT);
    expect(costsOf(world.receiver.spans)).toEqual(COSTS);
  });
});

it("says on an older Node that nothing is traced, and lets the program run", async ({ skip }) => {
  const found = await findNode(OLD_NODE_VERSION);
  skip(found.problem !== undefined, found.problem);
  const result = await app.node(["--eval", "console.log('done')"], REQUIRE, found.path);
  expect(result).toMatchObject({ exitCode: 0, stdout: "done\n" });
  expect(result.stderr).toMatch(/^outlay: Node 20\.20\.2 is too old, 22\.15 or newer is needed; nothing is traced\n$/);
});

describe.each(PACKAGES)("the tarball of %s", (name) => {
  const folder = (): string => join(app.folder, "node_modules", "@outlay", name);

  it("has what its users need and nothing that only its makers need", () => {
    const files = filesOf(folder());
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
    expect(files.filter((path) => /^(?:src|test|bench)\/|\.tsbuildinfo$/.test(path))).toEqual([]);
  });

  it("imports, in scripts and in types, only what it says it depends on", () => {
    expect(undeclaredImports(folder())).toEqual([]);
  });
});
