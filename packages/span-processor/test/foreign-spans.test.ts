// SPDX-License-Identifier: Apache-2.0
import { SpanStatusCode, context, diag } from "@opentelemetry/api";
import type { Attributes } from "@opentelemetry/api";
import { createBudgetTracker } from "@outlay/budget";
import type { BudgetEvent } from "@outlay/budget";
import { withAttributes } from "@outlay/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { OutlaySpanProcessor } from "../src/index.ts";
import type { OutlaySpanProcessorOptions } from "../src/index.ts";
import { SDKS, useAsyncContext } from "./sdks.ts";
import type { FinishedSpan, Sdk } from "./sdks.ts";

/** claude-sonnet-4-5: $3 in, $0.30 read, $3.75 written 5m, $15 out per million tokens. */
const CLAUDE: Attributes = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "anthropic",
  "gen_ai.request.model": "claude-sonnet-4-5",
  "gen_ai.response.model": "claude-sonnet-4-5-20250929",
  "gen_ai.response.id": "msg_1",
  "gen_ai.usage.input_tokens": 1500,
  "gen_ai.usage.output_tokens": 50,
  "gen_ai.usage.cache_read.input_tokens": 1000,
  "gen_ai.usage.cache_creation.input_tokens": 400,
};
// 100 × 3 + 1000 × 0.3 + 400 × 3.75 + 50 × 15 = 2850 micro-USD
const CLAUDE_USD = 0.00285;

