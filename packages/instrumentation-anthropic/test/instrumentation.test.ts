// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";
import Anthropic from "@anthropic-ai/sdk";
import { diag } from "@opentelemetry/api";
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import Anthropic027 from "anthropic-0-27";
import Anthropic030 from "anthropic-0-30";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { AnthropicInstrumentation, disableNativeTracing, instrumentAnthropic } from "../src/index.ts";
import { TARGETS } from "../src/targets.ts";
import { paramsOf } from "./surfaces/messages.ts";

const require = createRequire(import.meta.url);
const PARAMS = paramsOf({ prompt: "Hi" });

let provider: FakeProvider;
let telemetry: Telemetry;
beforeAll(async () => {
  disableNativeTracing(process.env);
  provider = await startFakeProvider();
  telemetry = startTelemetry();
});
afterAll(async () => {
  await provider.close();
  await telemetry.shutdown();
});
beforeEach(() => telemetry.clear());

const connect = (Client: typeof Anthropic): Anthropic =>
  new Client({ apiKey: "test", baseURL: provider.anthropicBaseUrl, maxRetries: 0 });

async function spanCount(call: () => PromiseLike<unknown>): Promise<number> {
  await telemetry.clear();
  await call();
  return (await telemetry.spans()).length;
}

describe("instrumentAnthropic", () => {
  it("traces every API of a class that was loaded before us, until it is disabled", async () => {
    const client = connect(Anthropic);
    expect(await spanCount(() => client.messages.create(PARAMS))).toBe(0);

    const instrumentation = instrumentAnthropic(Anthropic);
    expect(await spanCount(() => client.messages.create(PARAMS))).toBe(1);
    expect(await spanCount(() => client.beta.messages.create(PARAMS))).toBe(1);

    instrumentation.disable();
    expect(await spanCount(() => client.messages.create(PARAMS))).toBe(0);
  });

  it.each(["@anthropic-ai/sdk", "anthropic-0", "anthropic-0-30"])(
    "takes what require() returns of %s",
    async (name) => {
      const module = require(name) as typeof Anthropic;
      const instrumentation = instrumentAnthropic(module);
      try {
        expect(await spanCount(() => connect(module).messages.create(PARAMS))).toBe(1);
      } finally {
        instrumentation.disable();
      }
    },
  );

  it.each([
    ["0.30.1", Anthropic030],
    ["0.27.0", Anthropic027],
  ])("traces by a client of version %s, and with it others of the same copy", async (_version, Old) => {
    const Client = Old as unknown as typeof Anthropic;
    const instrumentation = instrumentAnthropic(connect(Client));
    try {
      const other = connect(Client);
      expect(await spanCount(() => other.messages.create(PARAMS))).toBe(1);
      const { promptCaching } = other.beta as unknown as { promptCaching: { messages: Anthropic["messages"] } };
      expect(await spanCount(() => promptCaching.messages.create(PARAMS))).toBe(1);
    } finally {
      instrumentation.disable();
    }
  });

  it("traces a platform's client, whose API lacks some resources", async () => {
    const client = new AnthropicBedrock({
      baseURL: provider.url,
      awsRegion: "eu-west-1",
      awsAccessKey: "a",
      awsSecretKey: "s",
    });
    const instrumentation = instrumentAnthropic(client);
    try {
      const model = "us.anthropic.claude-sonnet-5-v1:0";
      expect(await spanCount(() => client.messages.create({ ...PARAMS, model }))).toBe(1);
    } finally {
      instrumentation.disable();
    }
  });

  it("traces once when told twice, and beside the hooks", async () => {
    const all = [new AnthropicInstrumentation(), instrumentAnthropic(Anthropic), instrumentAnthropic(Anthropic)];
    try {
      expect(await spanCount(() => connect(Anthropic).messages.create(PARAMS))).toBe(1);
    } finally {
      for (const instrumentation of all) instrumentation.disable();
    }
  });

  it("says so when it is given something else", () => {
    const warn = vi.fn();
    diag.setLogger({ error: vi.fn(), warn, info: vi.fn(), debug: vi.fn(), verbose: vi.fn() });
    try {
      instrumentAnthropic({ messages: null });
      expect(warn).toHaveBeenCalledWith(expect.stringContaining("nothing is traced"));
    } finally {
      diag.disable();
    }
  });
});

describe("TARGETS", () => {
  it.each([
    ["@anthropic-ai/sdk", "1.12.0", 4],
    ["anthropic-0", "0.137.0", 4],
    ["anthropic-0-30", "0.30.1", 4],
    ["anthropic-0-27", "0.27.0", 2],
  ])("names files that %s has", (specifier, version, count) => {
    const folder = dirname(require.resolve(specifier));
    const files = TARGETS.filter(({ file }) => existsSync(join(folder, `${file}.js`)));
    const declaring = files.filter(({ file, className }) =>
      new RegExp(`class ${className}\\b`).test(readFileSync(join(folder, `${file}.mjs`), "utf8")),
    );
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({ version });
    expect(declaring).toHaveLength(count);
  });
});
