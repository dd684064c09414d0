// SPDX-License-Identifier: Apache-2.0
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver, ReceivedSpan } from "@outlay-test/otlp-receiver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { CALL_MODELS, CALL_USD, callSpan } from "../src/call-span.ts";
import { BUILD_TIMEOUT_MS, WITHOUT_COLLECTOR } from "../src/collector-binary.ts";
import { otlpSpans } from "../src/otlp-spans.ts";
import { scrapeUntil, total } from "../src/scrape.ts";
import { startCollector } from "../src/start-collector.ts";
import type { RunningCollector } from "../src/start-collector.ts";

const COST = "outlay_cost_USD_total";

const AGENT = {
  ...callSpan(50),
  kind: 0,
  name: "invoke_agent",
  attributes: { "gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 1000 },
};
const HTTP = { ...callSpan(51), name: "GET", scope: "http", attributes: { "http.request.method": "GET" } };

const SENT = [
  callSpan(1, { "team.id": "search", "session.id": "s1", "user.id": "ada" }),
  callSpan(2, { "team.id": "search" }),
  callSpan(3, { "team.id": "ads" }),
  callSpan(4, { "gen_ai.response.model": "nobody-knows-it", "gen_ai.request.model": undefined }),
  callSpan(5, { "outlay.cost.status": "priced", "outlay.cost.total_usd": 7, "outlay.cost.output_usd": 7 }),
  callSpan(6, { "outlay.cost.status": "duplicate" }),
  callSpan(7, { "gen_ai.usage.cost": 9 }),
  AGENT,
  HTTP,
];

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("the gateway", () => {
  let backend: OtlpReceiver;
  let langfuse: OtlpReceiver;
  let collector: RunningCollector;
  const spanOf = (receiver: OtlpReceiver, name: string): ReceivedSpan["attributes"] =>
    receiver.spans.find((span) => span.name === name)?.attributes ?? {};

  beforeAll(async () => {
    [backend, langfuse] = await Promise.all([startOtlpReceiver(), startOtlpReceiver()]);
    collector = await startCollector({
      backendUrl: backend.url,
      models: CALL_MODELS,
      overlays: ["overlays/langfuse.yaml"],
      env: { LANGFUSE_BASE_URL: langfuse.url, LANGFUSE_AUTH: "cGs6c2s=" },
    });
    // Two exports, each of which makes deltas of its own.
    await collector.post(otlpSpans(SENT.slice(0, 2)));
    await collector.post(otlpSpans(SENT.slice(2)));
    await backend.waitFor(({ spans }) => spans.length >= SENT.length);
    await langfuse.waitFor(({ spans }) => spans.length >= SENT.length - 1);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await Promise.all([
      collector[Symbol.asyncDispose](),
      backend[Symbol.asyncDispose](),
      langfuse[Symbol.asyncDispose](),
    ]);
  });

  it("counts spend by model, kind and team, each call once", async () => {
    const samples = await scrapeUntil(collector.prometheusUrl, (all) => total(all, COST, { team_id: "ads" }) > 0);
    expect(total(samples, COST, { team_id: "search" })).toBeCloseTo(2 * CALL_USD, 12);
    expect(total(samples, COST, { team_id: "search", outlay_cost_kind: "cache_read" })).toBeCloseTo(0.000_24, 12);
    expect(total(samples, COST, { gen_ai_response_model: "claude-sonnet-4-5-20250929" })).toBeCloseTo(
      7 + 4 * CALL_USD,
      12,
    );
    expect(total(samples, "gen_ai_client_token_usage_sum", { gen_ai_token_type: "input" })).toBe(6000);
    expect(total(samples, "gen_ai_client_operation_duration_seconds_count")).toBe(6);
    expect(total(samples, "outlay_unpriced_requests_total", { outlay_cost_problems: "unknown_model" })).toBe(1);
    expect(total(samples, "outlay_unpriced_tokens_total")).toBe(1100);
    const names = new Set(samples.flatMap(({ labels }) => Object.keys(labels)));
    expect([...names].filter((name) => /session|user|conversation|instance/.test(name))).toEqual([]);
  });

  it("drops no delta", async () => {
    const samples = await scrapeUntil(
      collector.ownMetricsUrl,
      (all) => total(all, "otelcol_deltatocumulative_datapoints") > 0,
    );
    const dropped = samples.filter(
      ({ name, labels }) => name.startsWith("otelcol_deltatocumulative") && labels["error"],
    );
    expect(dropped).toEqual([]);
  });

  it("never touches a cost that is there", () => {
    expect(spanOf(backend, "chat 5")).toMatchObject({ "outlay.cost.total_usd": 7 });
    expect(spanOf(backend, "chat 5")["outlay.cost.table_version"]).toBeUndefined();
    expect(spanOf(backend, "chat 6")["outlay.cost.total_usd"]).toBeUndefined();
    expect(spanOf(backend, "chat 7")).toMatchObject({
      "gen_ai.usage.cost": 9,
      "outlay.cost.emitter_usd": 9,
      "outlay.cost.total_usd": CALL_USD,
    });
  });

  it("leaves spans alone that are no calls", () => {
    expect(spanOf(backend, "GET")).toEqual({ "http.request.method": "GET" });
    expect(Object.keys(spanOf(backend, "invoke_agent"))).toEqual(Object.keys(AGENT.attributes));
  });

  it("tells Langfuse usage and cost in parts that do not overlap", () => {
    const attributes = spanOf(langfuse, "chat 1");
    expect(parsed(attributes["langfuse.observation.usage_details"])).toEqual({
      input: 600,
      input_cached_tokens: 400,
      output: 100,
    });
    expect(parsed(attributes["langfuse.observation.cost_details"])).toEqual({
      input: 0.0018,
      input_cached_tokens: 0.000_12,
      output: 0.0015,
      total: CALL_USD,
    });
    expect(attributes).toMatchObject({ "langfuse.observation.type": "generation", "langfuse.user.id": "ada" });
    expect(spanOf(langfuse, "invoke_agent")).toMatchObject({
      "langfuse.observation.type": "agent",
      "langfuse.observation.usage_details": '{"input":0,"output":0}',
      "langfuse.observation.cost_details": '{"total":0}',
    });
  });

  it("sends Langfuse nothing but GenAI spans, with its key and version", () => {
    expect(langfuse.spans.map(({ name }) => name)).not.toContain("GET");
    expect(langfuse.requests[0]).toMatchObject({
      path: "/api/public/otel/v1/traces",
      headers: { authorization: "Basic cGs6c2s=", "x-langfuse-ingestion-version": "4" },
    });
    expect(Object.keys(spanOf(backend, "chat 1")).filter((name) => name.startsWith("langfuse."))).toEqual([]);
  });
});

/** Langfuse takes maps as JSON texts. */
function parsed(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}
