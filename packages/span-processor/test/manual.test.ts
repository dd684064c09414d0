// SPDX-License-Identifier: Apache-2.0
import { SpanKind, SpanStatusCode, context, trace } from "@opentelemetry/api";
import {
  configureManual,
  contentHash,
  recordOperation,
  startAgent,
  startTool,
  traceAgent,
  traceTool,
  traceWorkflow,
  useContentHashKey,
  withAttributes,
} from "@outlay/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { OutlaySpanProcessor } from "../src/index.ts";
import { SDKS, useAsyncContext } from "./sdks.ts";
import type { FinishedSpan, Sdk } from "./sdks.ts";

const CALL = {
  provider: "openai",
  model: "gpt-5-mini",
  usage: { inputTokens: 1000, outputTokens: 100 },
} as const;
// gpt-5-mini: $0.25 in, $2 out per million: 1000 × 0.25 + 100 × 2 = 450 micro-USD
const USD = 0.00045;

describe.each(Object.entries(SDKS))("what a program records itself, on %s", (_name, start) => {
  let sdk: Sdk;

  beforeEach(() => {
    useAsyncContext();
    sdk = start(new OutlaySpanProcessor());
    sdk.register();
  });
  afterEach(async () => {
    configureManual({});
    await sdk.shutdown();
    trace.disable();
    context.disable();
  });

  const spanNamed = (name: string): FinishedSpan => {
    const span = sdk.finished().find((one) => one.name === name);
    if (span === undefined) throw new Error(`no span ${name}`);
    return span;
  };

  it("is a tree of agent, tool and call, with the cost on the call and sums above it", async () => {
    // invoke_workflow nightly
    // └─ invoke_agent triage
    //    ├─ execute_tool search
    //    │  └─ chat gpt-5-mini
    //    └─ chat gpt-5-mini
    await traceWorkflow("nightly", () =>
      traceAgent({ name: "triage", id: "agent-7", conversationId: "c-1" }, async () => {
        await traceTool({ name: "search", callId: "call-1" }, async () => recordOperation(CALL));
        recordOperation(CALL);
      }),
    );

    expect(sdk.finished().map(({ name }) => name)).toEqual([
      "chat gpt-5-mini",
      "execute_tool search",
      "chat gpt-5-mini",
      "invoke_agent triage",
      "invoke_workflow nightly",
    ]);
    const call = spanNamed("chat gpt-5-mini");
    expect(call.kind).toBe(SpanKind.CLIENT);
    expect(call.attributes).toMatchObject({
      "gen_ai.agent.name": "triage",
      "gen_ai.workflow.name": "nightly",
      "gen_ai.conversation.id": "c-1",
      "gen_ai.usage.cost": USD,
      "outlay.cost.status": "priced",
    });
    expect(spanNamed("execute_tool search").attributes).toMatchObject({
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.call.id": "call-1",
      "gen_ai.tool.type": "function",
      "outlay.rollup.calls": 1,
      "outlay.rollup.cost_usd": USD,
    });
    for (const name of ["invoke_agent triage", "invoke_workflow nightly"]) {
      const { attributes } = spanNamed(name);
      expect(attributes).toMatchObject({
        "outlay.rollup.calls": 2,
        "outlay.rollup.cost_usd": 2 * USD,
        "outlay.rollup.input_tokens": 2000,
        "outlay.rollup.output_tokens": 200,
      });
      expect(Object.keys(attributes).filter((key) => key.includes(".usage.") || key.includes(".cost."))).toEqual([]);
    }
  });

  it("sums no cost of calls that have no price", () => {
    traceAgent("a", () => recordOperation({ ...CALL, model: "nobody-prices-this" }));
    const { attributes } = spanNamed("invoke_agent a");
    expect(attributes).toMatchObject({ "outlay.rollup.calls": 1, "outlay.rollup.unpriced_calls": 1 });
    expect(attributes).not.toHaveProperty(["outlay.rollup.cost_usd"]);
  });

  it("takes the cost that a gateway stated, and the times of a call in the past", () => {
    recordOperation({
      ...CALL,
      provider: "acme",
      costUsd: 0.5,
      startTimeMs: 1_700_000_000_000,
      endTimeMs: 1_700_000_001_500,
    });
    const [span] = sdk.finished();
    expect(span?.attributes).toMatchObject({ "gen_ai.usage.cost": 0.5, "outlay.cost.status": "provider_reported" });
    expect([span?.startTime, span?.endTime]).toEqual([
      [1_700_000_000, 0],
      [1_700_000_001, 500_000_000],
    ]);
  });

  it("leaves usage that is not given unknown", () => {
    recordOperation({ provider: "openai", model: "gpt-5-mini" });
    expect(sdk.finished()[0]?.attributes).toMatchObject({
      "outlay.usage.status": "missing",
      "outlay.cost.status": "unpriced",
    });
  });

  it("tells arguments and results of a tool apart without telling them", () => {
    useContentHashKey("a key of this test");
    traceTool({ name: "read", arguments: { path: "secret.txt", line: 1 } }, () => "the secret");
    traceTool({ name: "read", arguments: '{"line":1,"path":"secret.txt"}' }, () => "another secret");
    const [first, second] = sdk.finished();
    expect(first?.attributes["outlay.tool.arguments_hash"]).toMatch(/^[0-9a-f]{16}$/);
    expect(first?.attributes["outlay.tool.arguments_hash"]).toBe(second?.attributes["outlay.tool.arguments_hash"]);
    expect(first?.attributes["outlay.tool.result_hash"]).toBe(contentHash("the secret"));
    expect(first?.attributes["outlay.tool.result_hash"]).not.toBe(second?.attributes["outlay.tool.result_hash"]);
    expect(JSON.stringify(sdk.finished().map(({ attributes }) => attributes))).not.toContain("secret");
  });

  it("tells arguments and results of a tool when content is captured, masked", () => {
    const mask = (_attribute: string, json: string): string => json.replaceAll("secret", "***");
    configureManual({ content: { capture: "span", mask } });
    traceTool({ name: "read", arguments: { path: "secret.txt" } }, () => ({ text: "the secret" }));
    expect(sdk.finished()[0]?.attributes).toMatchObject({
      "gen_ai.tool.call.arguments": '{"path":"***.txt"}',
      "gen_ai.tool.call.result": '{"text":"the ***"}',
    });
  });

  it("hands through what is returned, thrown and rejected, and types the error without its message", async () => {
    expect(traceAgent("a", () => 7)).toBe(7);
    const thrown = new RangeError("a secret");
    expect(() =>
      traceTool("t", () => {
        throw thrown;
      }),
    ).toThrow(thrown);
    await expect(traceWorkflow("w", () => Promise.reject(thrown))).rejects.toBe(thrown);
    for (const name of ["execute_tool t", "invoke_workflow w"]) {
      const { attributes, status } = spanNamed(name);
      expect([attributes["error.type"], status]).toEqual([
        "RangeError",
        { code: SpanStatusCode.ERROR, message: "RangeError" },
      ]);
    }
  });

  it("is around every step of a generator, and ends with it", async () => {
    const stream = traceAgent("a", async function* () {
      recordOperation(CALL);
      yield 1;
      await Promise.resolve();
      recordOperation(CALL);
      yield 2;
    });
    expect(sdk.finished()).toEqual([]);
    const read: number[] = [];
    for await (const item of stream) read.push(item);

    expect(read).toEqual([1, 2]);
    expect(spanNamed("invoke_agent a").attributes).toMatchObject({ "outlay.rollup.calls": 2 });
  });

  it("ends with a generator that is left early", async () => {
    const stream = traceAgent("a", async function* () {
      yield 1;
      yield 2;
    });
    for await (const _ of stream) break;
    expect(sdk.finished().map(({ name }) => name)).toEqual(["invoke_agent a"]);
  });

  it("ends with the block that holds it", () => {
    {
      using agent = startAgent("a");
      agent.run(() => {
        using tool = startTool({ name: "t", callId: "c" });
        tool.run(() => withAttributes({ "user.id": "ada" }, () => recordOperation(CALL)));
        tool.end({ result: { ok: false }, errorType: "tool_error" });
      });
      expect(agent.ended).toBe(false);
    }
    expect(spanNamed("execute_tool t").status.code).toBe(SpanStatusCode.ERROR);
    expect(spanNamed("chat gpt-5-mini").attributes["user.id"]).toBe("ada");
    expect(spanNamed("invoke_agent a").attributes["outlay.rollup.cost_usd"]).toBe(USD);
  });
});
