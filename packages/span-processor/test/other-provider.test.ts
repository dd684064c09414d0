// SPDX-License-Identifier: Apache-2.0
import { context, metrics, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createBudgetGuard } from "@outlay/budget";
import type { BudgetGuard } from "@outlay/budget";
import { NO_CONTENT, ProviderCall, createCallMetrics } from "@outlay/core";
import type { RequestFacts, ResponseFacts } from "@outlay/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { OutlaySpanProcessor } from "../src/index.ts";
import { useAsyncContext } from "./sdks.ts";

const REQUEST: RequestFacts = { operationName: "chat", model: "gpt-5-mini", stream: false, attributes: {} };
const RESPONSE: ResponseFacts = { model: "gpt-5-mini", usage: { inputTokens: 2_000, outputTokens: 100 } };
/** $0.25 in and $2 out for a million. */
const NANO_USD = 2_000 * 250 + 100 * 2_000;

let processors: OutlaySpanProcessor[];
beforeEach(() => {
  useAsyncContext();
  processors = [];
});
afterEach(async () => {
  for (const processor of processors) await processor.shutdown();
  context.disable();
});

function processorOf(): { readonly processor: OutlaySpanProcessor; readonly guard: BudgetGuard } {
  const guard = createBudgetGuard([{ name: "day", limit: { usd: 1 }, window: { every: "day" } }]);
  const processor = new OutlaySpanProcessor({ budgets: guard });
  processors.push(processor);
  return { processor, guard };
}

function callOf(provider: TracerProvider): ProviderCall {
  const name = "@outlay/instrumentation-openai";
  const tracer = provider.getTracer(name);
  const callMetrics = createCallMetrics(metrics.getMeter("test"));
  return new ProviderCall({ name, tracer, metrics: callMetrics, content: NO_CONTENT, semconv: "v1.41" }, REQUEST, {
    provider: "openai",
  });
}

/** Makes one call, traced by a provider with these processors of ours. */
function callOn(...ours: readonly OutlaySpanProcessor[]): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [...ours, new SimpleSpanProcessor({ exporter })] });
  const call = callOf(provider);
  call.end({ status: "ok", response: RESPONSE });
  return exporter;
}

async function spent({ guard }: { readonly guard: BudgetGuard }): Promise<number | undefined> {
  return (await guard.status())[0]?.spent;
}

describe("a recording span of a provider", () => {
  it("that has no processor of ours is priced and counted all the same", async () => {
    const elsewhere = processorOf();
    const exporter = callOn();
    expect(exporter.getFinishedSpans()[0]?.attributes).toMatchObject({ "outlay.cost.total_nano_usd": NANO_USD });
    expect(await spent(elsewhere)).toBe(NANO_USD);
  });

  it("that has one is counted by that one and by no other", async () => {
    const [elsewhere, there] = [processorOf(), processorOf()];
    callOn(there.processor);
    expect([await spent(elsewhere), await spent(there)]).toEqual([undefined, NANO_USD]);
  });
});

it("a call that another emitter's span has the bill of holds nothing any more, and is counted once", async () => {
  const held = createBudgetGuard([
    { name: "day", limit: { usd: 1 }, window: { every: "day" }, thresholds: [{ at: 1, action: "block" }] },
  ]);
  const processor = new OutlaySpanProcessor({ budgets: held });
  processors.push(processor);
  const provider = new TracerProvider({ spanProcessors: [processor] });
  const root = provider.getTracer("app").startSpan("root");
  await context.with(trace.setSpan(context.active(), root), async () => {
    const bound = { costNanoUsd: 9_000_000, inputCostNanoUsd: 1, tokens: 1, inputTokens: 1, isUpperBound: true };
    await held.admit({ id: "held", atMs: Date.now(), attributes: {}, edits: [], bound: () => bound });
    const theirs = provider.getTracer("another").startSpan("chat", {
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-5-mini",
        "gen_ai.response.id": "a",
        "gen_ai.usage.input_tokens": 2_000,
        "gen_ai.usage.output_tokens": 100,
      },
    });
    theirs.end();
    const ours = callOf(provider);
    ours.admitted({ id: "held" });
    expect((await held.status())[0]).toMatchObject({ held: 9_000_000 });
    ours.end({ status: "ok", response: { ...RESPONSE, id: "a" } });
  });
  expect((await held.status())[0]).toMatchObject({ held: 0, spent: NANO_USD, calls: 1 });
});
