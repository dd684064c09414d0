// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";

import { build } from "vite";
import { beforeAll, describe, expect, it } from "vitest";

import { priceUsage, usdFromPico } from "../src/index.ts";
import type * as Pricing from "../src/index.ts";

const ENTRY = fileURLToPath(new URL("../src/index.ts", import.meta.url));
const SOURCES = fileURLToPath(new URL("../src/", import.meta.url));
const BUNDLE_TIMEOUT_MS = 60_000;

const USAGE = { inputTokens: 30_000, cacheReadTokens: 20_000, cacheWrite1hTokens: 5_000, outputTokens: 700 };
const CALL = { provider: "anthropic", responseModel: "claude-sonnet-4-5-20250929", startTimeMs: 1.78e12 };

interface Bundle {
  readonly script: string;
  /** Files that it was made of, and what it expects to be there. */
  readonly modules: readonly string[];
}

let script: string;
let modules: readonly string[];

/** Bundles the package as a web page does: everything of it, for a browser, in one script. */
async function bundleForBrowser(): Promise<Bundle> {
  const [output] = [
    await build({
      configFile: false,
      logLevel: "silent",
      resolve: { conditions: ["@outlay/source", "browser", "module"] },
      build: {
        write: false,
        target: "es2024",
        lib: { entry: ENTRY, formats: ["iife"], name: "pricing" },
      },
    }),
  ].flat();
  if (output === undefined || !("output" in output)) throw new Error("nothing was bundled");
  const chunks = output.output.filter((chunk) => chunk.type === "chunk");
  return {
    script: chunks.map(({ code }) => code).join("\n"),
    modules: chunks.flatMap(({ moduleIds, imports, dynamicImports }) => [...moduleIds, ...imports, ...dynamicImports]),
  };
}

beforeAll(async () => {
  ({ script, modules } = await bundleForBrowser());
}, BUNDLE_TIMEOUT_MS);

describe("the package in a browser or an edge runtime", () => {
  it("is made of its own files only: nothing of Node.js, nothing of other packages", () => {
    expect(modules.length).toBeGreaterThan(20);
    expect(modules.filter((file) => !file.startsWith(SOURCES))).toEqual([]);
    expect(script).not.toMatch(/\brequire\(|\bprocess\.|\bBuffer\b/);
  });

  it("prices a call to the pico-USD where there is nothing but the language", () => {
    const page = createContext({});
    const seen = runInContext("typeof process + typeof require + typeof Buffer + typeof URL", page) as string;
    expect(seen).toBe("undefinedundefinedundefinedundefined");
    const { priceUsage: price, createPriceEngine } = runInContext(`${script};pricing`, page) as typeof Pricing;
    const here = priceUsage(USAGE, CALL);
    expect(JSON.parse(JSON.stringify(price(USAGE, CALL)))).toEqual(here);
    expect(here.status === "priced" && usdFromPico(here.totalPicoUsd)).toBe(0.0615);
    expect(createPriceEngine().tableVersion).toBe(here.tableVersion);
  });

  it("reads a page's own prices and says what is wrong with them", () => {
    const page = createContext({ prices: { models: [{ model: "m", prices: [{ rates: { input: "free" } }] }] } });
    const problems = runInContext(`${script};pricing.parsePriceOverrides(prices).problems`, page) as unknown;
    expect(problems).toMatchObject([{ key: "models[0].prices[0].rates.input", value: '"free"' }]);
  });
});
