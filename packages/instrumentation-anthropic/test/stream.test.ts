// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { responseFromMessage } from "../src/response.ts";
import { MessageStreamReducer } from "../src/stream.ts";

const START = {
  type: "message_start",
  message: {
    id: "msg_1",
    model: "claude-sonnet-5",
    content: [],
    stop_reason: null,
    usage: {
      input_tokens: 10,
      cache_read_input_tokens: 5,
      cache_creation_input_tokens: 3,
      cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 0 },
      output_tokens: 1,
      service_tier: "standard",
      inference_geo: "us",
    },
  },
};
const TEXT = [
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hel" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "lo" } },
  { type: "content_block_stop", index: 0 },
];
const TOOL = [
  {
    type: "content_block_start",
    index: 1,
    content_block: { type: "tool_use", id: "toolu_1", name: "lookup", input: {} },
  },
  { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '{"city":' } },
  { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '"Paris"}' } },
  { type: "content_block_stop", index: 1 },
];
const DELTA = {
  type: "message_delta",
  delta: { stop_reason: "tool_use", stop_sequence: null },
  usage: { input_tokens: null, output_tokens: 42, output_tokens_details: { thinking_tokens: 8 } },
};
const STOP = { type: "message_stop" };

function reduce(
  events: readonly unknown[],
  keepContent = false,
  complete = true,
): ReturnType<MessageStreamReducer["finish"]> {
  const reducer = new MessageStreamReducer(keepContent);
  for (const event of events) expect(reducer.push(event)).toBe(false);
  return reducer.finish(complete);
}

const INPUT = {
  inputTokens: 18,
  cacheReadTokens: 5,
  cacheWriteTokens: 3,
  cacheWrite5mTokens: 3,
  cacheWrite1hTokens: 0,
};

describe("MessageStreamReducer", () => {
  it("puts together what the whole message would have said", () => {
    const { content: _, ...facts } = reduce([START, ...TEXT, ...TOOL, DELTA, STOP]);
    const { content: __, ...whole } = responseFromMessage({
      ...START.message,
      content: [
        { type: "text", text: "Hello" },
        { type: "tool_use", id: "toolu_1", name: "lookup", input: { city: "Paris" } },
      ],
      stop_reason: "tool_use",
      usage: { ...START.message.usage, output_tokens: 42, output_tokens_details: { thinking_tokens: 8 } },
    });
    expect(facts).toEqual(whole);
    expect(facts).toMatchObject({
      id: "msg_1",
      finishReasons: ["tool_use"],
      toolCalls: [{ id: "toolu_1", name: "lookup" }],
      serviceTier: "standard",
      region: "us",
      usage: { ...INPUT, outputTokens: 42, reasoningTokens: 8 },
    });
  });

  it("keeps the text only when it will be asked for", () => {
    const parts = (keep: boolean): unknown =>
      reduce([START, ...TEXT, ...TOOL, DELTA, STOP], keep).content?.().outputMessages?.[0]?.parts;
    expect(parts(true)).toEqual([
      { type: "text", content: "Hello" },
      { type: "tool_call", id: "toolu_1", name: "lookup", arguments: { city: "Paris" } },
    ]);
    expect(JSON.stringify(parts(false))).not.toMatch(/Hel|Paris/);
  });

  it.each([
    ["the first event", [START]],
    ["some of the text", [START, ...TEXT.slice(0, 2)]],
    ["the last block", [START, ...TEXT, ...TOOL]],
  ])("knows the input and not the output of a stream that ends after %s", (_, events) => {
    const facts = reduce(events, false, false);
    expect(facts.usageStatus).toBe("partial");
    expect(facts.usage).toMatchObject(INPUT);
    expect(facts.usage?.outputTokens).toBeUndefined();
    expect(facts).not.toHaveProperty("errorType");
    expect(reduce(events, false, true).errorType).toBe("api_error");
  });

  it("knows everything once the totals have come, whatever is missing after them", () => {
    const facts = reduce([START, ...TEXT, DELTA]);
    expect(facts).not.toHaveProperty("usageStatus");
    expect(facts).not.toHaveProperty("errorType");
    expect(facts.usage).toMatchObject({ outputTokens: 42 });
  });

  it("replaces the counts of the start by totals, and keeps them where the total is null", () => {
    const facts = reduce([
      START,
      {
        ...DELTA,
        usage: { input_tokens: 30, cache_read_input_tokens: null, cache_creation_input_tokens: 9, output_tokens: 2 },
      },
    ]);
    expect(facts.usage).toMatchObject({
      inputTokens: 30 + 5 + 9,
      cacheReadTokens: 5,
      cacheWriteTokens: 9,
      outputTokens: 2,
    });
  });

  it("names the model that took over", () => {
    const fallback = {
      type: "content_block_start",
      index: 0,
      content_block: { type: "fallback", from: { model: "claude-sonnet-5" }, to: { model: "claude-opus-5" } },
    };
    expect(reduce([START, fallback, ...TEXT, DELTA, STOP]).model).toBe("claude-opus-5");
  });

  it("reads passes from the totals", () => {
    const pass = { type: "message", input_tokens: 10, output_tokens: 42 };
    const iterations = [pass, { ...pass, type: "compaction" }];
    const facts = reduce([START, { ...DELTA, usage: { ...DELTA.usage, iterations } }]);
    expect(facts.iterations).toHaveLength(2);
    expect(facts.usage).toMatchObject({ inputTokens: 20, outputTokens: 84 });
  });

  it.each([
    ["nothing", []],
    ["only pings", [{ type: "ping" }]],
    [
      "no usage",
      [
        { ...START, message: { id: "msg_1" } },
        { ...DELTA, usage: undefined },
      ],
    ],
  ])("knows no usage of a stream with %s", (_, events) => {
    const facts = reduce(events);
    expect([facts.usage, facts.usageStatus]).toEqual([undefined, undefined]);
  });

  it("is not misled by the SDK's helper, which goes on writing to the events", () => {
    const event = structuredClone(START);
    const reducer = new MessageStreamReducer(true);
    reducer.push(event);
    event.message.usage.output_tokens = 999;
    event.message.id = "changed";
    expect(reducer.finish(false)).toMatchObject({ id: "msg_1", usage: { outputTokens: undefined } });
  });

  it("survives any sequence of anything", () => {
    const type = fc.constantFrom(...[START, ...TEXT, ...TOOL, DELTA, STOP].map((event) => event.type));
    const event = fc.oneof(
      fc.constantFrom<unknown>(START, ...TEXT, ...TOOL, DELTA, STOP),
      fc.anything(),
      fc.record({
        type,
        message: fc.anything(),
        usage: fc.anything(),
        delta: fc.anything(),
        content_block: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.boolean(), (events, keepContent) => {
        const facts = reduce(events, keepContent);
        JSON.stringify(facts.content?.().outputMessages?.length);
        if (!events.some((item) => (item as { usage?: unknown } | null)?.usage !== undefined)) {
          expect(facts.usage?.outputTokens).toBeUndefined();
        }
      }),
    );
  });
});
