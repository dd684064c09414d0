// SPDX-License-Identifier: Apache-2.0
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";
import Anthropic from "@anthropic-ai/sdk";
import { startTelemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider, Step } from "@outlay-test/fake-provider";
import type { ReadableSpanLike } from "@outlay/semconv";
import { expect, it } from "vitest";

import { LOOKUP, USAGE, paramsOf } from "./surfaces/messages.ts";

const PARAMS = paramsOf({ prompt: "Hi", tools: true });
const ITERATIONS = [
  {
    type: "compaction",
    input_tokens: 900,
    output_tokens: 100,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  },
  { type: "message", model: "claude-sonnet-5", ...USAGE },
];

interface Case {
  readonly name: string;
  readonly script: readonly Step[];
  readonly run: (client: Anthropic, provider: FakeProvider) => Promise<unknown>;
}

const CASES: readonly Case[] = [
  { name: "create", script: [{ usage: USAGE }], run: (client) => client.messages.create(PARAMS) },
  {
    name: "create, asking for more",
    script: [{ usage: { ...USAGE, speed: "fast" } }],
    run: (client) => client.messages.create({ ...PARAMS, service_tier: "auto", output_config: { effort: "low" } }),
  },
  {
    name: "create with a stream",
    script: [{ usage: USAGE }],
    run: async (client) => {
      for await (const _ of await client.messages.create({ ...PARAMS, stream: true })) void _;
    },
  },
  {
    name: "stream helper",
    script: [{ usage: USAGE }],
    run: (client) => client.messages.stream(PARAMS).finalMessage(),
  },
  {
    name: "stream broken off by the reader",
    script: [{ usage: USAGE }],
    run: async (client) => {
      for await (const _ of await client.messages.create({ ...PARAMS, stream: true })) break;
    },
  },
  {
    name: "stream that ends too soon",
    script: [{ usage: USAGE, fault: { kind: "truncate", afterEvents: 3 } }],
    run: async (client) => {
      for await (const _ of await client.messages.create({ ...PARAMS, stream: true })) void _;
    },
  },
  {
    name: "stream that fails midway",
    script: [{ usage: USAGE, fault: { kind: "stream-error", afterEvents: 3 } }],
    run: async (client) => {
      for await (const _ of await client.messages.create({ ...PARAMS, stream: true })) void _;
    },
  },
  {
    name: "refusal",
    script: [{ fault: { kind: "status", status: 429 } }],
    run: (client) => client.messages.create(PARAMS),
  },
  {
    name: "retry",
    script: [{ fault: { kind: "status", status: 529, retryAfterMs: 1 } }, { usage: USAGE }],
    run: (client) => client.messages.create(PARAMS, { maxRetries: 1 }),
  },
  { name: "asResponse", script: [{ usage: USAGE }], run: (client) => client.messages.create(PARAMS).asResponse() },
  {
    name: "beta with a compaction",
    script: [{ usage: { ...USAGE, iterations: ITERATIONS } }],
    run: (client) => client.beta.messages.create(PARAMS),
  },
  {
    name: "tool runner",
    script: [{ toolCalls: [{ name: "lookup", arguments: {} }], usage: USAGE }, { usage: USAGE }],
    run: (client) => {
      const tool = { ...LOOKUP, run: () => "large", parse: (value: unknown) => value };
      return client.beta.messages.toolRunner({ ...PARAMS, stream: false, tools: [tool] }).runUntilDone();
    },
  },
  {
    name: "results of a batch",
    script: [{ usage: USAGE }],
    run: async (client) => {
      const batch = await client.messages.batches.create({ requests: [{ custom_id: "a", params: PARAMS }] });
      for await (const _ of await client.messages.batches.results(batch.id)) void _;
    },
  },
  {
    name: "Bedrock",
    script: [{ usage: USAGE }],
    run: (_client, { url }) =>
      new AnthropicBedrock({
        baseURL: url,
        awsRegion: "eu-west-1",
        awsAccessKey: "a",
        awsSecretKey: "s",
        openTelemetry: { traces: true },
      }).messages.create({ ...PARAMS, model: "us.anthropic.claude-sonnet-5-v1:0" }),
  },
];

/** The fixture other packages test against: what the SDK itself says of its calls. It fails when a new SDK says it differently. */
it("the spans of @anthropic-ai/sdk are as they were recorded", async () => {
  const telemetry = startTelemetry();
  const provider = await startFakeProvider();
  const client = new Anthropic({
    apiKey: "test",
    baseURL: provider.anthropicBaseUrl,
    maxRetries: 0,
    openTelemetry: { traces: true },
  });
  const recorded: Record<string, unknown> = {};
  for (const { name, script, run } of CASES) {
    await telemetry.clear();
    provider.enqueue(...script);
    await Promise.allSettled([
      telemetry.tracer.startActiveSpan("parent", (span) => run(client, provider).finally(() => span.end())),
    ]);
    expect(provider.remainingSteps).toEqual([]);
    const spans = await telemetry.spans();
    recorded[name] = spans.filter((span) => span.name !== "parent").map((span) => stableSpan(span, spans));
  }
  await provider.close();
  await telemetry.shutdown();

  const fixture = { sdk: "@anthropic-ai/sdk", version: "1.12.0", recorded: "2026-11-23", spans: recorded };
  await expect(`${JSON.stringify(fixture, null, 2)}\n`).toMatchFileSnapshot("fixtures/native-spans.json");
});

const VOLATILE: Readonly<Record<string, unknown>> = {
  "server.port": 443,
  "gen_ai.response.time_to_first_chunk": 0.25,
};

function stableSpan(span: ReadableSpanLike, all: readonly ReadableSpanLike[]): unknown {
  const attributes = Object.entries(span.attributes).map(([name, value]) => [
    name,
    VOLATILE[name] ?? (typeof value === "string" ? value.replace(/127\.0\.0\.1:\d+/, "127.0.0.1") : value),
  ]);
  const parent = all.find((candidate) => candidate.spanContext().spanId === span.parentSpanContext?.spanId);
  return {
    name: span.name,
    scope: span.instrumentationScope.name,
    kind: span.kind,
    parent: parent?.name ?? null,
    status: span.status,
    attributes: Object.fromEntries(attributes.toSorted(([a], [b]) => String(a).localeCompare(String(b)))) as unknown,
    events: span.events.map((event) => event.name),
  };
}
