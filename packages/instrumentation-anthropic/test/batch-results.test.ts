// SPDX-License-Identifier: Apache-2.0
import type Anthropic from "@anthropic-ai/sdk";
import { SpanKind } from "@opentelemetry/api";
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider, Step } from "@outlay-test/fake-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { AnthropicInstrumentation, disableNativeTracing } from "../src/index.ts";
import { VERSIONS, isSince, loadSdk } from "./load-sdk.ts";
import type { Format } from "./load-sdk.ts";
import { paramsOf } from "./surfaces/messages.ts";

type Batches = Anthropic["messages"]["batches"];

/** The results say the tier themselves today; it holds where they do not. */
const USAGE = { input_tokens: 25, cache_read_input_tokens: 75, output_tokens: 7, service_tier: null };
const STEP = { text: "done", usage: USAGE };

let provider: FakeProvider;
let telemetry: Telemetry;
let instrumentation: AnthropicInstrumentation;
beforeAll(async () => {
  provider = await startFakeProvider();
  telemetry = startTelemetry();
  disableNativeTracing(process.env);
  instrumentation = new AnthropicInstrumentation();
});
afterAll(async () => {
  instrumentation.disable();
  await provider.close();
  await telemetry.shutdown();
});
beforeEach(() => telemetry.clear());

const plain = (client: Anthropic): Batches => client.messages.batches;
const beta = (client: Anthropic): Batches => client.beta.messages.batches as unknown as Batches;
const FORMATS: readonly Format[] = ["CommonJS", "ESM"];
const APIS = [
  { api: "messages", batches: plain, since: "0.33" },
  { api: "beta messages", batches: beta, since: "0.30" },
] as const;
const SUBJECTS = VERSIONS.flatMap(({ name, number }) =>
  APIS.filter(({ since }) => isSince(number, since)).flatMap((api) =>
    FORMATS.map((format) => ({ ...api, name, number, format })),
  ),
);

async function runBatch(batches: Batches, steps: readonly Step[]): Promise<string> {
  provider.enqueue(...steps);
  const params = paramsOf({ prompt: "Hi" });
  const { id } = await batches.create({
    requests: steps.map((_, index) => ({ custom_id: `item-${index}`, params })),
  });
  return id;
}

async function spanCount(): Promise<number> {
  return (await telemetry.spans()).length;
}

describe.each(SUBJECTS)("results of a batch of $api, $name $format", ({ name, format, batches }) => {
  const connect = async (): Promise<Batches> => {
    const { default: Client } = await loadSdk(name, format);
    return batches(new Client({ apiKey: "test", baseURL: provider.anthropicBaseUrl, maxRetries: 0 }));
  };

  it("are a call at the batch tier for every line with a message", async () => {
    const api = await connect();
    const id = await runBatch(api, [STEP, { fault: { kind: "status", status: 400 } }, STEP]);
    const lines: unknown[] = [];
    await telemetry.tracer.startActiveSpan("reader", async (reader) => {
      for await (const line of await api.results(id)) lines.push(line);
      reader.end();
    });

    // reader
    // ├── chat (item-0)
    // └── chat (item-2)
    expect(lines).toMatchObject([{ custom_id: "item-0" }, { custom_id: "item-1" }, { custom_id: "item-2" }]);
    const spans = await telemetry.spans();
    const reader = spans.find((span) => span.name === "reader");
    const calls = spans.filter((span) => span !== reader);
    expect(calls).toHaveLength(2);
    for (const call of calls) {
      expect(call.parentSpanContext?.spanId).toBe(reader?.spanContext().spanId);
      expect(call.kind).toBe(SpanKind.CLIENT);
      expect(call.attributes).toMatchObject({
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "anthropic",
        "gen_ai.response.model": "claude-sonnet-5",
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 7,
        "outlay.response.service_tier": "batch",
        "outlay.request.helper": "batches.results",
        "outlay.usage.status": "reported",
      });
    }
  });

  it("are counted as tokens, and not as time", async () => {
    const api = await connect();
    const id = await runBatch(api, [STEP]);
    for await (const _ of await api.results(id)) void _;

    const metrics = (await telemetry.histograms()).map(({ metric, sum }) => `${metric} ${sum}`);
    expect(new Set(metrics)).toEqual(new Set(["gen_ai.client.token.usage 100", "gen_ai.client.token.usage 7"]));
  });

  it("are read only as far as the caller reads, and recorded as far as they are read", async () => {
    const api = await connect();
    const id = await runBatch(api, [STEP, STEP, STEP]);
    const decoder = await api.results(id);
    expect(await spanCount()).toBe(0);

    for await (const _ of decoder) {
      expect(await spanCount()).toBe(1);
      break;
    }
    expect(await spanCount()).toBe(1);
  });

  it("are billed once, however often they are read", async () => {
    const api = await connect();
    const id = await runBatch(api, [STEP, STEP]);
    for await (const _ of await api.results(id)) break;
    for await (const _ of await api.results(id)) void _;
    for await (const _ of await (await connect()).results(id)) void _;

    expect(await spanCount()).toBe(2);
  });

  it("come from the SDK's own decoder, by its own iterator", async () => {
    const api = await connect();
    const id = await runBatch(api, [STEP]);
    const traced = await api.results(id);
    const tracedLines = traced[Symbol.asyncIterator]();
    instrumentation.disable();
    try {
      const own = await (await connect()).results(id);
      const ownLines = own[Symbol.asyncIterator]();
      expect(Object.getPrototypeOf(traced)).toBe(Object.getPrototypeOf(own));
      expect(Object.getPrototypeOf(Object.getPrototypeOf(tracedLines))).toBe(
        Object.getPrototypeOf(Object.getPrototypeOf(ownLines)),
      );
      expect(await tracedLines.next()).toEqual(await ownLines.next());
      expect(await tracedLines.next()).toEqual({ done: true, value: undefined });
      await ownLines.return?.(undefined);
    } finally {
      instrumentation.enable();
    }
  });

  it("are asked for by the same bytes with and without us", async () => {
    const api = await connect();
    const id = await runBatch(api, [STEP]);
    const sent = async (): Promise<unknown> => {
      const before = provider.requests.length;
      for await (const _ of await api.results(id)) void _;
      return provider.requests.slice(before).map(({ method, path, rawHeaders }) => ({ method, path, rawHeaders }));
    };
    const traced = await sent();
    instrumentation.disable();
    try {
      expect(traced).toEqual(await sent());
    } finally {
      instrumentation.enable();
    }
  });

  it("fail as they do without us", async () => {
    const api = await connect();
    await expect(api.results("msgbatch_unknown")).rejects.toMatchObject({ status: 404 });
    expect(await spanCount()).toBe(0);
  });
});
