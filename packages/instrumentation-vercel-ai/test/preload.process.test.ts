// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let provider: FakeProvider;
beforeEach(async () => {
  provider = await startFakeProvider();
});
afterEach(() => provider.close());

const CALL = "chat gpt-5-mini";
/** What one application of `apps` leaves: a call, a run with a tool that nobody asks for, a stream. */
const ALL = [CALL, CALL, "step 1", "invoke_agent", CALL];
const path = (name: string): string => fileURLToPath(new URL(`apps/${name}`, import.meta.url));

interface PrintedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly thread: string;
}

/** Runs an application in a process of its own, on the built packages; anything on stderr fails. */
async function run(app: string, preload?: "--require" | "--import"): Promise<PrintedSpan[]> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [path(app)], {
    env: {
      PATH: process.env["PATH"],
      PROVIDER_URL: provider.openaiBaseUrl,
      ...(preload === undefined ? {} : { NODE_OPTIONS: `${preload} ${path("preload.cjs")}` }),
    },
  });
  expect(stderr).toBe("");
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as PrintedSpan);
}

describe.each(["--require", "--import"] as const)("a preload with %s", (preload) => {
  it.each(["esm.mjs", "commonjs.cjs"])("sees every call of %s", async (app) => {
    const spans = await run(app, preload);

    expect(spans.map(({ name }) => name)).toEqual(ALL);
    const calls = spans.filter(({ name }) => name === CALL);
    expect(calls.map(({ attributes }) => attributes["outlay.usage.status"])).toEqual(calls.map(() => "reported"));
  });

  it("sees every call of a worker thread", async () => {
    const spans = await run("worker.mjs", preload);
    expect(spans.map(({ name, thread }) => `${name} in the ${thread}`)).toEqual(
      ALL.map((name) => `${name} in the worker`),
    );
  });

  it("sees every major in every format in one process", async () => {
    const spans = await run("mixed.mjs", preload);

    expect(spans.map(({ name }) => name)).toEqual(Array.from({ length: 5 }, () => ALL).flat());
    expect(spans.filter(({ name }) => name === CALL)).toHaveLength(provider.requests.length);
  });
});

describe("an application under the preload", () => {
  it("sends the same bytes as alone", async () => {
    const sent = async (preload?: "--require"): Promise<unknown[]> => {
      const before = provider.requests.length;
      await run("mixed.mjs", preload);
      return provider.requests
        .slice(before)
        .map(({ method, path: target, rawHeaders, body }) => ({ method, target, rawHeaders, body: body.toString() }));
    };
    const alone = await sent();

    expect(alone).toHaveLength(15);
    expect(await sent("--require")).toEqual(alone);
  });
});
