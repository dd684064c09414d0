// SPDX-License-Identifier: Apache-2.0
import { INVALID_SPAN_CONTEXT, context, metrics, trace } from "@opentelemetry/api";
import { createBudgetTracker } from "@outlay/budget";
import { NO_CONTENT, ProviderCall, createCallMetrics, withAttributes } from "@outlay/core";
import type { CallHost, RequestFacts, ResponseFacts } from "@outlay/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { OutlaySpanProcessor } from "../src/index.ts";
import type { PricedOperation } from "../src/index.ts";
import { SDKS, useAsyncContext } from "./sdks.ts";
import type { Sdk } from "./sdks.ts";

const REQUEST: RequestFacts = { operationName: "chat", model: "gpt-5-mini", stream: false, attributes: {} };
const RESPONSE: ResponseFacts = {
  id: "chatcmpl-1",
  model: "gpt-5-mini-2025-08-07",
  usage: { inputTokens: 2000, outputTokens: 100, cacheReadTokens: 1024 },
};
// gpt-5-mini: $0.25 in, $0.025 read, $2 out per million: 976 × 0.25 + 1024 × 0.025 + 100 × 2 = 469.6 micro-USD
const USD = 0.0004696;

describe.each(Object.entries(SDKS))("calls of our own instrumentations on %s", (_name, start) => {
  let sdk: Sdk;
  let priced: PricedOperation[];
  const budgets = createBudgetTracker([
    { name: "calls", limit: { calls: 100 }, window: { every: "day", timezone: "UTC" }, thresholds: [{ at: 1 }] },
  ]);

  beforeEach(() => {
    useAsyncContext();
    priced = [];
    sdk = start(new OutlaySpanProcessor({ onPriced: (one) => priced.push(one), budgets }));
  });
  afterEach(async () => {
    await sdk.shutdown();
    context.disable();
  });

  it("are priced as they end, once, with the scope of the call", () => {
    withAttributes({ "team.id": "a" }, () => call(sdk).end({ status: "ok", response: RESPONSE }));
    const [span] = sdk.finished();
    expect(span?.attributes).toMatchObject({
      "team.id": "a",
      "gen_ai.usage.cost": USD,
      "outlay.cost.status": "priced",
    });
    expect(priced.map(({ operation }) => operation.attributes)).toEqual([{ "team.id": "a" }]);
  });

  it("own the bill of foreign spans made inside of them", () => {
    // chat gpt-5-mini (ours)
    // └─ OpenAI Chat Completions (OpenInference, patched below us)
    const ours = call(sdk);
    context.with(ours.context, () => {
      const inner = sdk.tracer("@arizeai/openinference-instrumentation-openai").startSpan("OpenAI Chat Completions", {
        attributes: {
          "openinference.span.kind": "LLM",
          "llm.model_name": "gpt-5-mini",
          "llm.token_count.prompt": 2000,
          "llm.token_count.completion": 100,
        },
      });
      inner.end();
    });
    ours.end({ status: "ok", response: RESPONSE });
    const statuses = Object.fromEntries(
      sdk.finished().map((span) => [span.name, span.attributes["outlay.cost.status"]]),
    );
    expect(statuses).toEqual({ "OpenAI Chat Completions": "duplicate", "chat gpt-5-mini": "priced" });
  });

  it("are billed before a foreign span around them", () => {
    sdk.tracer("@traceloop/instrumentation-openai").startActiveSpan(
      "openai.chat",
      {
        attributes: {
          "gen_ai.operation.name": "chat",
          "gen_ai.usage.input_tokens": 2000,
          "gen_ai.usage.output_tokens": 100,
        },
      },
      (outer) => {
        call(sdk).end({ status: "ok", response: RESPONSE });
        outer.end();
      },
    );
    const statuses = Object.fromEntries(
      sdk.finished().map((span) => [span.name, span.attributes["outlay.cost.status"]]),
    );
    expect(statuses).toEqual({ "openai.chat": "duplicate", "chat gpt-5-mini": "priced" });
  });

  it("of unknown usage leave the bill to whoever knows it later", () => {
    const { usage: _unknown, ...withoutUsage } = RESPONSE;
    sdk.tracer("app").startActiveSpan("agent", (agent) => {
      call(sdk).end({ status: "ok", response: withoutUsage });
      call(sdk).end({ status: "ok", response: RESPONSE });
      agent.end();
    });
    const statuses = sdk.finished().map((span) => span.attributes["outlay.cost.status"]);
    expect(statuses).toEqual(["unpriced", "priced", undefined]);
  });

  it("count when they are not sampled", () => {
    const host = {
      ...hostOf(sdk),
      tracer: { startSpan: () => trace.wrapSpanContext(INVALID_SPAN_CONTEXT) },
    } as unknown as CallHost;
    new ProviderCall(host, REQUEST, { provider: "openai" }).end({ status: "ok", response: RESPONSE });
    expect(priced).toHaveLength(1);
  });

  it("that the provider refused are calls, but no bill", () => {
    const before = budgets.status("calls")[0]?.spent ?? 0;
    call(sdk).end({
      status: "error",
      error: Object.assign(new Error("x"), { status: 429, code: "rate_limit_exceeded" }),
    });
    expect(sdk.finished()[0]?.attributes).toMatchObject({
      "outlay.cost.status": "not_billed",
      "error.type": "rate_limit_exceeded",
      "http.response.status_code": 429,
    });
    expect(priced).toEqual([]);
    expect(budgets.status("calls")[0]?.spent).toBe(before + 1);
  });

  it("of another provider's spans are left to that provider's processor", () => {
    const elsewhere = SDKS["SDK 3.x"]?.(new OutlaySpanProcessor());
    if (elsewhere === undefined) throw new Error("no SDK");
    call(elsewhere).end({ status: "ok", response: RESPONSE });
    expect(priced).toEqual([]);
    void elsewhere.shutdown();
  });
});

function hostOf(sdk: Sdk): CallHost {
  return {
    name: "@outlay/instrumentation-openai",
    tracer: sdk.tracer("@outlay/instrumentation-openai"),
    metrics: createCallMetrics(metrics.getMeter("test")),
    semconv: "v1.41",
    content: NO_CONTENT,
  };
}

function call(sdk: Sdk): ProviderCall {
  return new ProviderCall(hostOf(sdk), REQUEST, { provider: "openai" });
}
