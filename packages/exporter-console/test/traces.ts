// SPDX-License-Identifier: Apache-2.0
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { Attributes } from "@opentelemetry/api";
import { OTEL_SDKS, recordSpans } from "@outlay-test/otel-sdks";
import type { OtelSdk, SpanTree } from "@outlay-test/otel-sdks";
import type { ReadableSpanLike } from "@outlay/semconv";

const RATES = {
  "claude-sonnet-4-5": { uncached: 3, cached: 0.3, written: 3.75, output: 15 },
  "gpt-5.1": { uncached: 1.25, cached: 0.125, written: 1.25, output: 10 },
};

/** Tokens of a call: uncached, read from the cache, written to it, output. */
type Tokens = readonly [uncached: number, cached: number, written: number, output: number];

/** Attributes of a priced call, at list price. */
export function call(model: keyof typeof RATES, [uncached, cached, written, output]: Tokens): Attributes {
  const rate = RATES[model];
  const usd = (tokens: number, perMillion: number): number => Math.round(tokens * perMillion * 1e6) / 1e12;
  const parts = {
    uncached_input: usd(uncached, rate.uncached),
    cache_read: usd(cached, rate.cached),
    cache_write: usd(written, rate.written),
    output: usd(output, rate.output),
  };
  const total = Object.values(parts).reduce((sum, part) => sum + Math.round(part * 1e12), 0) / 1e12;
  const withoutCache = usd(uncached + cached + written, rate.uncached) + parts.output;
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": model.startsWith("gpt") ? "openai" : "anthropic",
    "gen_ai.request.model": model,
    "gen_ai.usage.input_tokens": uncached + cached + written,
    "gen_ai.usage.output_tokens": output,
    ...(cached > 0 ? { "gen_ai.usage.cache_read.input_tokens": cached } : {}),
    ...(written > 0 ? { "gen_ai.usage.cache_creation.input_tokens": written } : {}),
    "outlay.usage.status": "reported",
    "outlay.cost.status": "priced",
    "outlay.cost.total_usd": total,
    ...Object.fromEntries(Object.entries(parts).map(([kind, amount]) => [`outlay.cost.${kind}_usd`, amount])),
    "outlay.cost.cache_saved_usd": Math.round((withoutCache - total) * 1e12) / 1e12,
  };
}

/** A call as a span. */
export function chat(model: keyof typeof RATES, durationMs: number, tokens: Tokens, extra: Attributes = {}): SpanTree {
  return { name: `chat ${model}`, kind: SpanKind.CLIENT, durationMs, attributes: { ...call(model, tokens), ...extra } };
}

function tool(name: string, durationMs: number, children: readonly SpanTree[] = []): SpanTree {
  const attributes = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": name };
  return { name: `execute_tool ${name}`, durationMs, attributes, children };
}

/** An agent that plans, calls tools, delegates to another agent, meets an error and finishes. */
export const TRIP: SpanTree = {
  name: "plan-trip",
  durationMs: 21_400,
  attributes: { "session.id": "lisbon-in-may", "user.id": "user-42" },
  children: [
    chat("claude-sonnet-4-5", 2_900, [412, 0, 6_204, 311]),
    tool("search_flights", 830, [{ name: "GET", kind: SpanKind.CLIENT, durationMs: 790 }]),
    chat("claude-sonnet-4-5", 3_400, [1_873, 6_204, 1_120, 604], { "http.request.resend_count": 1 }),
    {
      name: "invoke_agent hotel-scout",
      durationMs: 7_600,
      attributes: { "gen_ai.operation.name": "invoke_agent" },
      children: [
        chat("gpt-5.1", 1_900, [1_204, 0, 0, 188]),
        tool("search_hotels", 1_210),
        chat("gpt-5.1", 3_100, [2_310, 1_152, 0, 790]),
        {
          ...tool("book_hotel", 140),
          beforeEnd: (span) => {
            span.setAttribute("error.type", "RoomTakenError").setStatus({ code: SpanStatusCode.ERROR });
          },
        },
      ],
    },
    chat("claude-sonnet-4-5", 4_800, [2_940, 7_324, 0, 1_296]),
  ],
};

/** Everything that can be wrong with a bill, in one trace. */
export const TROUBLE: SpanTree = {
  name: "nightly 🌙 数据 report",
  durationMs: 3_725_000,
  children: [
    { ...chat("gpt-5.1", 12_300, [1_234_567, 9_876_543, 0, 45_678]) },
    chat("gpt-5.1", 900, [90, 0, 0, 12], { "outlay.cost.status": "estimated" }),
    chat("claude-sonnet-4-5", 65_000, [800, 0, 0, 40], {
      "outlay.usage.status": "partial",
      "outlay.cost.status": "partial",
      "outlay.operation.outcome": "abandoned",
    }),
    {
      name: "chat llama-9",
      durationMs: 240,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "llama-9",
        "gen_ai.response.model": "mixtral-2",
        "gen_ai.usage.input_tokens": 640,
        "gen_ai.usage.output_tokens": 25,
        "outlay.cost.status": "unpriced",
      },
    },
    {
      name: "chat gpt-5.1",
      durationMs: 30_000,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-5.1",
        "outlay.usage.status": "missing",
        "outlay.cost.status": "unpriced",
        "http.request.resend_count": 2,
        "error.type": "rate_limit_exceeded",
      },
      beforeEnd: (span) => span.setStatus({ code: SpanStatusCode.ERROR }),
    },
    {
      name: "ai.generateText.doGenerate",
      durationMs: 12_300,
      attributes: { "ai.operationId": "ai.generateText.doGenerate", "outlay.cost.status": "duplicate" },
    },
    {
      name: "chat local",
      durationMs: 0.4,
      attributes: {
        ...call("gpt-5.1", [0, 0, 0, 0]),
        "gen_ai.request.model": "local",
        "gen_ai.usage.output_tokens": 7,
      },
    },
  ],
};

/** The finished spans of a tree, recorded by an SDK. */
export async function spansOf(tree: SpanTree, sdk: OtelSdk | undefined = OTEL_SDKS[0]): Promise<ReadableSpanLike[]> {
  const spans: ReadableSpanLike[] = [];
  const provider = sdk?.provider({
    exporter: {
      export: (ended, done) => {
        spans.push(...ended);
        done({ code: 0 });
      },
      shutdown: async () => {},
    },
  });
  if (provider === undefined) throw new Error("no SDK");
  recordSpans(provider.getTracer("agent"), tree);
  await provider.forceFlush();
  return spans;
}
