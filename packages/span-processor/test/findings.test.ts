// SPDX-License-Identifier: Apache-2.0
import { context, metrics, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { createBudgetTracker } from "@outlay/budget";
import type { BudgetDefinition, BudgetEvent, BudgetTracker } from "@outlay/budget";
import { NO_CONTENT, ProviderCall, createCallMetrics, withAttributes } from "@outlay/core";
import type { CallHost, LogRecordLike, RequestFacts, Usage } from "@outlay/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { OutlaySpanProcessor } from "../src/index.ts";
import { SDKS, useAsyncContext } from "./sdks.ts";
import type { Sdk } from "./sdks.ts";

type ReadItem = ReturnType<NonNullable<RequestFacts["prompt"]>>["sources"][number]["read"];

const read: ReadItem = (item) => [{ section: "messages", kind: "text", pointer: "", value: item, role: "user" }];

const BUDGETS: readonly BudgetDefinition[] = [
  {
    name: "broken-cache",
    counts: "cache_breaks",
    groupBy: ["outlay.cache.miss.reason"],
    limit: { usd: 0.03 },
    window: { every: "day" },
  },
  { name: "resent", counts: "resent_context", limit: { tokens: 1_000_000 }, window: "lifetime" },
  { name: "tries", counts: "retries", limit: { calls: 100 }, window: "lifetime" },
];

describe("findings about a call", () => {
  let exporter: InMemoryMetricExporter;
  let meterProvider: MeterProvider;
  let sdk: Sdk;
  let budgets: BudgetTracker;
  let events: BudgetEvent[];
  let logged: LogRecordLike[];

  beforeEach(() => {
    useAsyncContext();
    exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    meterProvider = new MeterProvider({ readers: [reader] });
    const start = SDKS["SDK 3.x"];
    if (start === undefined) throw new Error("no SDK");
    budgets = createBudgetTracker(BUDGETS);
    events = [];
    logged = [];
    sdk = start(
      new OutlaySpanProcessor({
        meterProvider,
        budgets,
        onBudgetEvent: (event) => void events.push(event),
        loggerProvider: { getLogger: () => ({ emit: (record) => void logged.push(record) }) },
      }),
    );
  });
  afterEach(async () => {
    await meterProvider.shutdown();
    await sdk.shutdown();
    context.disable();
  });

  function say(messages: readonly string[] | undefined, inputTokens: number, cached: Partial<Usage> = {}): void {
    const host: CallHost = {
      name: "@outlay/instrumentation-anthropic",
      tracer: sdk.tracer("@outlay/instrumentation-anthropic"),
      metrics: createCallMetrics(metrics.getMeter("test")),
      semconv: "v1.41",
      content: NO_CONTENT,
    };
    const request: RequestFacts = {
      operationName: "chat",
      model: "claude-sonnet-4-5",
      stream: false,
      attributes: {},
      ...(messages && { prompt: () => ({ sources: [{ pointer: "/messages", value: messages, read }] }) }),
    };
    const usage = { inputTokens, outputTokens: 10, ...cached };
    withAttributes({ "gen_ai.conversation.id": "c" }, () =>
      new ProviderCall(host, request, { provider: "anthropic" }).end({ status: "ok", response: { usage } }),
    );
  }

  it("say on the span what was sent again and what that cost, and in metrics how much it is", async () => {
    const first = "x".repeat(398);
    say([first], 100);
    // As long again: half of the 200 tokens was sent before, at $3 a million.
    say([first, "y".repeat(398)], 200);
    const spans = sdk.finished().map(({ attributes }) => attributes);
    expect(spans.map((one) => one["outlay.context.resent_tokens"])).toEqual([undefined, 100]);
    expect(spans[1]?.["outlay.context.resent_usd"]).toBeCloseTo(0.0003, 9);
    await meterProvider.forceFlush();
    const values = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(({ metrics: recorded }) => recorded)
      .filter(({ descriptor }) => descriptor.name.startsWith("outlay.context."))
      .map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints.map(({ value }) => value)]);
    expect(Object.fromEntries(values)).toEqual({
      "outlay.context.resent_tokens": [100],
      "outlay.context.resent_cost": [0.0003],
    });
  });

  it("say on the span and in metrics why the prompt cache broke, where, and what that cost", async () => {
    const [first, next] = ["x".repeat(39_998), "y".repeat(3_998)];
    say([first], 10_000, { cacheReadTokens: 0, cacheWriteTokens: 10_000 });
    say([first, next], 11_000, { cacheReadTokens: 10_000, cacheWriteTokens: 1_000 });
    say([first.toUpperCase(), next, next], 12_000, { cacheReadTokens: 0, cacheWriteTokens: 12_000 });
    const [, grown, edited] = sdk.finished().map(({ attributes }) => attributes);
    expect(Object.keys(grown ?? {}).filter((name) => name.startsWith("outlay.cache."))).toEqual([]);
    expect(edited).toMatchObject({
      "outlay.cache.miss.reason": "messages_changed",
      "outlay.cache.miss.pointer": "/messages/0",
      "outlay.cache.missed_input_tokens": 11_000,
      // Written at $3.75 a million instead of read at $0.30.
      "outlay.cache.wasted_usd": 0.03795,
    });
    await meterProvider.forceFlush();
    const values = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics: recorded }) => recorded))
      .filter(({ descriptor }) => descriptor.name.startsWith("outlay.cache."))
      .flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ value, attributes }) => [descriptor.name, attributes["outlay.cache.miss.reason"], value]),
      );
    expect(values).toEqual([
      ["outlay.cache.breaks", "messages_changed", 1],
      ["outlay.cache.wasted_cost", "messages_changed", 0.03795],
    ]);
  });

  it("add up in budgets that count them, and alert by what they cost", () => {
    const [first, next] = ["x".repeat(39_998), "y".repeat(3_998)];
    say([first], 10_000, { cacheReadTokens: 0, cacheWriteTokens: 10_000 });
    say([first, next], 11_000, { cacheReadTokens: 10_000, cacheWriteTokens: 1_000 });
    expect(budgets.status("broken-cache")).toEqual([]);
    say([first.toUpperCase(), next, next], 12_000, { cacheReadTokens: 0, cacheWriteTokens: 12_000 });
    say([first.toUpperCase(), next, next], 12_000, { cacheReadTokens: 12_000, cacheWriteTokens: 0 });
    expect(budgets.status("broken-cache")).toMatchObject([
      { group: { "outlay.cache.miss.reason": "messages_changed" }, spent: 37_950_000, calls: 1 },
    ]);
    expect(budgets.status("resent")).toMatchObject([{ spent: 10_000 + 12_000, calls: 2 }]);
    expect(budgets.status("tries")).toMatchObject([{ spent: 1 }]);
    expect(events).toMatchObject([{ kind: "exhausted", budget: "broken-cache", threshold: 1 }]);
  });

  it("are log events of the call's trace where somebody may want to look into them", () => {
    const [first, next] = ["x".repeat(39_998), "y".repeat(3_998)];
    say([first], 10_000, { cacheReadTokens: 0, cacheWriteTokens: 10_000 });
    say([first, next], 11_000, { cacheReadTokens: 10_000, cacheWriteTokens: 1_000 });
    expect(logged).toEqual([]);
    say([first.toUpperCase(), next, next], 12_000, { cacheReadTokens: 0, cacheWriteTokens: 12_000 });
    expect(logged).toMatchObject([
      {
        eventName: "outlay.cache.break",
        attributes: { "outlay.cache.miss.reason": "messages_changed", "outlay.cache.wasted_usd": 0.03795 },
      },
    ]);
    expect(logged[0]?.context && trace.getSpanContext(logged[0].context)?.spanId).toBe(sdk.finished()[2]?.spanId);
    expect(JSON.stringify(logged[0]?.attributes)).not.toContain("yyyy");
  });

  it("tell that a prompt was sent word for word again", () => {
    say(["hello"], 10);
    say(["hello"], 10);
    const kinds = sdk.finished().map(({ attributes }) => attributes["outlay.retry.kind"]);
    expect(kinds).toEqual([undefined, "resent_prompt"]);
  });

  it("are none where nobody has seen the prompt", () => {
    say(undefined, 10);
    say(undefined, 10);
    const names = sdk.finished().flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => /outlay\.(?:context|retry|loop)/.test(name))).toEqual([]);
  });
});
