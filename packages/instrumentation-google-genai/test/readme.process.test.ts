// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import { readmeBlocks, runBlock } from "@outlay-test/conformance/preloaded-app";
import { startFakeProvider } from "@outlay-test/fake-provider";
import { expect, it } from "vitest";

import { TARGETS } from "../src/targets.ts";

const BLOCKS = readmeBlocks(import.meta.url);

it("has three blocks of code", () => {
  expect(BLOCKS).toHaveLength(3);
});

it.each(BLOCKS)("the README's code runs, and asks what it says: %j", async (code) => {
  await using provider = await startFakeProvider();
  const env = { GOOGLE_GEMINI_BASE_URL: provider.googleBaseUrl, GEMINI_API_KEY: "test" };
  expect(await runBlock(import.meta.url, code, env)).toBe("");
  expect(provider.requests).toHaveLength(code.includes("new GoogleGenAI(") ? 1 : 0);
});

it("names the versions that the targets name", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  for (const { packageName, versions } of TARGETS) expect(readme).toContain(`| \`${packageName}\` | ${versions} |`);
});
