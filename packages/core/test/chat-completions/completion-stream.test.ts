// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { CompletionStream } from "../../src/chat-completions/completion-stream.ts";

const USAGE = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 };
const KEEP = { swallowUsage: false, keepContent: true };

function chat(chunks: readonly unknown[], options = KEEP): CompletionStream {
  const stream = new CompletionStream(options);
  for (const chunk of chunks) stream.push(chunk);
  return stream;
}

const delta = (fields: object, finish: string | null = null, index = 0): object => ({
  id: "chatcmpl-1",
  model: "gpt-5",
  choices: [{ index, delta: fields, finish_reason: finish }],
});

describe("the stream of a chat completion", () => {
  it("becomes what the whole answer would have been", () => {
    const facts = chat([
      delta({ role: "assistant", content: "" }),
      delta({ content: "Par" }),
      delta({ content: "is" }),
      delta({}, "stop"),
      { id: "chatcmpl-1", model: "gpt-5", service_tier: "flex", choices: [], usage: USAGE },
    ]).finish(true);
    expect(facts).toMatchObject({
      id: "chatcmpl-1",
      model: "gpt-5",
      serviceTier: "flex",
      finishReasons: ["stop"],
      usage: { inputTokens: 10, outputTokens: 4 },
    });
    expect(facts.content?.().outputMessages).toEqual([
      { role: "assistant", parts: [{ type: "text", content: "Paris" }], finish_reason: "stop" },
    ]);
  });

  it("puts tool calls together from their pieces", () => {
    const facts = chat([
      delta({
        tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "lookup", arguments: "" } }],
      }),
      delta({ tool_calls: [{ index: 1, id: "call_2", function: { name: "other", arguments: "{}" } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '"Paris"}' } }] }),
      delta({}, "tool_calls"),
    ]).finish(true);
    expect(facts.toolCalls).toEqual([
      { id: "call_1", name: "lookup" },
      { id: "call_2", name: "other" },
    ]);
    expect(facts.content?.().outputMessages?.[0]?.parts).toEqual([
      { type: "tool_call", id: "call_1", name: "lookup", arguments: { city: "Paris" } },
      { type: "tool_call", id: "call_2", name: "other", arguments: {} },
    ]);
  });

  it("keeps no text when nobody will ask for it", () => {
    const facts = chat([delta({ content: "Paris" })], { swallowUsage: false, keepContent: false }).finish(true);
    expect(JSON.stringify(facts.content?.())).not.toContain("Paris");
  });

  it("takes Azure's first chunk, which is nobody's, for what it is", () => {
    const filter = { id: "", model: "", choices: [], prompt_filter_results: [{}] };
    expect(chat([filter, delta({ content: "a" })]).finish(true)).toMatchObject({ id: "chatcmpl-1", model: "gpt-5" });
  });

  it("finds Groq's usage in its last chunk", () => {
    const last = { ...delta({}, "stop"), x_groq: { id: "req", usage: USAGE } };
    expect(chat([delta({ content: "a" }), last]).finish(true).usage).toMatchObject({ inputTokens: 10 });
  });

  it("is an error when Groq says why it stopped early", () => {
    const last = { ...delta({}, null), x_groq: { id: "req", error: "over capacity" } };
    expect(chat([delta({ content: "a" }), last]).finish(true).errorType).toBe("error");
  });

  it.each(["reasoning", "reasoning_content"])("keeps the reasoning that is called %s", (name) => {
    const facts = chat([delta({ [name]: "I " }), delta({ [name]: "think." }), delta({}, "stop")]).finish(true);
    expect(facts.content?.().outputMessages?.[0]?.parts).toEqual([{ type: "reasoning", content: "I think." }]);
  });

  it("takes a running total for the whole only at the end", () => {
    const running = { ...delta({ content: "a" }), usage: { prompt_tokens: 10, completion_tokens: 1 } };
    expect(chat([running]).finish(false)).toMatchObject({ usage: { inputTokens: 10 }, usageStatus: "partial" });
    expect(chat([running]).finish(true)).not.toHaveProperty("usageStatus");
  });

  it("knows the whole bill when the reader leaves after the usage", () => {
    const facts = chat([delta({}, "stop"), { choices: [], usage: USAGE }]).finish(false);
    expect(facts).toMatchObject({ usage: { outputTokens: 4 } });
    expect(facts).not.toHaveProperty("usageStatus");
  });

  it("has no usage while chunks say null", () => {
    expect(chat([{ ...delta({ content: "a" }), usage: null }]).finish(true)).not.toHaveProperty("usage");
  });

  it("marks the choices that were cut off", () => {
    expect(chat([delta({ content: "a" }), delta({}, "stop", 1)]).finish(false).finishReasons).toEqual([
      "error",
      "stop",
    ]);
  });

  it("swallows the usage chunk, and only that, when it was asked for in the caller's place", () => {
    const stream = new CompletionStream({ swallowUsage: true, keepContent: false });
    const chunks = [
      { choices: [], prompt_filter_results: [{}] },
      { ...delta({ content: "a" }), usage: null },
      { ...delta({}, "stop"), usage: USAGE },
      { choices: [], usage: USAGE },
    ];
    expect(chunks.map((chunk) => stream.push(chunk))).toEqual([false, false, false, true]);
  });

  it("is not misled by absurd indices", () => {
    const facts = chat([delta({ content: "a" }, "stop", -1), delta({ content: "b" }, "stop", 4e9)]).finish(true);
    expect(facts.finishReasons).toBeUndefined();
  });
});
