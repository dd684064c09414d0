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

const INPUT = "gen_ai.usage.input_tokens";
const MODEL = "gen_ai.response.model";
const TEN_MEGABYTES = "x".repeat(10_000_000);

const BAD = [
  callSpan(1, { [INPUT]: "1000" }),
  callSpan(2, { [INPUT]: -5 }),
  callSpan(3, { [INPUT]: 1000.5 }),
  callSpan(4, { [INPUT]: 2_000_000_000 }),
  callSpan(5, { [INPUT]: "many", "gen_ai.usage.output_tokens": "more", "gen_ai.usage.cache_read.input_tokens": true }),
  callSpan(6, { [MODEL]: undefined, "gen_ai.request.model": undefined }),
  callSpan(7, { [MODEL]: "", "gen_ai.request.model": "" }),
  callSpan(8, { [MODEL]: 42, "gen_ai.request.model": ["a", "b"] }),
  callSpan(9, { "gen_ai.provider.name": 7 }),
  callSpan(10, { "gen_ai.operation.name": 3 }),
  callSpan(11, { "gen_ai.input.messages": TEN_MEGABYTES }),
  callSpan(12, { "outlay.cost.status": "priced", "outlay.cost.total_usd": "1.5", "outlay.cost.output_usd": "much" }),
  callSpan(13, { "gen_ai.usage.cache_read.input_tokens": 4000 }),
  callSpan(14, { "outlay.response.service_tier": 9, "outlay.response.region": [1], "server.address": 3 }),
  callSpan(15, { "outlay.notes": { operation: "chat" }, "user.id": 5 }),
  callSpan(16, { "ai.response.providerMetadata": "{not json", "ai.usage.inputTokens": "x" }),
];

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("spans that are wrong", () => {
  let backend: OtlpReceiver;
  let collector: RunningCollector;
  const span = (number: number): ReceivedSpan["attributes"] =>
    backend.spans.find(({ name }) => name === `chat ${number}`)?.attributes ?? {};

  beforeAll(async () => {
    backend = await startOtlpReceiver();
    collector = await startCollector({ backendUrl: backend.url, models: CALL_MODELS });
    const good = [callSpan(90), callSpan(91)];
    expect(await collector.post(otlpSpans([...good, ...BAD]))).toBe(200);
    await backend.waitFor(({ spans }) => spans.length >= BAD.length + good.length, 30_000);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await Promise.all([collector[Symbol.asyncDispose](), backend[Symbol.asyncDispose]()]);
  });

  it("come through, with what the emitter wrote", () => {
    expect(backend.spans).toHaveLength(BAD.length + 2);
    expect(backend.problems).toEqual([]);
    expect(span(5)).toMatchObject({ [INPUT]: "many", "gen_ai.usage.output_tokens": "more" });
    expect(span(11)["gen_ai.input.messages"]).toHaveLength(TEN_MEGABYTES.length);
    expect(span(12)).toMatchObject({ "outlay.cost.total_usd": "1.5" });
  });

  it("do no harm to those beside them", () => {
    for (const number of [90, 91, 11]) {
      expect(span(number)).toMatchObject({ "outlay.cost.status": "priced", "outlay.cost.total_usd": CALL_USD });
    }
  });

  it.each([
    [1, "not_a_count"],
    [2, "not_a_count"],
    [3, "not_a_count"],
    [4, "not_a_count"],
    [13, "cache_exceeds_input"],
  ])("of which number %i has some count left are partial: %s", (number, problem) => {
    expect(span(number)["outlay.cost.status"]).toBe("partial");
    expect(span(number)["outlay.cost.problems"]).toContain(problem);
  });

  it.each([
    [5, "usage_missing"],
    [6, "unknown_model"],
    [7, "unknown_model"],
    [8, "unknown_model"],
  ])("of which number %i has nothing to go by have no price: %s", (number, problem) => {
    expect(span(number)["outlay.cost.status"]).toBe("unpriced");
    expect(span(number)["outlay.cost.problems"]).toContain(problem);
    expect(span(number)["outlay.cost.total_usd"]).toBeUndefined();
    expect(span(number)["gen_ai.usage.cost"]).toBeUndefined();
  });

  it("are counted", async () => {
    const samples = await scrapeUntil(
      collector.prometheusUrl,
      (all) => total(all, "outlay_unpriced_requests_total", { outlay_cost_problems: "unknown_model" }) >= 3,
    );
    expect(total(samples, "outlay_unpriced_requests_total", { outlay_cost_problems: "usage_missing" })).toBe(1);
  });

  it("are no news in the log, whose lines would have their content", () => {
    expect(collector.log).not.toMatch(/xxxxx|panic/);
    expect(collector.log.length).toBeLessThan(100_000);
  });
});
