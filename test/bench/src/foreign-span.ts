// SPDX-License-Identifier: Apache-2.0
// What a span that somebody else emitted costs in the processor: the same span with it and without, in one run.
import { TracerProvider } from "@opentelemetry/sdk-trace";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import { createBudgetTracker } from "@outlay/budget";
import { OutlaySpanProcessor } from "@outlay/span-processor";

import { paired } from "./paired.ts";

const attributes = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-5-mini",
  "gen_ai.response.model": "gpt-5-mini-2025-08-07",
  "gen_ai.usage.input_tokens": 2048,
  "gen_ai.usage.output_tokens": 120,
  "gen_ai.usage.cache_read.input_tokens": 1024,
  "gen_ai.usage.reasoning.output_tokens": 64,
};
const NO_GEN_AI = {
  "http.request.method": "GET",
  "url.path": "/",
  "http.response.status_code": 200,
  "server.port": 80,
};

/** What the SDK itself spends on the attributes that the processor writes is part of neither arm. */
const WRITTEN = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`outlay.cost.attribute_${index}`, index]));
const writesAsMany: SpanProcessor = {
  onStart() {},
  onEnding: (span) => void span.setAttributes(WRITTEN),
  onEnd() {},
  forceFlush: async () => {},
  shutdown: async () => {},
};

const budgets = createBudgetTracker([
  { name: "month", limit: { usd: 5000 }, window: { every: "month", timezone: "UTC" } },
]);
const outlay = new OutlaySpanProcessor({ budgets }) as unknown as SpanProcessor;
const tracerWith = (...spanProcessors: SpanProcessor[]) => new TracerProvider({ spanProcessors }).getTracer("somebody");

const plain = tracerWith();
const sameAttributes = tracerWith(writesAsMany);
const priced = tracerWith(outlay);
const rounds = { calls: 5_000, rounds: 40 };

await paired("GenAI span, against none of ours", rounds, run(plain, attributes), run(priced, attributes));
await paired(
  "GenAI span, beyond writing 12 attributes",
  rounds,
  run(sameAttributes, attributes),
  run(priced, attributes),
);
await paired("any other span", rounds, run(plain, NO_GEN_AI), run(priced, NO_GEN_AI));

function run(tracer: ReturnType<typeof tracerWith>, spanAttributes: Record<string, string | number>) {
  return async () => tracer.startSpan("span", { attributes: spanAttributes }).end();
}
