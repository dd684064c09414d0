// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver, ReceivedSpan } from "@outlay-test/otlp-receiver";
import { METRICS, OUTLAY } from "@outlay/semconv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { BUILD_TIMEOUT_MS, WITHOUT_COLLECTOR } from "../src/collector-binary.ts";
import { APP_MODELS, runNodeApp } from "../src/run-node-app.ts";
import type { AppResult } from "../src/run-node-app.ts";
import { scrapeUntil, total } from "../src/scrape.ts";
import { startCollector } from "../src/start-collector.ts";
import type { RunningCollector } from "../src/start-collector.ts";

const COST = "outlay_cost_USD_total";
const CALLS = 13;
/** One of no price, and one that was refused. */
const PRICED_CALLS = CALLS - 2;
const ARRIVES_WITHIN_MS = 30_000;

/** Counts in the provider's words, and what they cost: 0.25, 0.025 and 2 USD a million. */
const CHAT = {
  usage: {
    prompt_tokens: 1000,
    completion_tokens: 100,
    total_tokens: 1100,
    prompt_tokens_details: { cached_tokens: 400 },
  },
  usd: (600 * 0.25 + 400 * 0.025 + 100 * 2) / 1e6,
};

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("a Node program with the preload, through the Collector", () => {
  let folder: string;
  let provider: FakeProvider;
  let backend: OtlpReceiver;
  let second: OtlpReceiver;
  let langfuse: OtlpReceiver;
  let collector: RunningCollector;
  let app: AppResult;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-end-to-end-"));
    [provider, backend, second, langfuse] = await Promise.all([
      startFakeProvider(),
      startOtlpReceiver(),
      startOtlpReceiver(),
      startOtlpReceiver(),
    ]);
    provider.enqueue(
      // Retried by the SDK: two requests, one call.
      { fault: { kind: "status", status: 429, retryAfterMs: 1 } },
      { when: { contains: "How high" }, usage: CHAT.usage },
      { when: { model: "refused" }, fault: { kind: "status", status: 400 } },
    );
    collector = await startCollector({
      backendUrl: backend.url,
      models: APP_MODELS,
      overlays: ["overlays/langfuse.yaml", `yaml:${JSON.stringify(secondBackend(second.url))}`],
      env: { LANGFUSE_BASE_URL: langfuse.url, LANGFUSE_AUTH: "cGs6c2s=" },
    });
    app = await runNodeApp(provider, collector, {
      OUTLAY_FILE: join(folder, "spans.jsonl"),
      OUTLAY_METRIC_ATTRIBUTES: "team.id",
    });
    for (const receiver of [backend, second, langfuse])
      await receiver.waitFor(({ spans }) => spans.length >= CALLS, ARRIVES_WITHIN_MS);
    await backend.waitFor(({ metrics }) => metrics.some(({ name }) => name === METRICS.COST.name), ARRIVES_WITHIN_MS);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await Promise.all([collector, provider, backend, second, langfuse].map((one) => one[Symbol.asyncDispose]()));
    await rm(folder, { recursive: true });
  });

  it("runs as it would without", () => {
    expect(app.stdout).toBe("400\n");
    expect(app.stderr.trim()).toMatch(/^outlay: a call is not priced.*openai\/nobody-knows-it unknown_model$/);
    expect(provider.requests).toHaveLength(CALLS + 1);
  });

  it("has each call once, wherever it went", () => {
    const ids = [backend, second, langfuse].map(({ spans }) => spans.map(({ spanId }) => spanId).sort());
    expect(new Set(ids[0]).size).toBe(CALLS);
    expect(ids[1]).toEqual(ids[0]);
    expect(ids[2]).toEqual(ids[0]);
    expect([backend, second, langfuse].flatMap(({ problems }) => problems)).toEqual([]);
  });

  it("has the cost that the price list gives, to the nano-dollar", () => {
    const chat = backend.spans.find(({ attributes }) => attributes["gen_ai.usage.input_tokens"] === 1000);
    expect(chat?.attributes[OUTLAY.COST_TOTAL_USD]).toBeCloseTo(CHAT.usd, 9);
    expect(backend.spans.filter(isPriced)).toHaveLength(PRICED_CALLS);
  });

  it("has the same cost in the program's file, at two backends, in Langfuse, in Prometheus and in its own metric", async () => {
    const file = await readFile(join(folder, "spans.jsonl"), "utf8");
    const inProgram = sum(
      [...file.matchAll(/"outlay\.cost\.total_usd","value":\{"(?:double|int)Value":"?(?<usd>[\d.e-]+)/g)].map(
        ({ groups }) => Number(groups?.["usd"]),
      ),
    );
    const calls = METRICS.OPERATION_DURATION.name.replaceAll(".", "_");
    const samples = await scrapeUntil(
      collector.prometheusUrl,
      (all) => total(all, `${calls}_seconds_count`) >= CALLS && total(all, COST) > inProgram * (1 - 1e-9),
    );
    const places = {
      "at the backend": sum(backend.spans.filter(isPriced).map(usdOf)),
      "at the second": sum(second.spans.filter(isPriced).map(usdOf)),
      "in Langfuse": sum(langfuse.spans.map(langfuseUsd)),
      "in Prometheus": total(samples, COST),
      "in the program's metric": sum(
        backend.metrics
          .filter(({ name }) => name === METRICS.COST.name)
          .flatMap(({ points }) => points.map(({ value = 0 }) => value)),
      ),
    };
    expect(inProgram).toBeGreaterThan(CHAT.usd);
    for (const [place, usd] of Object.entries(places)) expect(usd, place).toBeCloseTo(inProgram, 12);
    expect(total(samples, COST, { team_id: "search" }) + total(samples, COST, { team_id: "ads" })).toBeCloseTo(
      inProgram,
      12,
    );
    expect(total(samples, `${calls}_seconds_count`)).toBe(CALLS);
  });

  it("tells nobody a cost of the call without a price, and counts it", async () => {
    for (const { spans } of [backend, second, langfuse]) {
      const attributes = spans.find((span) => span.name === "chat nobody-knows-it")?.attributes ?? {};
      expect(attributes[OUTLAY.COST_STATUS]).toBe("unpriced");
      expect(Object.keys(attributes).filter((name) => /cost_details|usd$|usage\.cost/.test(name))).toEqual([]);
    }
    const samples = await scrapeUntil(
      collector.prometheusUrl,
      (all) => total(all, "outlay_unpriced_requests_total") > 0,
    );
    expect(total(samples, "outlay_unpriced_requests_total")).toBe(1);
  });
});

/** One more place that spans are sent to. */
function secondBackend(endpoint: string): object {
  return {
    exporters: { "otlp_http/second": { endpoint } },
    service: { pipelines: { "traces/second": { receivers: ["forward/kept"], exporters: ["otlp_http/second"] } } },
  };
}

function isPriced({ attributes }: ReceivedSpan): boolean {
  return attributes[OUTLAY.COST_TOTAL_USD] !== undefined;
}

function usdOf({ attributes }: ReceivedSpan): number {
  return Number(attributes[OUTLAY.COST_TOTAL_USD]);
}

function langfuseUsd({ attributes }: ReceivedSpan): number {
  const details = attributes["langfuse.observation.cost_details"];
  return typeof details === "string" ? (JSON.parse(details) as { total: number }).total : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