describe.each(Object.entries(SDKS))("foreign spans on %s", (_name, start) => {
  let sdk: Sdk;

  function processing(options: OutlaySpanProcessorOptions = {}): Sdk {
    sdk = start(new OutlaySpanProcessor(options));
    return sdk;
  }

  beforeEach(useAsyncContext);
  afterEach(async () => {
    await sdk.shutdown();
    context.disable();
    diag.disable();
    vi.restoreAllMocks();
  });

  it("carry the cost, each part, and what the cache saved, when the exporter sees them", () => {
    processing().tracer("somebody").startSpan("chat claude-sonnet-4-5", { attributes: CLAUDE }).end();
    const [span] = sdk.finished();
    expect(span?.attributes).toMatchObject({
      "gen_ai.usage.cost": CLAUDE_USD,
      "outlay.cost.total_usd": CLAUDE_USD,
      "outlay.cost.total_nano_usd": 2_850_000,
      "outlay.cost.uncached_input_usd": 0.0003,
      "outlay.cost.cache_read_usd": 0.0003,
      "outlay.cost.cache_write_usd": 0.0015,
      "outlay.cost.output_usd": 0.00075,
      "outlay.cost.cache_saved_usd": 0.0024,
      "outlay.cost.model_source": "response",
    });
  });

  it("are priced once when two instrumentations nest: the inner span has the cost, the outer names it", () => {
    // chat (openlit-like)
    // └─ POST
    //    └─ chat (inner)
    const tracer = processing().tracer("outer");
    tracer.startActiveSpan("outer", { attributes: { ...CLAUDE, "gen_ai.response.id": "other" } }, (outer) => {
      tracer.startActiveSpan("POST", (post) => {
        tracer.startSpan("inner", { attributes: CLAUDE }).end();
        post.end();
      });
      outer.end();
    });
    const inner = byName("inner");
    expect(inner.attributes["gen_ai.usage.cost"]).toBe(CLAUDE_USD);
    expect(byName("outer").attributes).toMatchObject({
      "outlay.cost.status": "duplicate",
      "outlay.cost.duplicate_of": inner.spanId,
    });
    expect(byName("outer").attributes).not.toHaveProperty("gen_ai.usage.cost");
  });

  it("are priced once when siblings of one trace carry the same response id", () => {
    const tracer = processing().tracer("x");
    tracer.startActiveSpan("agent", (agent) => {
      tracer.startSpan("first", { attributes: CLAUDE }).end();
      tracer.startSpan("second", { attributes: CLAUDE }).end();
      agent.end();
    });
    expect(byName("first").attributes["gen_ai.usage.cost"]).toBe(CLAUDE_USD);
    expect(byName("second").attributes["outlay.cost.status"]).toBe("duplicate");
  });

  it("are both priced when different traces repeat a response id, as some servers do", () => {
    const tracer = processing().tracer("x");
    tracer.startSpan("first", { attributes: CLAUDE, root: true }).end();
    tracer.startSpan("second", { attributes: CLAUDE, root: true }).end();
    expect(sdk.finished().map((span) => span.attributes["gen_ai.usage.cost"])).toEqual([CLAUDE_USD, CLAUDE_USD]);
  });

  it.each(["invoke_agent", "execute_tool", "invoke_workflow", "agent_step", "fetch_response", "plan"])(
    "of the operation %s are structure and never priced",
    (operation) => {
      processing()
        .tracer("x")
        .startSpan(operation, { attributes: { ...CLAUDE, "gen_ai.operation.name": operation } })
        .end();
      expect(sdk.finished()[0]?.attributes).not.toHaveProperty("outlay.cost.status");
    },
  );

  it("of an unknown model get a status and no amount, and the model is named once", () => {
    const warn = vi.fn();
    diag.setLogger({ error: warn, warn, info: vi.fn(), debug: vi.fn(), verbose: vi.fn() });
    const tracer = processing().tracer("x");
    for (const id of ["a", "b"]) {
      const attributes = {
        ...CLAUDE,
        "gen_ai.response.id": id,
        "gen_ai.response.model": "claude-sonnet-5-9-mini",
        "gen_ai.request.model": "claude-sonnet-5-9-mini",
      };
      tracer.startSpan("x", { attributes }).end();
    }
    for (const span of sdk.finished()) {
      expect(span.attributes["outlay.cost.status"]).toBe("unpriced");
      expect(span.attributes).not.toHaveProperty("gen_ai.usage.cost");
      expect(span.attributes).not.toHaveProperty("outlay.cost.total_nano_usd");
    }
    const named = warn.mock.calls.filter(([message]) => String(message).includes("claude-sonnet-5-9-mini"));
    expect(named).toHaveLength(1);
  });

  it("that say nothing of GenAI are left alone", () => {
    processing()
      .tracer("http")
      .startSpan("GET /", { attributes: { "http.request.method": "GET" } })
      .end();
    expect(sdk.finished()[0]?.attributes).toEqual({ "http.request.method": "GET" });
  });

  it("carry the scope of withAttributes and count in its budgets, each threshold told once", () => {
    const events: BudgetEvent[] = [];
    const budgets = createBudgetTracker([
      {
        name: "users",
        limit: { usd: 0.01 },
        window: { every: "day", timezone: "UTC" },
        groupBy: ["user.id"],
        thresholds: [{ at: 0.5 }, { at: 1 }],
      },
    ]);
    const tracer = processing({ budgets, onBudgetEvent: (event) => events.push(event) }).tracer("x");
    for (let call = 0; call < 5; call += 1) {
      withAttributes({ "user.id": "ada", feature: "triage" }, () => {
        tracer.startSpan("chat", { attributes: { ...CLAUDE, "gen_ai.response.id": `msg_${call}` } }).end();
      });
    }
    expect(sdk.finished()[0]?.attributes).toMatchObject({ "user.id": "ada", feature: "triage" });
    expect(events.map((event) => [event.kind, event.group])).toEqual([
      ["threshold_crossed", { "user.id": "ada" }],
      ["exhausted", { "user.id": "ada" }],
    ]);
  });

  it("never throw into the program when a listener of ours does", () => {
    const failing = (): never => {
      throw new Error("listener");
    };
    const tracer = processing({ onPriced: failing, onBudgetEvent: failing }).tracer("x");
    expect(() => tracer.startSpan("chat", { attributes: CLAUDE }).end()).not.toThrow();
    expect(sdk.finished()[0]?.attributes["gen_ai.usage.cost"]).toBe(CLAUDE_USD);
  });

  it("that failed without usage are not a bill of zero", () => {
    const { "gen_ai.usage.input_tokens": _in, "gen_ai.usage.output_tokens": _out, ...rest } = CLAUDE;
    const span = processing()
      .tracer("x")
      .startSpan("chat", {
        attributes: {
          ...rest,
          "gen_ai.usage.cache_read.input_tokens": undefined,
          "gen_ai.usage.cache_creation.input_tokens": undefined,
        },
      });
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    expect(sdk.finished()[0]?.attributes["outlay.cost.status"]).toBe("unpriced");
  });

  function byName(name: string): FinishedSpan {
    const found = sdk.finished().find((span) => span.name === name);
    if (found === undefined) throw new Error(`no span ${name}`);
    return found;
  }
});
