// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";
import type { ClientOptions } from "@anthropic-ai/sdk";
import { trace } from "@opentelemetry/api";
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { OTEL_SDKS } from "@outlay-test/otel-sdks";
import Anthropic0 from "anthropic-0";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { disableNativeTracing, instrumentAnthropic } from "../src/index.ts";
import { paramsOf } from "./surfaces/messages.ts";

const SDKS = [
  ["1.12.0", Anthropic],
  ["0.137.0", Anthropic0 as unknown as typeof Anthropic],
] as const;
const OURS = "@outlay/instrumentation-anthropic";
const NATIVE = "com.anthropic.sdk.typescript";

/** What a user may have set, and whose span is then the one with the usage. */
const SETTINGS: readonly {
  readonly env: string | undefined;
  readonly option: ClientOptions["openTelemetry"];
  readonly scope: string;
}[] = [
  { env: undefined, option: undefined, scope: NATIVE },
  { env: undefined, option: { traces: true }, scope: NATIVE },
  { env: undefined, option: false, scope: OURS },
  { env: "false", option: undefined, scope: OURS },
  { env: "false", option: { traces: true }, scope: NATIVE },
  { env: "false", option: false, scope: OURS },
  { env: "true", option: undefined, scope: NATIVE },
  { env: "true", option: { traces: true }, scope: NATIVE },
  { env: "true", option: { traces: { enabled: false } }, scope: OURS },
];

const PARAMS = paramsOf({ prompt: "Hi" });

const WAYS: readonly { readonly way: string; readonly call: (client: Anthropic) => PromiseLike<unknown> }[] = [
  { way: "create()", call: (client) => client.messages.create(PARAMS) },
  {
    way: "create() with a stream",
    call: async (client) => {
      for await (const _ of await client.messages.create({ ...PARAMS, stream: true })) void _;
    },
  },
  { way: "stream()", call: (client) => client.messages.stream(PARAMS).finalMessage() },
  { way: "parse()", call: (client) => client.messages.parse(PARAMS) },
  { way: "beta create()", call: (client) => client.beta.messages.create(PARAMS) },
  { way: "beta stream()", call: (client) => client.beta.messages.stream(PARAMS).finalMessage() },
  { way: "withResponse()", call: (client) => client.messages.create(PARAMS).withResponse() },
];

let provider: FakeProvider;
let telemetry: Telemetry;
/** Made before a provider was registered. */
let early: Anthropic;
beforeAll(async () => {
  provider = await startFakeProvider();
  early = connect(Anthropic, undefined, undefined);
  telemetry = startTelemetry();
  for (const [, sdk] of SDKS) instrumentAnthropic(sdk);
});
afterAll(async () => {
  await provider.close();
  await telemetry.shutdown();
});

function connect(Sdk: typeof Anthropic, env: string | undefined, option: ClientOptions["openTelemetry"]): Anthropic {
  const before = process.env["ANTHROPIC_OPEN_TELEMETRY"];
  if (env === undefined) delete process.env["ANTHROPIC_OPEN_TELEMETRY"];
  else process.env["ANTHROPIC_OPEN_TELEMETRY"] = env;
  try {
    const options = { apiKey: "test", baseURL: provider.anthropicBaseUrl, maxRetries: 0 };
    return new Sdk(option === undefined ? options : { ...options, openTelemetry: option });
  } finally {
    if (before === undefined) delete process.env["ANTHROPIC_OPEN_TELEMETRY"];
    else process.env["ANTHROPIC_OPEN_TELEMETRY"] = before;
  }
}

async function scopesWithUsage(call: () => PromiseLike<unknown>): Promise<readonly string[]> {
  await telemetry.clear();
  await call();
  return (await telemetry.spans())
    .filter((span) => span.attributes["gen_ai.usage.input_tokens"] !== undefined)
    .map((span) => span.instrumentationScope.name);
}

describe.each(SDKS)("beside the spans of @anthropic-ai/sdk %s", (_version, Sdk) => {
  describe.each(SETTINGS)("with ANTHROPIC_OPEN_TELEMETRY=$env and the option $option", ({ env, option, scope }) => {
    it.each(WAYS)(`there is one span with usage for $way, of ${scope}`, async ({ call }) => {
      expect(await scopesWithUsage(() => call(connect(Sdk, env, option)))).toEqual([scope]);
    });
  });

  it("a client's copies follow the client", async () => {
    const quiet = connect(Sdk, undefined, false).withOptions({ maxRetries: 0 });
    expect(await scopesWithUsage(() => quiet.messages.create(PARAMS))).toEqual([OURS]);
    const loud = connect(Sdk, "false", { traces: true }).withOptions({ maxRetries: 0 });
    expect(await scopesWithUsage(() => loud.messages.create(PARAMS))).toEqual([NATIVE]);
  });

  it("a client's own tracer provider gets the call's only span", async () => {
    const names: string[] = [];
    const own = OTEL_SDKS[1]?.provider({
      exporter: {
        export: (spans, done) => {
          names.push(...spans.map((span) => span.name));
          done({ code: 0 });
        },
        shutdown: () => Promise.resolve(),
      },
    });
    const client = connect(Sdk, undefined, { tracerProvider: own as never });
    expect(await scopesWithUsage(() => client.messages.create(PARAMS))).toEqual([]);
    await own?.forceFlush();
    expect(names).toEqual(["anthropic.messages.create"]);
  });
});

describe("a tracer that is there and leads nowhere", () => {
  it("becomes the SDK's own once a provider is registered", async () => {
    expect(await scopesWithUsage(() => early.messages.create(PARAMS))).toEqual([NATIVE]);
  });

  it("leaves the span to us while only we know a provider", async () => {
    trace.disable();
    const client = connect(Anthropic, undefined, undefined);
    expect(await scopesWithUsage(() => client.messages.create(PARAMS))).toEqual([OURS]);
  });
});

describe("disableNativeTracing", () => {
  it.each([
    [{}, true],
    [{ PATH: "/bin" }, true],
    [{ ANTHROPIC_OPEN_TELEMETRY: "true" }, false],
    [{ ANTHROPIC_OPEN_TELEMETRY: "false" }, false],
    [{ ANTHROPIC_OPEN_TELEMETRY_PROPAGATION: "false" }, false],
    [{ ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE: "content" }, false],
  ])("in %j sets the variable: %s", (given: Record<string, string>, expected) => {
    const env = { ...given };
    expect(disableNativeTracing(env)).toBe(expected);
    expect(env).toEqual(expected ? { ...given, ANTHROPIC_OPEN_TELEMETRY: "false" } : given);
  });
});
