// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import { diag } from "@opentelemetry/api";
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { instrumentVercelAI } from "../src/index.ts";
import { TARGETS } from "../src/targets.ts";
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

describe.each(BUILDS)("ai $major, $format, loaded before anything of ours", (build) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await loadSdk(build);
  });
  const connect = () => sdk.openai.createOpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  const namesOf = async (): Promise<string[]> => {
    await sdk.ai.generateText({ model: connect().chat("gpt-5-mini"), prompt: "Hi" });
    await sdk.ai.embed({ model: connect().textEmbeddingModel("text-embedding-3-small"), value: "Hi" });
    return (await telemetry.spans()).map(({ name }) => name);
  };

  it("is not traced by itself, and is where a model of each class is named", async () => {
    expect(await namesOf()).toEqual([]);
    const openai = connect();
    const instrumentation = instrumentVercelAI([openai.chat("m"), openai.textEmbeddingModel("m"), openai.image("m")]);
    try {
      expect(await namesOf()).toEqual(["chat gpt-5-mini", "embeddings text-embedding-3-small"]);
    } finally {
      instrumentation.disable();
    }
    await telemetry.clear();
    expect(await namesOf()).toEqual([]);
  });
});

describe("instrumentVercelAI", () => {
  it("says so when it gets something else", () => {
    const warn = vi.fn<(message: string) => void>();
    const silent = (): void => undefined;
    diag.setLogger({ warn, error: silent, info: silent, debug: silent, verbose: silent });
    instrumentVercelAI([{}]).disable();
    diag.disable();

    expect(warn.mock.calls.flat().join()).toContain("no model that it knows");
  });
});

describe("the README", () => {
  it("names the versions that the targets name", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    for (const { packageName, versions } of TARGETS) expect(readme).toContain(`| \`${packageName}\` | ${versions} |`);
  });
});
