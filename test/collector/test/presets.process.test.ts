// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver, ReceivedSpan } from "@outlay-test/otlp-receiver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { CALL_MODELS, CALL_USD, callSpan } from "../src/call-span.ts";
import { BUILD_TIMEOUT_MS, CONFIG_FOLDER, WITHOUT_COLLECTOR, collectorBinary } from "../src/collector-binary.ts";
import { otlpSpans } from "../src/otlp-spans.ts";
import { SMALL_GATEWAY } from "../src/small-gateway.ts";
import { startCollector } from "../src/start-collector.ts";
import type { RunningCollector } from "../src/start-collector.ts";

const run = promisify(execFile);

const CALL = callSpan(1, { "user.id": "ada" });
const AGENT = { ...callSpan(2), name: "invoke_agent", attributes: { "gen_ai.operation.name": "invoke_agent" } };
const HTTP = { ...callSpan(3), name: "GET", scope: "http", attributes: { "http.request.method": "GET" } };

const EVERYTHING = [CALL.name, "GET", "invoke_agent"];
const GEN_AI = [CALL.name, "invoke_agent"];

interface Expected {
  /** Environment, where `@` is the address of the receiver. */
  readonly env: Readonly<Record<string, string>>;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names of the spans that come there. */
  readonly spans: readonly string[];
  /** What is on the call, beside Outlay's own. */
  readonly call?: Readonly<Record<string, unknown>>;
  readonly hasMetrics?: true;
  /** Where spans go when nothing says otherwise. */
  readonly address: string;
}

