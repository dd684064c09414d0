// SPDX-License-Identifier: Apache-2.0
import { SpanKind, context, trace } from "@opentelemetry/api";
import type { Attributes, SpanOptions } from "@opentelemetry/api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { OutlaySpanProcessor } from "../src/index.ts";
import type { PricedOperation } from "../src/index.ts";
import { SDKS, useAsyncContext } from "./sdks.ts";
import type { FinishedSpan, Sdk } from "./sdks.ts";

const GPT: Attributes = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-5-mini",
  "gen_ai.usage.input_tokens": 1500,
  "gen_ai.usage.output_tokens": 50,
};
const withId = (id: string): Attributes => ({ ...GPT, "gen_ai.response.id": id });
const ROOT = { root: true };

describe.each(Object.entries(SDKS))("one call seen twice on %s", (_name, start) => {
  let sdk: Sdk;
  let billed: PricedOperation[];

  beforeEach(() => {
    useAsyncContext();
    billed = [];
    sdk = start(new OutlaySpanProcessor({ onPriced: (priced) => billed.push(priced) }));
  });
  afterEach(async () => {
    await sdk.shutdown();
    context.disable();
  });

  /** Two spans at the same time, the second started and ended inside the first, neither the parent of the other. */
  function sideBySide(
    first: [scope: string, attributes: Attributes],
    second: [scope: string, attributes: Attributes],
  ): void {
    const outer = sdk.tracer(first[0]).startSpan("outer", { attributes: first[1], ...ROOT, startTime: 1000 });
    sdk
      .tracer(second[0])
      .startSpan("inner", { attributes: second[1], ...ROOT, startTime: 1001 })
      .end(1002);
    outer.end(1003);
  }

  it("has one cost, also where both emitters worked one out themselves", () => {
    const estimated = { ...withId("a"), "gen_ai.usage.cost": 0.9 };
    sideBySide(["one", estimated], ["two", estimated]);

    const costs = sdk.finished().map(({ attributes }) => attributes["gen_ai.usage.cost"]);
    // $0.25 in and $2 out for a million.
    expect(costs.filter((usd) => usd !== undefined)).toEqual([(1500 * 0.25 + 50 * 2) / 1e6]);
    for (const { attributes } of sdk.finished()) expect(attributes["outlay.cost.emitter_usd"]).toBe(0.9);
  });

  it.each<[what: string, outer: Attributes, inner: Attributes]>([
    ["by two emitters, one of which has no response id", withId("a"), GPT],
    ["by two emitters without response ids", GPT, GPT],
    ["by two emitters with the same id in two traces", withId("a"), withId("a")],
  ])("is billed once when its spans do not nest: %s", (_what, outer, inner) => {
    sideBySide(["one", outer], ["two", inner]);
    expect(billed).toHaveLength(1);
    expect(byName("outer").attributes).toMatchObject({
      "outlay.cost.status": "duplicate",
      "outlay.cost.duplicate_of": byName("inner").spanId,
    });
  });

  it.each<[what: string, outer: [string, Attributes], inner: [string, Attributes]]>([
    ["one emitter", ["one", GPT], ["one", GPT]],
    ["two response ids", ["one", withId("a")], ["two", withId("b")]],
    ["other counts", ["one", GPT], ["two", { ...GPT, "gen_ai.usage.output_tokens": 51 }]],
    ["another model", ["one", GPT], ["two", { ...GPT, "gen_ai.request.model": "gpt-5" }]],
  ])("is two calls at the same time when they have %s", (_what, outer, inner) => {
    sideBySide(outer, inner);
    expect(billed).toHaveLength(2);
  });

  it("is two calls when one is over before the other begins", () => {
    sdk
      .tracer("one")
      .startSpan("first", { attributes: GPT, ...ROOT, startTime: 1000 })
      .end(1001);
    sdk
      .tracer("two")
      .startSpan("second", { attributes: GPT, ...ROOT, startTime: 1002 })
      .end(1003);
    expect(billed).toHaveLength(2);
  });

  it("has one second view for each first one: of two equal calls that two emitters see, two are billed", () => {
    const spans = ["one", "one", "two", "two"].map((scope) =>
      sdk.tracer(scope).startSpan("chat", { attributes: GPT, ...ROOT, startTime: 1000 }),
    );
    for (const span of spans) span.end(1001);
    sdk
      .tracer("two")
      .startSpan("third", { attributes: GPT, ...ROOT, startTime: 1000 })
      .end(1001);
    expect(billed).toHaveLength(3);
  });

  it("is billed once in every order of three spans with one response id in one trace", () => {
    sdk.tracer("app").startActiveSpan("agent", (agent) => {
      sdk
        .tracer("one")
        .startSpan("first", { attributes: withId("a") })
        .end();
      sdk
        .tracer("two")
        .startSpan("second", { attributes: withId("a") })
        .end();
      sdk
        .tracer("three")
        .startSpan("third", { attributes: withId("a") })
        .end();
      agent.end();
    });
    expect(billed).toHaveLength(1);
  });

  it("is known again in its own trace after another trace has used the same response id", () => {
    const first = sdk.tracer("app").startSpan("first trace", ROOT);
    const inFirst = (scope: string): void => {
      context.with(trace.setSpan(context.active(), first), () =>
        sdk
          .tracer(scope)
          .startSpan("chat", { attributes: withId("x") })
          .end(),
      );
    };
    inFirst("one");
    sdk
      .tracer("one")
      .startSpan("other trace", { attributes: withId("x"), ...ROOT })
      .end();
    inFirst("two");
    expect(billed).toHaveLength(2);
  });

  it("is billed by the outer span where the inner one knows no counts", () => {
    const { "gen_ai.usage.input_tokens": _in, "gen_ai.usage.output_tokens": _out, ...unknown } = GPT;
    sdk.tracer("one").startActiveSpan("outer", { attributes: GPT }, (outer) => {
      sdk.tracer("two").startSpan("inner", { attributes: unknown }).end();
      outer.end();
    });
    expect(byName("outer").attributes["outlay.cost.status"]).toBe("priced");
  });

  it.each<[what: string, kind: SpanKind, below: Attributes | undefined, calls: number]>([
    ["is billed where nothing below it was", SpanKind.CLIENT, undefined, 1],
    ["is no second bill for the call below it", SpanKind.CLIENT, GPT, 1],
    ["is never billed where the agent runs here", SpanKind.INTERNAL, undefined, 0],
  ])("an agent's span with counts %s", (_what, kind, below, calls) => {
    const options: SpanOptions = { kind, attributes: { ...GPT, "gen_ai.operation.name": "invoke_agent" } };
    sdk.tracer("one").startActiveSpan("invoke_agent", options, (agent) => {
      if (below !== undefined) sdk.tracer("one").startSpan("chat", { attributes: below }).end();
      agent.end();
    });
    expect(billed).toHaveLength(calls);
  });

  it("is never billed by an event that repeats its counts", () => {
    const span = sdk.tracer("one").startSpan("chat", { attributes: GPT });
    span.addEvent("gen_ai.client.inference.operation.details", GPT);
    span.end();
    expect(billed).toHaveLength(1);
  });

  function byName(name: string): FinishedSpan {
    const found = sdk.finished().find((span) => span.name === name);
    if (found === undefined) throw new Error(`no span ${name}`);
    return found;
  }
});
