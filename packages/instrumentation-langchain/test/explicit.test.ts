// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import { diag } from "@opentelemetry/api";
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { instrumentLangChain } from "../src/index.ts";
import { CLASS_TARGETS, TARGETS } from "../src/targets.ts";
import { BUILDS, loadSdk } from "./load-sdk.ts";
import type { Sdk } from "./load-sdk.ts";

let provider: FakeProvider;
let telemetry: Telemetry;
beforeAll(async () => {
  telemetry = startTelemetry();
  provider = await startFakeProvider();
});
afterAll(async () => {
  await provider.close();
  await telemetry.shutdown();
});
beforeEach(() => telemetry.clear());

const modulesOf = ({ manager, singletons, chatModels, retrievers, pregel }: Sdk): object[] => [
  manager,
  singletons,
  chatModels,
  retrievers,
  pregel,
];

describe.each(BUILDS)("$version.name, $format, loaded before anything of ours", ({ version, format }) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await loadSdk(version, format);
  });
  const namesOf = async (): Promise<string[]> => {
    await telemetry.clear();
    const configuration = { baseURL: provider.openaiBaseUrl };
    const model = new sdk.openai.ChatOpenAI({ model: "gpt-5-mini", apiKey: "test", maxRetries: 0, configuration });
    await sdk.runnables.RunnableSequence.from([(text: string) => text, model]).invoke("Hi");
    return (await telemetry.spans()).map(({ name }) => name);
  };

  it("is not traced by itself, and is where its modules are named, until disabled", async () => {
    expect(await namesOf()).toEqual([]);
    const instrumentation = instrumentLangChain(modulesOf(sdk));
    try {
      expect(await namesOf()).toEqual(["chat gpt-5-mini", "invoke_workflow"]);
    } finally {
      instrumentation.disable();
    }
    expect(await namesOf()).toEqual([]);
  });

  it("has every class that is patched, under its own name, in a module that can be named", () => {
    for (const { className, method, isStatic } of CLASS_TARGETS) {
      // BaseRetriever lost its own getRelevantDocuments in 1.
      if (method === "getRelevantDocuments" && version.name.includes("core 1")) continue;
      const found: unknown = modulesOf(sdk)
        .map((module): unknown => Reflect.get(module, className))
        .find((value) => value !== undefined);
      const owner: unknown = typeof found === "function" && isStatic !== true ? found.prototype : found;
      expect(typeof Reflect.get(Object(owner) as object, method)).toBe("function");
    }
  });
});

describe("instrumentLangChain", () => {
  it("says so when it gets something else", () => {
    const warn = vi.fn<(message: string) => void>();
    const silent = (): void => undefined;
    diag.setLogger({ warn, error: silent, info: silent, debug: silent, verbose: silent });
    instrumentLangChain([{}]).disable();
    diag.disable();

    expect(warn.mock.calls.flat().join()).toContain("no module of @langchain/core");
  });
});

describe("targets", () => {
  it("belong to versions with both bounds, which the README names", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    for (const { packageName, versions } of TARGETS) {
      expect(versions).toMatch(/^>=\d+\.\d+\.\d+ <\d+/);
      expect(readme).toMatch(new RegExp(`\\| \`${packageName}\` \\|.*${versions}`));
    }
  });
});
