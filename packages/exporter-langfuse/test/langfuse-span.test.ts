// SPDX-License-Identifier: Apache-2.0
import { langfuseSpan } from "@outlay/exporter-langfuse";
import { describe, expect, it } from "vitest";

import { COUNTED_BY_LANGFUSE, observationOf } from "./langfuse-server.ts";
import { spanWith } from "./spans.ts";

const CALL = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-5.6",
  "gen_ai.response.model": "gpt-5.6-2026-08-01",
  "gen_ai.request.temperature": 0.2,
  "gen_ai.request.max_tokens": 1024,
  "gen_ai.request.stream": true,
  "gen_ai.response.time_to_first_chunk": 0.25,
  "outlay.response.service_tier": "priority",
  "gen_ai.usage.input_tokens": 1500,
  "gen_ai.usage.cache_read.input_tokens": 1000,
  "gen_ai.usage.output_tokens": 50,
  "gen_ai.usage.reasoning.output_tokens": 20,
  "outlay.cost.status": "priced",
  "outlay.cost.total_usd": 0.0031,
  "outlay.cost.uncached_input_usd": 0.002,
  "outlay.cost.cache_read_usd": 0.0005,
  "outlay.cost.output_usd": 0.0006,
  "user.id": "user-1",
  "session.id": "session-1",
};

describe("langfuseSpan", () => {
  it("makes a generation of a call, with all that Langfuse shows for one", () => {
    expect(observationOf(langfuseSpan(spanWith(CALL), { "langfuse.trace.name": "plan trip" }))).toEqual({
      type: "generation",
      model: "gpt-5.6-2026-08-01",
      modelParameters: { temperature: 0.2, max_tokens: 1024, stream: true, service_tier: "priority" },
      usage: { input: 500, input_cached_tokens: 1000, output: 30, output_reasoning_tokens: 20, total: 1550 },
      cost: { input: 0.002, input_cached_tokens: 0.0005, output: 0.0006, total: 0.0031 },
      shown: { input: 1500, output: 50, total: 1550, costUsd: 0.0031 },
      level: "DEFAULT",
      statusMessage: undefined,
      completionStartTime: "2026-11-23T12:00:00.250Z",
      traceName: "plan trip",
      userId: "user-1",
      sessionId: "session-1",
      tags: undefined,
      environment: undefined,
      release: undefined,
    });
  });

  it.each([
    ["chat", "generation"],
    ["embeddings", "embedding"],
    ["rerank", "generation"],
    ["image_generation", "generation"],
    ["invoke_agent", "agent"],
    ["execute_tool", "tool"],
    ["retrieval", "retriever"],
    ["invoke_workflow", "chain"],
    ["plan", "chain"],
    ["constructor", "span"],
    [["chat"], "span"],
    [undefined, "span"],
  ])("types the operation %j as %s", (operation, type) => {
    expect(observationOf(langfuseSpan(spanWith({ "gen_ai.operation.name": operation }))).type).toBe(type);
  });

  it("leaves a span that has nothing to do with models as it is", () => {
    const attributes = { "http.request.method": "GET", "http.response.status_code": 200 };
    expect(langfuseSpan(spanWith(attributes)).attributes).toEqual(attributes);
  });

  it("leaves usage that the application's own span states to Langfuse", () => {
    const attributes = { "gen_ai.request.model": "own", "gen_ai.usage.input_tokens": 5 };
    expect(langfuseSpan(spanWith(attributes)).attributes).toEqual(attributes);
  });

  it("keeps what the application set under Langfuse's own names", () => {
    const own = {
      "langfuse.observation.type": "evaluator",
      "langfuse.observation.usage_details": '{"input":1}',
      "langfuse.observation.cost_details": '{"total":2}',
      "langfuse.trace.name": "own name",
    };
    const attributes = { ...CALL, ...own };
    expect(langfuseSpan(spanWith(attributes), { "langfuse.trace.name": "root" }).attributes).toMatchObject(own);
  });

  it("does not let Langfuse count the text of a call that another span is billed for", () => {
    const text = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "m", "gen_ai.input.messages": "[]" };
    const duplicate = spanWith({ ...text, "outlay.cost.status": "duplicate" });
    expect(observationOf(duplicate).shown.total).toBe(COUNTED_BY_LANGFUSE);
    expect(observationOf(langfuseSpan(duplicate)).shown).toEqual({ input: 0, output: 0, total: 0, costUsd: 0 });
  });

  it("counts nothing for a duplicate in an old dialect, which names no operation", () => {
    const attributes = {
      "llm.request.type": "chat",
      "gen_ai.usage.prompt_tokens": 9,
      "outlay.cost.status": "duplicate",
    };
    expect(observationOf(langfuseSpan(spanWith(attributes))).shown.total).toBe(0);
  });

  it("prefers a span's own user and session to the trace's, under whichever name", () => {
    const trace = { "langfuse.user.id": "root", "langfuse.session.id": "root" };
    const own = { "user.id": "own", "gen_ai.conversation.id": "own" };
    expect(observationOf(langfuseSpan(spanWith(own), trace))).toMatchObject({ userId: "own", sessionId: "own" });
    expect(observationOf(langfuseSpan(spanWith({}), trace))).toMatchObject({ userId: "root", sessionId: "root" });
  });

  it("states no usage for a call whose usage is not known", () => {
    const mapped = langfuseSpan(spanWith({ "gen_ai.operation.name": "chat", "outlay.usage.status": "missing" }));
    expect(mapped.attributes).not.toHaveProperty(["langfuse.observation.usage_details"]);
  });

  it.each([
    ["an error", { code: 2, message: "overloaded" }, {}, "ERROR", "overloaded"],
    ["an error that has a type only", { code: 2 }, { "error.type": "429" }, "ERROR", "429"],
    [
      "an answer nobody read on",
      { code: 0 },
      { "outlay.operation.outcome": "abandoned" },
      "WARNING",
      "answer abandoned by the caller",
    ],
    ["success", { code: 1 }, {}, "DEFAULT", undefined],
  ])("gives %s its level and message", (_, status, attributes, level, statusMessage) => {
    const mapped = langfuseSpan(spanWith({ ...CALL, ...attributes }, { status }));
    expect(observationOf(mapped)).toMatchObject({ level, statusMessage });
  });

  it.each([[-1e300], [Number.NaN], ["soon"]])("has no time of first token when the span says %j", (seconds) => {
    const mapped = langfuseSpan(spanWith({ ...CALL, "gen_ai.response.time_to_first_chunk": seconds }));
    expect(mapped.attributes).not.toHaveProperty(["langfuse.observation.completion_start_time"]);
  });

  it("changes nothing but attributes, and those on a copy", () => {
    const span = spanWith(Object.freeze({ ...CALL }), { events: [{ name: "event", time: [1, 2] }] });
    const { attributes: mapped, spanContext: mappedContext, ...restOfMapped } = langfuseSpan(span);
    const { attributes, spanContext, ...rest } = span;
    expect(restOfMapped).toEqual(rest);
    expect(mappedContext()).toEqual(spanContext());
    expect(mapped).toMatchObject(attributes);
    expect(restOfMapped.resource).toBe(span.resource);
  });
});
