// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { diag } from "@opentelemetry/api";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { instrumentCohere } from "../src/index.ts";
import { resourcesOf } from "../src/resources-of.ts";
import { CALLS, TARGETS } from "../src/targets.ts";
import { VERSIONS, connectV1, connectV2, loadSdk } from "./load-sdk.ts";
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

describe.each(VERSIONS)("%s, loaded before anything of ours", (name) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await loadSdk(name, "ESM");
  });
  const spansOfNewClients = async (): Promise<string[]> => {
    await connectV1(sdk, provider).chat({ model: "command-r-08-2024", message: "hello" });
    const messages = [{ role: "user", content: "hello" }] as const;
    await connectV2(sdk, provider).chat({ model: "command-a-03-2025", messages: [...messages] });
    return (await telemetry.spans()).map((span) => span.name);
  };
  const BOTH = ["chat command-r-08-2024", "chat command-a-03-2025"];

  it("is not traced by itself", async () => {
    expect(await spansOfNewClients()).toEqual([]);
  });

  it.each([
    ["the class of the first version", () => sdk.CohereClient],
    ["the class of the second version", () => sdk.CohereClientV2],
    ["a client of the first version", () => connectV1(sdk, provider)],
    ["a client of the second version", () => connectV2(sdk, provider)],
  ])("is traced by %s, until disabled", async (_what, given) => {
    const instrumentation = instrumentCohere(given());
    expect(await spansOfNewClients()).toEqual(BOTH);
    instrumentation.disable();
    await telemetry.clear();
    expect(await spansOfNewClients()).toEqual([]);
  });

  it("has each method that the targets name, on one of the classes that they name", () => {
    const { v1, v2 } = resourcesOf(connectV2(sdk, provider));
    for (const { clientPath, method } of CALLS) {
      const prototype = clientPath[0] === "v1" ? v1 : v2;
      const names = CALLS.filter((call) => call.clientPath === clientPath).map(({ className }) => className);
      expect(names).toContain(prototype?.constructor.name);
      expect(Object.hasOwn(Object(prototype) as object, method)).toBe(true);
    }
  });
});

it("warns where it is given something else", () => {
  const warnings: unknown[] = [];
  const nothing = (): void => undefined;
  diag.setLogger({
    error: nothing,
    info: nothing,
    debug: nothing,
    verbose: nothing,
    warn: (...args: unknown[]) => warnings.push(args),
  });
  instrumentCohere({}).disable();
  diag.disable();
  expect(warnings).toHaveLength(1);
});

it("belong to versions with an upper bound", () => {
  for (const { versions } of TARGETS) expect(versions).toMatch(/^>=\d+\.\d+\.\d+ <\d+$/);
});
