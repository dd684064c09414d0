// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts, StreamReducer } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { chatAnswerV1 } from "../src/response.ts";
import { ChatStream } from "../src/stream.ts";
import { StreamV1 } from "../src/stream-v1.ts";

const USAGE = {
  billedUnits: { inputTokens: 12, outputTokens: 5 },
  tokens: { inputTokens: 78, outputTokens: 5 },
};
const COUNTS = { inputTokens: 12, outputTokens: 5 };

function read(reducer: StreamReducer, events: readonly unknown[], complete = true): ResponseFacts {
  for (const event of events) expect(reducer.push(event)).toBe(false);
  return reducer.finish(complete);
}

const content = (index: number, fields: object): object => ({
  type: "content-delta",
  index,
  delta: { message: { content: fields } },
});

// As docs.cohere.com/v2/docs/streaming and the types of cohere-ai@8.1.0 have it; the SDK's names are camel case.
const START = { type: "message-start", id: "c-1", delta: { message: { role: "assistant" } } };
const END = { type: "message-end", delta: { finishReason: "TOOL_CALL", usage: USAGE } };
const EVENTS = [
  START,
  { type: "content-start", index: 0, delta: { message: { content: { type: "thinking", thinking: "" } } } },
  content(0, { thinking: "Hm." }),
  { type: "content-end", index: 0 },
  content(1, { text: "I look " }),
  content(1, { text: "it up." }),
  { type: "tool-plan-delta", delta: { message: { toolPlan: " One call." } } },
  {
    type: "tool-call-start",
    index: 0,
    delta: {
      message: { toolCalls: { id: "lookup_1", type: "function", function: { name: "lookup", arguments: "" } } },
    },
  },
  { type: "tool-call-delta", index: 0, delta: { message: { toolCalls: { function: { arguments: '{"city":' } } } } },
  { type: "tool-call-delta", index: 0, delta: { message: { toolCalls: { function: { arguments: '"Paris"}' } } } } },
  { type: "tool-call-end", index: 0 },
  END,
];

describe("a stream of the second version", () => {
  it("is put together from thinking, plan, text and calls of tools", () => {
    const facts = read(new ChatStream(true), EVENTS);

    expect(facts).toMatchObject({
      id: "c-1",
      finishReasons: ["TOOL_CALL"],
      usage: COUNTS,
      toolCalls: [{ id: "lookup_1", name: "lookup" }],
    });
    expect(facts).not.toHaveProperty("errorType");
    expect(facts.content?.()).toEqual({
      outputMessages: [
        {
          role: "assistant",
          parts: [
            { type: "reasoning", content: "Hm. One call." },
            { type: "text", content: "I look it up." },
            { type: "tool_call", id: "lookup_1", name: "lookup", arguments: { city: "Paris" } },
          ],
          finish_reason: "TOOL_CALL",
        },
      ],
    });
  });

  it("keeps no text that nobody asks for", () => {
    const facts = read(new ChatStream(false), EVENTS);
    expect(facts).toMatchObject({ finishReasons: ["TOOL_CALL"], usage: COUNTS });
    expect(JSON.stringify(facts.content?.())).not.toContain("look ");
  });

  it("that is cut off has no usage, and says that it was", () => {
    const facts = read(new ChatStream(false), EVENTS.slice(0, 4), false);
    expect(facts).toMatchObject({ id: "c-1", finishReasons: ["error"] });
    expect(facts.usage).toBeUndefined();
  });

  it.each(["ERROR", "ERROR_TOXIC", "TIMEOUT"])("that ends with %s has failed, and is billed what it says", (reason) => {
    const end = { type: "message-end", delta: { finishReason: reason, error: "no: Paris", usage: USAGE } };
    const facts = read(new ChatStream(false), [START, end]);
    expect(facts).toMatchObject({ errorType: reason, usage: COUNTS });
    expect(JSON.stringify(facts)).not.toContain("Paris");
  });
});

describe("a stream of the first version", () => {
  const text = (piece: string): object => ({ eventType: "text-generation", text: piece });
  const start = { eventType: "stream-start", generationId: "g-1" };
  const response = { generationId: "g-1", text: "Hi there.", finishReason: "COMPLETE", meta: USAGE };

  it("is told whole by its last event", () => {
    const events = [
      start,
      text("Hi "),
      text("there."),
      { eventType: "stream-end", finishReason: "COMPLETE", response },
    ];
    const facts = read(new StreamV1(chatAnswerV1, false), events);
    expect(facts).toMatchObject({ id: "g-1", finishReasons: ["COMPLETE"], usage: COUNTS });
    expect(facts.errorType).toBeUndefined();
  });

  it("that is cut off has the text so far", () => {
    const facts = read(new StreamV1(chatAnswerV1, true), [start, text("Hi "), text("the")], false);
    expect(facts).toMatchObject({ id: "g-1", finishReasons: ["error"] });
    expect(facts).not.toHaveProperty("usage");
    expect(facts.content?.().outputMessages).toMatchObject([{ parts: [{ type: "text", content: "Hi the" }] }]);
  });

  it("may end in an error instead of an answer", () => {
    const facts = read(new StreamV1(chatAnswerV1, false), [start, { eventType: "stream-end", finishReason: "ERROR" }]);
    expect(facts).toMatchObject({ id: "g-1", errorType: "ERROR", finishReasons: ["ERROR"] });
    expect(facts.usage).toBeUndefined();
  });
});
