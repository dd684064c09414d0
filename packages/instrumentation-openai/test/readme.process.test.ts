// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { startFakeProvider } from "@outlay-test/fake-provider";
import { expect, it } from "vitest";

import { TARGETS } from "../src/targets.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(`${PACKAGE}/README.md`, "utf8");
const BLOCKS = [...README.matchAll(/^```js\n(.*?)^```/gms)].map(([, code = ""]) => code);

it("has three blocks of code", () => {
  expect(BLOCKS).toHaveLength(3);
});

it.each(BLOCKS)("the README's code runs: %j", async (code) => {
  await using provider = await startFakeProvider();
  const format = code.includes("require(") ? "commonjs" : "module";
  const { stderr } = await promisify(execFile)(process.execPath, [`--input-type=${format}`, "--eval", code], {
    cwd: PACKAGE,
    env: { PATH: process.env["PATH"], OPENAI_BASE_URL: provider.openaiBaseUrl, OPENAI_API_KEY: "test" },
  });
  expect(stderr).toBe("");
  expect(provider.requests).toHaveLength(code.includes("new OpenAI()") ? 1 : 0);
});

it("names the versions that the targets name", () => {
  for (const { packageName, versions } of TARGETS) expect(README).toContain(`| \`${packageName}\` | ${versions} |`);
});
