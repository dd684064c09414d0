// SPDX-License-Identifier: Apache-2.0
import { runPreloaded } from "@outlay-test/conformance/preloaded-app";
import type { PrintedSpan } from "@outlay-test/conformance/preloaded-app";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { VERSIONS } from "./load-sdk.ts";

let provider: FakeProvider;
beforeEach(async () => {
  provider = await startFakeProvider();
});
afterEach(() => provider.close());

const GENERATED = "generate_content gemini-2.5-flash";
const ALL = [GENERATED, GENERATED, GENERATED, "embeddings text-embedding-005"];

/** Runs an app; what it says on stderr, and a bill that is not whole, fail. */
async function spansOf(app: string, flag: "--require" | "--import"): Promise<readonly PrintedSpan[]> {
  const { stderr, spans } = await runPreloaded({
    test: import.meta.url,
    instrumentation: "GoogleGenAIInstrumentation",
    app,
    flag,
    env: { PROVIDER_URL: provider.googleBaseUrl },
  });
  expect(stderr).toBe("");
  for (const { attributes } of spans) expect(attributes["outlay.usage.status"]).toBe("reported");
  expect(provider.requests).toHaveLength(spans.length);
  return spans;
}

describe.each(["--require", "--import"] as const)("with a preload by %s", (flag) => {
  it.each(["commonjs.cjs", "esm.mjs", "web.mjs", "typescript.mts"])("every call of %s is seen once", async (app) => {
    expect((await spansOf(app, flag)).map(({ name }) => name)).toEqual(ALL);
  });

  it("every call of a worker thread is seen once, where it is made", async () => {
    const spans = await spansOf("worker.mjs", flag);
    expect(spans.map(({ name }) => name)).toEqual(ALL);
    expect(new Set(spans.map(({ thread }) => thread))).toEqual(new Set(["worker"]));
  });

  it("every call of all versions in one process is seen once, however each is loaded", async () => {
    const spans = await spansOf("mixed.mjs", flag);
    const builds = 2 * VERSIONS.length - 1;
    expect(spans.map(({ name }) => name)).toEqual(Array.from({ length: builds }, () => ALL).flat());
  });
});
