// SPDX-License-Identifier: Apache-2.0
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { createBudgetTracker } from "@outlay/budget";
import { expect, it } from "vitest";

import { OutlaySpanProcessor } from "../src/index.ts";
import { SDKS } from "./sdks.ts";

const CHAT = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.response.model": "gpt-5-mini-2025-08-07",
  "gen_ai.usage.input_tokens": 2000,
  "gen_ai.usage.output_tokens": 100,
  "gen_ai.usage.cache_read.input_tokens": 1024,
};

it("shows costs by kind, what is unpriced, and where budgets stand, without a user's id", async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const budgets = createBudgetTracker([
    { name: "users", limit: { usd: 0.001 }, window: "lifetime", groupBy: ["user.id"] },
    { name: "calls", limit: { calls: 10 }, window: "lifetime" },
  ]);
  const processor = new OutlaySpanProcessor({ budgets, meterProvider, metricAttributes: ["feature"] });
  const sdk = SDKS["SDK 3.x"]?.(processor);
  const tracer = sdk?.tracer("x");
  for (const user of ["ada", "bob"]) {
    tracer?.startSpan("chat", { attributes: { ...CHAT, "user.id": user, feature: "triage" } }).end();
  }
  tracer?.startSpan("chat", { attributes: { ...CHAT, "gen_ai.response.model": "gpt-5-ultra-x" } }).end();
  await meterProvider.forceFlush();
  const points = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({ name: descriptor.name, attributes, value })),
    );
  await meterProvider.shutdown();
  await sdk?.shutdown();
  const series = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.response.model": "gpt-5-mini-2025-08-07",
    feature: "triage",
  };
  const unknown = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.response.model": "gpt-5-ultra-x",
    "outlay.cost.problems": "unknown_model",
  };
  const ofBudget = (name: string, unit?: string) => ({
    "outlay.budget.name": name,
    ...(unit !== undefined && { "outlay.budget.unit": unit }),
  });
  // 976 × 0.25 + 1024 × 0.025 + 100 × 2 = 469.6 micro-USD a call, two calls
  expect(points).toEqual([
    { name: "outlay.cost", attributes: { ...series, "outlay.cost.kind": "uncached_input" }, value: 0.000_488 },
    { name: "outlay.cost", attributes: { ...series, "outlay.cost.kind": "cache_read" }, value: 0.000_051_2 },
    { name: "outlay.cost", attributes: { ...series, "outlay.cost.kind": "output" }, value: 0.000_4 },
    { name: "outlay.unpriced.requests", attributes: unknown, value: 1 },
    { name: "outlay.unpriced.tokens", attributes: unknown, value: 2100 },
    { name: "outlay.budget.spent", attributes: ofBudget("users", "usd"), value: expect.closeTo(0.000_939_2, 9) },
    { name: "outlay.budget.spent", attributes: ofBudget("calls", "calls"), value: 3 },
    { name: "outlay.budget.limit", attributes: ofBudget("users", "usd"), value: 0.001 },
    { name: "outlay.budget.limit", attributes: ofBudget("calls", "calls"), value: 10 },
    { name: "outlay.budget.utilization", attributes: ofBudget("users"), value: expect.closeTo(0.4696, 6) },
    { name: "outlay.budget.utilization", attributes: ofBudget("calls"), value: 0.3 },
  ]);
});
