// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { instrumentMistral } from "../src/index.ts";
import { CALLS, TARGETS } from "../src/targets.ts";
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
  const connect = (): Client => new sdk.Mistral({ apiKey: "test", serverURL: provider.mistralServerUrl });
  const spansOf = async (client: Client): Promise<string[]> => {
    await client.chat.complete({ model: "mistral-medium-2508", messages: [{ role: "user", content: "hello" }] });
    await client.embeddings.create({ model: "mistral-embed", inputs: "hello" });
    return (await telemetry.spans()).map((span) => span.name);
  };

  it("is not traced by itself", async () => {
    expect(await spansOf(connect())).toEqual([]);
  });

  it("is traced by its class, until disabled", async () => {
    const instrumentation = instrumentMistral(sdk.Mistral);
    expect(await spansOf(connect())).toEqual(["chat mistral-medium-2508", "embeddings mistral-embed"]);
    instrumentation.disable();
    await telemetry.clear();
    expect(await spansOf(connect())).toEqual([]);
  });

  it("is traced by a client, also in other clients of the same copy", async () => {
    const instrumentation = instrumentMistral(connect());
    expect(await spansOf(connect())).toHaveLength(2);
    instrumentation.disable();
  });

  it("has the methods that the targets name", () => {
    const client: unknown = connect();
    for (const { clientPath, className, method } of CALLS) {
      const resource = clientPath.reduce<unknown>((value, key) => Reflect.get(value as object, key), client) as object;
      expect(resource.constructor.name).toBe(className);
      expect(resource).toHaveProperty(method);
    }
  });
});

it("belong to versions with an upper bound", () => {
  for (const { versions } of TARGETS) expect(versions).toMatch(/^>=\d+\.\d+\.\d+ <\d+$/);
});
