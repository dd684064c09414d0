// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);

let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());

const pathOf = (name: string): string => fileURLToPath(new URL(`apps/${name}`, import.meta.url));

interface Call {
  readonly requestModel: string;
  readonly output: number;
  readonly status: string;
}

/** Runs an app on the built packages. */
async function callsOf(app: string, flag: "--require" | "--import"): Promise<readonly Call[]> {
  const { stdout, stderr } = await run(process.execPath, [flag, pathOf("preload.cjs"), pathOf(app)], {
    env: { PATH: process.env["PATH"], TEST_BASE_URL: provider.url },
  });
  expect(stderr).toBe("");
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Call);
}

const threeOf = (model: string): readonly string[] => [model, model, model];
const BEDROCK_MODEL = "anthropic.claude-sonnet-5-v1:0";

const APPS: readonly { readonly app: string; readonly models: readonly string[] }[] = [
  { app: "commonjs.cjs", models: threeOf("commonjs") },
  { app: "esm.mjs", models: threeOf("esm") },
  { app: "typescript.mts", models: ["typescript"] },
  {
    app: "mixed.mjs",
    models: ["esm 1", "commonjs 1", "esm 0", "commonjs 0.30"].flatMap(threeOf),
  },
  { app: "worker.mjs", models: ["esm", "commonjs"].flatMap(threeOf) },
  { app: "platforms.mjs", models: [BEDROCK_MODEL, BEDROCK_MODEL] },
];

describe.each(["--require", "--import"] as const)("with a preload by %s", (flag) => {
  it.each(APPS)("every call of $app is seen once", async ({ app, models }) => {
    const calls = await callsOf(app, flag);
    expect(calls.map((call) => call.requestModel)).toEqual(models);
    expect(calls.every((call) => call.status === "ok" && call.output > 0)).toBe(true);
  });
});
