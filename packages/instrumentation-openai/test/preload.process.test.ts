// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";
import type { AppOptions, AppRun } from "./run-app.ts";
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

/** Runs an application twice at once, alone and with the preload; what it is answered must be the same for both. */
async function runBoth(app: string, env: Readonly<Record<string, string>>): Promise<readonly [AppRun, AppRun]> {
  const runs = [runApp(app, provider.openaiBaseUrl, { env }), runApp(app, provider.openaiBaseUrl, { env, preload })];
  const [alone, traced] = await Promise.all(runs);
  if (alone === undefined || traced === undefined) throw new Error("both were started");
  return [alone, traced];
}
const preload = "--require";
const REFUSAL = { fault: { kind: "status", status: 400 } } as const;

describe("an application under the preload", () => {
  it("sends the same bytes as alone, with every version in both formats", async () => {
    const sent = async (options: AppOptions): Promise<unknown[]> => {
      const before = provider.requests.length;
      await runApp("mixed.mjs", provider.openaiBaseUrl, options);
      return provider.requests.slice(before).map(({ method, path, rawHeaders, body }) => {
        const headers = rawHeaders.filter((_, index) => rawHeaders[index - 1]?.toLowerCase() !== "idempotency-key");
        return { method, path, headers, body: body.toString() };
      });
    };
    const alone = await sent({});

    expect(alone).toHaveLength(2 * (BEFORE_RESPONSES.length + 4 * ALL.length));
    expect(await sent({ preload })).toEqual(alone);
  });

  it.each(["openai-4", "openai"])(
    "ends by a failed call that nobody waits for, as it does alone (%s)",
    async (name) => {
      provider.enqueue(REFUSAL, REFUSAL);
      const [alone, traced] = await runBoth("unawaited.cjs", { SDK: name });

      expect([alone.exitCode, traced.exitCode]).toEqual([1, 1]);
      const headline = /\w+Error: 400 .*/;
      expect(headline.exec(alone.stderr)?.[0]).toBeDefined();
      expect(headline.exec(traced.stderr)?.[0]).toBe(headline.exec(alone.stderr)?.[0]);
      expect(traced.spans.map((span) => span.attributes["error.type"])).toEqual(["invalid_request_error"]);
    },
  );
});

describe.each(VERSIONS)("$name under the preload", ({ name }) => {
  it("has the same unhandled rejections as alone, one for each call that nobody waits for", async () => {
    provider.enqueue(...Array.from({ length: 2 * 7 }, () => REFUSAL));
    const [alone, traced] = await runBoth("unawaited.cjs", { SDK: name, COUNT: "1" });

    expect(JSON.parse(alone.stderr)).toContain("BadRequestError 400");
    expect(traced.stderr).toBe(alone.stderr);
    expect(traced.exitCode).toBe(alone.exitCode);
  });

  it("ends the spans of what is forgotten, and not of what somebody holds or reads", async () => {
    const options = { preload, nodeOptions: ["--expose-gc"], env: { SDK: name } } as const;
    const run = await runApp("unread.mjs", provider.openaiBaseUrl, options);

    expect(run.stderr).toBe("");
    const ended = run.spans.map((span) => [span.name, span.attributes["outlay.operation.outcome"]]);
    expect(new Set(ended.slice(0, 2))).toEqual(
      new Set([
        ["chat forgotten", "abandoned"],
        ["chat unawaited", "abandoned"],
      ]),
    );
    expect(ended.slice(2)).toEqual([
      ["held and reading", undefined],
      ["chat read", undefined],
      ["chat held", undefined],
    ]);
  });
});
