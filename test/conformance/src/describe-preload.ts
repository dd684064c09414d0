// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { runPreloaded } from "./preloaded-app.ts";
import type { PrintedSpan } from "./preloaded-app.ts";

/** Programs in `test/apps`, each of which makes the same calls. */
export interface PreloadContract {
  /** `import.meta.url` of the test. */
  readonly test: string;
  /** Name of the class that the package exports. */
  readonly instrumentation: string;
  /** What the programs read from `PROVIDER_URL`. */
  readonly urlOf: (provider: FakeProvider) => string;
  /** Names of the spans, in the order in which they end. */
  readonly spans: readonly string[];
  /** In how many builds of the SDK `mixed.mjs` makes the calls; or the spans of each, where old ones have fewer. */
  readonly builds: number | readonly (readonly string[])[];
  /** What every call has. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Declares the tests of a built package that is loaded before a program: by either flag, in every format, in workers. */
export function describePreload(contract: PreloadContract): void {
  const { test, instrumentation, urlOf, spans: expected, builds, attributes = {} } = contract;
  let provider: FakeProvider;
  beforeEach(async () => {
    provider = await startFakeProvider();
  });
  afterEach(() => provider.close());

  /** Runs a program; what it says on stderr, and a bill that is not whole or not there, fail. */
  const spansOf = async (app: string, flag: "--require" | "--import"): Promise<readonly PrintedSpan[]> => {
    const env = { PROVIDER_URL: urlOf(provider) };
    const { stderr, spans } = await runPreloaded({ test, instrumentation, app, flag, env });
    expect(stderr).toBe("");
    const calls = spans.filter((span) => span.attributes["outlay.usage.status"] !== undefined);
    expect(calls).toHaveLength(provider.requests.length);
    for (const call of calls)
      expect(call.attributes).toMatchObject({ ...attributes, "outlay.usage.status": "reported" });
    return spans;
  };

  describe.each(["--require", "--import"] as const)("with a preload by %s", (flag) => {
    it.each(["commonjs.cjs", "esm.mjs", "typescript.mts"])("every call of %s is seen once", async (app) => {
      expect((await spansOf(app, flag)).map(({ name }) => name)).toEqual(expected);
    });

    it("every call of a worker thread is seen once, where it is made", async () => {
      const spans = await spansOf("worker.mjs", flag);
      expect(spans.map(({ name, thread }) => [name, thread])).toEqual(expected.map((name) => [name, "worker"]));
    });

    it("every call of several versions in one process is seen once, however each is loaded", async () => {
      const spans = await spansOf("mixed.mjs", flag);
      const ofEach = typeof builds === "number" ? Array.from({ length: builds }, () => expected) : builds;
      expect(spans.map(({ name }) => name)).toEqual(ofEach.flat());
    });
  });
}
