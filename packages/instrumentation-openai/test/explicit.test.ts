// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { instrumentOpenAI } from "../src/index.ts";
import { TARGETS } from "../src/targets.ts";
import { loadSdk } from "./load-sdk.ts";
import type { Client, Sdk } from "./load-sdk.ts";
import { VERSIONS } from "./subjects.ts";

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

describe.each(VERSIONS)("$name, loaded before anything of ours", ({ name }) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await loadSdk(name, "ESM");
  });
  const connect = (): Client => new sdk.OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  const spansOf = async (client: Client): Promise<string[]> => {
    await client.chat.completions.create({ model: "gpt-5-mini", messages: [{ role: "user", content: "hello" }] });
    await client.embeddings.create({ model: "text-embedding-3-small", input: "hello" });
    return (await telemetry.spans()).map((span) => span.name);
  };

  it("is not traced by itself", async () => {
    expect(await spansOf(connect())).toEqual([]);
  });

  it("is traced by its class, until disabled", async () => {
    const instrumentation = instrumentOpenAI(sdk.OpenAI);
    expect(await spansOf(connect())).toEqual(["chat gpt-5-mini", "embeddings text-embedding-3-small"]);
    instrumentation.disable();
    await telemetry.clear();
    expect(await spansOf(connect())).toEqual([]);
  });

  it("is traced by a client, also in other clients of the same copy", async () => {
    const instrumentation = instrumentOpenAI(connect());
    expect(await spansOf(connect())).toHaveLength(2);
    instrumentation.disable();
  });
});

describe("targets", () => {
  it("name a class of the newest version each, under the path they give", async () => {
    const { OpenAI } = await loadSdk("openai", "CommonJS");
    const client: unknown = new OpenAI({ apiKey: "test" });
    for (const { classPath, clientPath, className, method } of TARGETS) {
      const found = classPath.reduce<unknown>((value, key) => Reflect.get(value as object, key), OpenAI);
      const resource = clientPath.reduce<unknown>((value, key) => Reflect.get(value as object, key), client);
      expect(found).toHaveProperty("name", className);
      expect(resource).toBeInstanceOf(found);
      expect(resource).toHaveProperty(method);
    }
  });

  it("belong to versions with an upper bound", () => {
    for (const { versions } of TARGETS) expect(versions).toMatch(/^>=\d+\.\d+\.\d+ <\d+$/);
  });
});
