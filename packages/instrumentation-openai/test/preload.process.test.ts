// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";
import type { AppRun } from "./run-app.ts";
import { VERSIONS } from "./subjects.ts";

let provider: FakeProvider;
beforeEach(async () => {
  provider = await startFakeProvider();
});
afterEach(() => provider.close());

const BEFORE_RESPONSES = [
  "chat gpt-5-mini",
  "chat gpt-5-mini",
  "text_completion gpt-3.5-turbo-instruct",
  "embeddings text-embedding-3-small",
];
const ALL = [...BEFORE_RESPONSES, "chat gpt-5-mini"];

function expectClean(run: AppRun): void {
  expect([run.exitCode, run.stderr]).toEqual([0, ""]);
  for (const { attributes } of run.spans) expect(attributes["outlay.usage.status"]).toBe("reported");
}

describe.each(["--require", "--import"] as const)("a preload with %s", (preload) => {
  it.each(["cjs.cjs", "esm.mjs", "static.mjs", "subpath.mjs", "typescript.mts"])(
    "sees every call of %s",
    async (app) => {
      const run = await runApp(app, provider.openaiBaseUrl, { preload });

      expectClean(run);
      expect(run.spans.map((span) => span.name)).toEqual(ALL);
    },
  );

  it("sees every call of a worker thread", async () => {
    const run = await runApp("worker.mjs", provider.openaiBaseUrl, { preload });

    expectClean(run);
    expect(run.spans.map((span) => span.thread)).toEqual(ALL.map(() => "worker"));
  });

  it("sees every version in both formats in one process", async () => {
    const run = await runApp("mixed.mjs", provider.openaiBaseUrl, { preload });

    expectClean(run);
    expect(run.spans).toHaveLength(2 * (BEFORE_RESPONSES.length + 4 * ALL.length));
    expect(run.spans).toHaveLength(provider.requests.length);
  });
});

describe.each(VERSIONS)("$name", ({ name }) => {
  it.each(["cjs.cjs", "esm.mjs"])("sends the same bytes with and without the preload (%s)", async (app) => {
    const sent = async (preload?: "--require"): Promise<unknown[]> => {
      const before = provider.requests.length;
      const env = { SDK: name };
      await runApp(app, provider.openaiBaseUrl, preload === undefined ? { env } : { env, preload });
      return provider.requests.slice(before).map(({ method, path, rawHeaders, body }) => {
        const headers = rawHeaders.filter((_, index) => !isRandom(rawHeaders[index - 1]));
        return { method, path, headers, body: body.toString() };
      });
    };
    const alone = await sent();

    expect(alone.length).toBeGreaterThan(3);
    expect(await sent("--require")).toEqual(alone);
  });

  it("has the same unhandled rejections, one for each call that nobody waits for", async () => {
    const run = async (preload?: "--require"): Promise<AppRun> => {
      provider.enqueue(...Array.from({ length: 7 }, () => ({ fault: { kind: "status", status: 400 } }) as const));
      const env = { SDK: name, COUNT: "1" };
      return runApp("unawaited.cjs", provider.openaiBaseUrl, preload === undefined ? { env } : { env, preload });
    };
    const alone = await run();
    const traced = await run("--require");

    expect(JSON.parse(alone.stderr)).toContain("BadRequestError 400");
    expect(traced.stderr).toBe(alone.stderr);
    expect(traced.exitCode).toBe(alone.exitCode);
  });

  it("ends by a failed call that nobody waits for, as it does alone", async () => {
    const run = async (preload?: "--require"): Promise<AppRun> => {
      provider.enqueue({ fault: { kind: "status", status: 400 } });
      const env = { SDK: name };
      return runApp("unawaited.cjs", provider.openaiBaseUrl, preload === undefined ? { env } : { env, preload });
    };
    const [alone, traced] = [await run(), await run("--require")];

    expect([alone.exitCode, traced.exitCode]).toEqual([1, 1]);
    const headline = /\w+Error: 400 .*/;
    expect(headline.exec(traced.stderr)?.[0]).toBe(headline.exec(alone.stderr)?.[0]);
    expect(headline.exec(alone.stderr)?.[0]).toBeDefined();
    expect(traced.spans.map((span) => span.attributes["error.type"])).toEqual(["invalid_request_error"]);
  });

  it("ends the span of a forgotten stream, and not of one that somebody holds or reads", async () => {
    const nodeOptions = ["--expose-gc"];
    const run = await runApp("unread.mjs", provider.openaiBaseUrl, {
      preload: "--require",
      nodeOptions,
      env: { SDK: name },
    });

    expect(run.stderr).toBe("");
    expect(run.spans.map((span) => [span.name, span.attributes["outlay.operation.outcome"]])).toEqual([
      ["chat forgotten", "abandoned"],
      ["held and reading", undefined],
      ["chat read", undefined],
      ["chat held", undefined],
    ]);
  });
});

function isRandom(headerName: string | undefined): boolean {
  return headerName?.toLowerCase() === "idempotency-key";
}
