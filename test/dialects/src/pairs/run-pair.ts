// SPDX-License-Identifier: Apache-2.0
// Runs an emitter beside ours: `node src/pairs/run-pair.ts EMITTER ours|theirs CAPTURE`: who of them is set up first, and where
// our content goes. Says what was billed, as JSON. A process of its own, since emitters patch SDKs for good.
import { createRequire } from "node:module";

import { context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import type { ContentCapture } from "@outlay/core";
import { instrumentOpenAI } from "@outlay/instrumentation-openai";
import type { ReadableSpanLike } from "@outlay/semconv";
import { OutlaySpanProcessor } from "@outlay/span-processor";
import type { PricedOperation } from "@outlay/span-processor";
import { startFakeProvider } from "@outlay-test/fake-provider";

import { OPENAI_EMITTERS } from "../emitters/openai.ts";
import { SpanRecorder } from "../span-recorder.ts";
import { EventRecorder } from "./event-recorder.ts";
import type { PairOutcome } from "./pair-outcome.ts";

const [, , name = "", first = "", capture = "none"] = process.argv;
const emitter = OPENAI_EMITTERS[name];
if (emitter === undefined) throw new Error(`no emitter ${name}; there are ${Object.keys(OPENAI_EMITTERS).join(", ")}`);

let priced: PricedOperation[] = [];
const processor = new OutlaySpanProcessor({ onPriced: (call) => priced.push(call) });

type SpanStart = Pick<ReadableSpanLike, "spanContext" | "instrumentationScope">;

/** Prices what is recorded, as the processor of a program's provider does. */
class PricingRecorder extends SpanRecorder {
  override onStart(span: SpanStart, parent: Context = context.active()): void {
    events.onSpan(span);
    processor.onStart(span as Parameters<OutlaySpanProcessor["onStart"]>[0], parent);
    super.onStart(span);
  }

  override onEnd(span: ReadableSpanLike): void {
    processor.onEnd(span);
    super.onEnd(span);
  }
}

/** Both builds: some emitters patch what is imported, others what is required. */
async function traceBoth(): Promise<void> {
  const imported = await import("openai-6");
  const config = { content: { capture: capture as ContentCapture } };
  instrumentOpenAI(imported.OpenAI, config);
  instrumentOpenAI(createRequire(import.meta.url)("openai-6") as object, config);
}

const events = new EventRecorder();
const recorder = new PricingRecorder();
if (first === "ours") await traceBoth();
const cases = await emitter.load(recorder);
if (first !== "ours") await traceBoth();

const outcomes: Record<string, PairOutcome> = {};
for (const [caseName, { calls, run }] of Object.entries(cases)) {
  priced = [];
  recorder.take();
  events.take();
  await using provider = await startFakeProvider({ script: calls.flatMap(({ step }) => step ?? []) });
  await run(provider, "");
  const spans = recorder.take();
  outcomes[caseName] = {
    requests: provider.requests.length,
    truePicoUsd: calls.reduce((sum, { truth }) => sum + truth.costPicoUsd, 0),
    bills: priced.map(({ operation, cost }) => ({
      scope: operation.source.scope,
      status: cost.status,
      picoUsd: cost.status === "unpriced" ? 0 : cost.totalPicoUsd,
    })),
    costsUsd: spans.map(({ attributes }) => attributes["gen_ai.usage.cost"]).filter((cost) => typeof cost === "number"),
    scopes: [...new Set(spans.map(({ scope }) => scope))].sort(),
    events: events.take(),
  };
}
process.stdout.write(JSON.stringify(outcomes));
// Some emitters leave timers and sockets behind.
process.exit(0);