const PRESETS: Readonly<Record<string, Expected>> = {
  braintrust: {
    address: "https://api.braintrust.dev/otel",
    env: { BRAINTRUST_API_URL: "@", BRAINTRUST_API_KEY: "sk-1", BRAINTRUST_PARENT: "project_name:river" },
    path: "/otel/v1/traces",
    headers: { authorization: "Bearer sk-1", "x-bt-parent": "project_name:river" },
    spans: GEN_AI,
    call: { "braintrust.metrics.estimated_cost": CALL_USD },
  },
  phoenix: {
    address: "http://127.0.0.1:6006",
    env: { PHOENIX_COLLECTOR_ENDPOINT: "@", PHOENIX_API_KEY: "px-1", PHOENIX_PROJECT_NAME: "river" },
    path: "/v1/traces",
    headers: { authorization: "Bearer px-1" },
    spans: GEN_AI,
    call: {
      "openinference.span.kind": "LLM",
      "llm.model_name": "claude-sonnet-4-5-20250929",
      "llm.token_count.prompt": 1000,
      "llm.token_count.completion": 100,
      "llm.token_count.total": 1100,
      "llm.token_count.prompt_details.cache_read": 400,
      "llm.cost.total": CALL_USD,
    },
  },
  helicone: {
    address: "https://api.helicone.ai/v1/trace/log-python",
    env: { HELICONE_TRACES_ENDPOINT: "@/v1/trace/log-python/v1/traces", HELICONE_API_KEY: "sk-helicone-1" },
    path: "/v1/trace/log-python/v1/traces",
    headers: { authorization: "Bearer sk-helicone-1", "content-type": "application/x-protobuf" },
    spans: [CALL.name],
    call: {
      "gen_ai.system": "anthropic",
      "llm.request.type": "chat",
      "gen_ai.usage.prompt_tokens": 1000,
      "gen_ai.usage.completion_tokens": 100,
      "traceloop.association.properties.Helicone-User-Id": "ada",
      "traceloop.association.properties.Helicone-Property-Outlay-Cost-Usd": String(CALL_USD),
    },
  },
  datadog: {
    address: "https://otlp.datadoghq.com/v1/traces",
    env: { DD_OTLP_TRACES_ENDPOINT: "@/v1/traces", DD_API_KEY: "dd-1" },
    path: "/v1/traces",
    headers: { "dd-api-key": "dd-1", "dd-otlp-source": "llmobs", "content-type": "application/x-protobuf" },
    spans: GEN_AI,
  },
  honeycomb: {
    address: "https://api.honeycomb.io",
    env: { HONEYCOMB_API_ENDPOINT: "@", HONEYCOMB_API_KEY: "hc-1" },
    path: "/v1/traces",
    headers: { "x-honeycomb-team": "hc-1" },
    spans: EVERYTHING,
  },
  "grafana-cloud": {
    address: "https://otlp-gateway-prod-us-east-0.grafana.net/otlp",
    env: { GRAFANA_CLOUD_OTLP_ENDPOINT: "@/otlp", GRAFANA_CLOUD_AUTH: "MTI6Z2xj" },
    path: "/otlp/v1/traces",
    headers: { authorization: "Basic MTI6Z2xj" },
    spans: EVERYTHING,
    hasMetrics: true,
  },
  signoz: {
    address: "https://ingest.us.signoz.cloud:443",
    env: { SIGNOZ_ENDPOINT: "@", SIGNOZ_INGESTION_KEY: "sz-1" },
    path: "/v1/traces",
    headers: { "signoz-ingestion-key": "sz-1" },
    spans: EVERYTHING,
    hasMetrics: true,
  },
};

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("presets, all at once", () => {
  const receivers = new Map<string, OtlpReceiver>();
  let backend: OtlpReceiver;
  let collector: RunningCollector;
  const at = (name: string): OtlpReceiver => receivers.get(name) ?? backend;

  beforeAll(async () => {
    backend = await startOtlpReceiver();
    const env: Record<string, string> = {};
    for (const [name, preset] of Object.entries(PRESETS)) {
      const receiver = await startOtlpReceiver();
      receivers.set(name, receiver);
      for (const [key, value] of Object.entries(preset.env)) env[key] = value.replace("@", receiver.url);
    }
    const overlays = Object.keys(PRESETS).map((name) => `presets/${name}.yaml`);
    collector = await startCollector({ backendUrl: backend.url, overlays, env, models: CALL_MODELS });
    expect(await collector.post(otlpSpans([CALL, AGENT, HTTP]))).toBe(200);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await Promise.all([collector, backend, ...receivers.values()].map((one) => one[Symbol.asyncDispose]()));
  });

  it.each(Object.entries(PRESETS))(
    "%s gets its spans and the cost, at its path and with its headers",
    async (name, preset) => {
      const receiver = at(name);
      await receiver.waitFor(({ spans }) => spans.length >= preset.spans.length, 30_000);
      expect(receiver.spans.map((span) => span.name).sort()).toEqual([...preset.spans].sort());
      const request = receiver.requests.find(({ path }) => path.endsWith("/traces"));
      expect(request).toMatchObject({ path: preset.path, headers: preset.headers });
      expect(callAt(receiver)).toMatchObject({ "outlay.cost.total_usd": CALL_USD, ...preset.call });
      expect(receiver.problems).toEqual([]);
    },
  );

  it.each(Object.keys(PRESETS).filter((name) => PRESETS[name]?.hasMetrics))(
    "%s gets the cost counters",
    async (name) => {
      const isCost = (metric: { readonly name: string }): boolean => metric.name === "outlay.cost";
      await at(name).waitFor(({ metrics }) => metrics.some(isCost), 30_000);
      const points = at(name).metrics.findLast(isCost)?.points ?? [];
      expect(points.reduce((sum, { value = 0 }) => sum + value, 0)).toBeCloseTo(CALL_USD, 12);
    },
  );

  it.each(Object.entries(PRESETS))("%s goes to the service when nothing says otherwise", async (name, { address }) => {
    const configs = ["--config", SMALL_GATEWAY, "--config", `presets/${name}.yaml`];
    const { stdout } = await run(await collectorBinary(), ["print-config", ...configs], { cwd: CONFIG_FOLDER });
    expect(stdout).toContain(`endpoint: ${address}\n`);
  });

  it("keep their names to themselves", async () => {
    await backend.waitFor(({ spans }) => spans.length >= EVERYTHING.length, 30_000);
    const names = Object.keys(callAt(backend)).join(" ");
    expect(names).not.toMatch(/braintrust|openinference|llm\.|traceloop/);
  });
});

function callAt({ spans }: OtlpReceiver): ReceivedSpan["attributes"] {
  return spans.find(({ name }) => name === CALL.name)?.attributes ?? {};
}
