// SPDX-License-Identifier: Apache-2.0
// CPU time of a call on a stubbed transport, with and without the instrumentation, in alternating rounds of one run.
// On the built packages: pnpm exec node packages/instrumentation-anthropic/bench/calls.bench.ts
import { createRequire } from "node:module";

import type Anthropic from "@anthropic-ai/sdk";
import { context, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { disableNativeTracing, instrumentAnthropic } from "@outlay/instrumentation-anthropic";

const ROUNDS = 60;
const CHUNKS = 200;

disableNativeTracing(process.env);
const exporter = {
  export: (_: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
  shutdown: async () => undefined,
};
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] }));
metrics.setGlobalMeterProvider(new MeterProvider());
/** Loads the SDK anew: the same code twice is two classes, of which one is traced. */
function load(): typeof Anthropic {
  const require = createRequire(import.meta.url);
  for (const path of Object.keys(require.cache))
    if (path.includes("anthropic")) Reflect.deleteProperty(require.cache, path);
  return require("@anthropic-ai/sdk") as typeof Anthropic;
}

const Bare = load();
const Traced = load();
instrumentAnthropic(Traced);

const usage = { input_tokens: 100, cache_read_input_tokens: 900, cache_creation_input_tokens: 0, output_tokens: 50 };
const message = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-5",
  content: [{ type: "text", text: "Hello" }],
  stop_reason: "end_turn",
  usage,
};
const delta = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "word " } };
const events = [
  { type: "message_start", message: { ...message, content: [] } },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  ...Array.from({ length: CHUNKS }, () => delta),
  { type: "content_block_stop", index: 0 },
  { type: "message_delta", delta: { stop_reason: "end_turn" }, usage },
  { type: "message_stop" },
];
const json = JSON.stringify(message);
const sse = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
const options: ConstructorParameters<typeof Anthropic>[0] = {
  apiKey: "k",
  fetch: async (_url, init) => {
    const stream = typeof init?.body === "string" && init.body.includes('"stream":true');
    return new Response(stream ? sse : json, {
      headers: { "content-type": stream ? "text/event-stream" : "application/json", "request-id": "req_1" },
    });
  },
};
const params = { model: "claude-sonnet-5", max_tokens: 100, messages: [{ role: "user" as const, content: "Hi" }] };

const WORK: Readonly<
  Record<string, { readonly calls: number; readonly call: (client: Anthropic) => Promise<unknown> }>
> = {
  "create()": { calls: 200, call: async (client) => client.messages.create(params) },
  [`stream of ${CHUNKS} chunks`]: {
    calls: 20,
    call: async (client) => {
      for await (const _ of await client.messages.create({ ...params, stream: true })) void _;
    },
  },
};

/** CPU time of one call in microseconds. */
async function measure(client: Anthropic, { calls, call }: (typeof WORK)[string]): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < calls; index += 1) await call(client);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const [bareClient, tracedClient] = [new Bare(options), new Traced(options)];
for (const [name, work] of Object.entries(WORK)) {
  const [without, traced]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    without.push(await measure(bareClient, work));
    traced.push(await measure(tracedClient, work));
  }
  const [bare, full] = [median(without.slice(10)), median(traced.slice(10))];
  process.stdout.write(
    `${name}: ${bare.toFixed(1)} µs, traced ${full.toFixed(1)} µs: +${(full - bare).toFixed(1)} µs, ${(full / bare).toFixed(3)} ×\n`,
  );
}
await new Promise((resolve) => setImmediate(resolve));
process.exit();
