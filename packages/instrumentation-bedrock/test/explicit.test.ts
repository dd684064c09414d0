// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { instrumentBedrock } from "../src/index.ts";
import { TARGETS } from "../src/targets.ts";
import { VERSIONS, clientConfig, loadSdk } from "./load-sdk.ts";
import type { Client, Sdk } from "./load-sdk.ts";

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

const LLAMA = "meta.llama3-3-70b-instruct-v1:0";

describe.each(VERSIONS)("$name, loaded before anything of ours", ({ name }) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await loadSdk("ESM", name);
  });
  const connect = (): Client => new sdk.BedrockRuntimeClient(clientConfig(provider, name));
  const spansOf = async (client: Client): Promise<string[]> => {
    const body = JSON.stringify({ prompt: "hello" });
    await client.send(new sdk.InvokeModelCommand({ modelId: LLAMA, contentType: "application/json", body }));
    return (await telemetry.spans()).map((span) => span.name);
  };

  it("is not traced by itself", async () => {
    expect(await spansOf(connect())).toEqual([]);
  });

  it("is traced by its class, until disabled", async () => {
    const instrumentation = instrumentBedrock(sdk.BedrockRuntimeClient);
    expect(await spansOf(connect())).toEqual([`text_completion ${LLAMA}`]);
    instrumentation.disable();
    await telemetry.clear();
    expect(await spansOf(connect())).toEqual([]);
  });

  it("is traced by a client, also in other clients of the same class", async () => {
    const instrumentation = instrumentBedrock(connect());
    expect(await spansOf(connect())).toHaveLength(1);
    instrumentation.disable();
  });

  it("is traced once by its aggregated class", async () => {
    const instrumentation = instrumentBedrock(sdk.BedrockRuntime);
    expect(await spansOf(new sdk.BedrockRuntime(clientConfig(provider, name)))).toHaveLength(1);
    instrumentation.disable();
  });

  it("leaves the class that all clients of AWS share alone", () => {
    const shared = Object.getPrototypeOf(sdk.BedrockRuntimeClient.prototype) as object;
    const before = Reflect.get(shared, "send");
    const instrumentation = instrumentBedrock(sdk.BedrockRuntimeClient);
    expect(Reflect.get(shared, "send")).toBe(before);
    expect(Reflect.get(sdk.BedrockRuntimeClient.prototype, "send")).not.toBe(before);
    instrumentation.disable();
    expect(Object.hasOwn(sdk.BedrockRuntimeClient.prototype, "send")).toBe(false);
  });
});

describe("targets", () => {
  it("belong to versions with an upper bound", () => {
    for (const { versions } of TARGETS) expect(versions).toMatch(/^>=\d+\.\d+\.\d+ <\d+$/);
  });
});
