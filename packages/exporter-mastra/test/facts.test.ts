// SPDX-License-Identifier: Apache-2.0
import { normalizeUsage } from "@outlay/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { MastraExporter } from "../src/index.ts";
import { answerFacts, callFacts } from "../src/model-facts.ts";
import { structureEnd, structureFacts } from "../src/structure-facts.ts";

describe("an answer", () => {
  it("is read with all of its parts", () => {
    const usage = {
      inputTokens: 100,
      outputTokens: 20,
      inputDetails: { text: 40, cacheRead: 30, cacheWrite: 30, cacheWrite5m: 20, cacheWrite1h: 10, audio: 1, image: 2 },
      outputDetails: { text: 10, reasoning: 5, audio: 3, image: 2 },
    };
    const attributes = { usage, finishReason: "stop", responseId: "r", responseModel: "gpt-5-2025-08-07" };
    expect(answerFacts(attributes, undefined)).toEqual({
      id: "r",
      model: "gpt-5-2025-08-07",
      finishReasons: ["stop"],
      errorType: undefined,
      usage: {
        inputTokens: 100,
        outputTokens: 20,
        cacheReadTokens: 30,
        cacheWriteTokens: 30,
        cacheWrite5mTokens: 20,
        cacheWrite1hTokens: 10,
        inputAudioTokens: 1,
        inputImageTokens: 2,
        reasoningTokens: 5,
        outputAudioTokens: 3,
        outputImageTokens: 2,
      },
    });
  });

  it.each([undefined, {}, { inputTokens: undefined }])("whose usage is %j has none, not nought", (usage) => {
    expect(answerFacts({ usage }, undefined).usage).toBeUndefined();
  });

  it("is of the vendor, whichever of its APIs was called", () => {
    expect(callFacts({ model: "gpt-5", provider: "openai.responses", streaming: true })).toEqual({
      request: { operationName: "chat", model: "gpt-5", stream: true, attributes: {} },
      client: { provider: "openai" },
    });
  });
});

describe("a span", () => {
  it.each([
    [
      { type: "agent_run", entityName: "Writer", entityId: "writer" },
      { kind: "agent", name: "Writer", id: "writer" },
    ],
    [
      { type: "workflow_run", entityId: "sums" },
      { kind: "workflow", name: "sums" },
    ],
    [
      { type: "model_step", attributes: { stepIndex: 2 } },
      { kind: "step", name: "step 3" },
    ],
    [
      { type: "mcp_tool_call", entityName: "search", attributes: { toolCallId: "c" }, input: { q: 1 } },
      { kind: "tool", name: "search", toolCallId: "c", input: { q: 1 } },
    ],
  ])("%j is drawn", (span, facts) => {
    expect(structureFacts(span)).toMatchObject(facts);
  });

  it.each(["model_generation", "model_chunk", "processor_run", "generic", "constructor", 1, undefined])(
    "of type %s is not",
    (type) => {
      expect(structureFacts({ type })).toBeUndefined();
    },
  );

  it.each([
    [{ errorInfo: { message: "secret", name: "TypeError", id: "X" } }, "TypeError"],
    [{ errorInfo: { message: "secret", id: "TOOL_EXECUTION_FAILED" } }, "TOOL_EXECUTION_FAILED"],
    [{ errorInfo: { message: "secret" } }, "_OTHER"],
    [{ attributes: { success: false } }, "tool_error"],
    [{ attributes: { success: true } }, undefined],
  ])("%j failed as %s", (span, errorType) => {
    expect(structureEnd(span).errorType).toBe(errorType);
  });
});

const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(
      "agent_run",
      "model_step",
      "model_inference",
      "span_ended",
      -1,
      Number.NaN,
      null,
      undefined,
    ),
    fc.string(),
    fc.integer(),
    fc.dictionary(
      fc.constantFrom(
        "id",
        "type",
        "parent",
        "attributes",
        "usage",
        "inputTokens",
        "exportedSpan",
        "errorInfo",
        "traceId",
      ),
      tie("value"),
      { maxKeys: 7 },
    ),
  ),
}));

describe("the exporter", () => {
  it("survives anything that it is told, and runs what it is given", () => {
    const exporter = new MastraExporter();
    fc.assert(
      fc.property(anything.value, (value) => {
        exporter.createSpan(value as object);
        exporter.onTracingEvent(value as object);
        exporter.releaseSpan(value as string);
        expect(exporter.executeInContextSync(value as string, () => value)).toBe(value);
        const { usage } = answerFacts(value, undefined);
        if (usage !== undefined) normalizeUsage(usage);
      }),
      { numRuns: 500 },
    );
  });
});
