// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { inputMessages } from "../src/interactions/content.ts";
import { editInteraction, interactionRequest, outgoingInteraction } from "../src/interactions/request.ts";
import { interactionAnswer } from "../src/interactions/response.ts";
import { InteractionStream } from "../src/interactions/stream.ts";

const USAGE = { total_input_tokens: 10, total_output_tokens: 5, total_thought_tokens: 3, total_tokens: 18 };
const TOKENS = { inputTokens: 10, outputTokens: 8, reasoningTokens: 3 };

const call = (body: unknown): { resource: object; args: unknown[] } => ({ resource: {}, args: [body, "v1"] });
const text = (content: string): object => ({ type: "text", content });

/** The facts with their content read, without what is not told. */
function read({ content, ...facts }: ResponseFacts): unknown {
  return JSON.parse(JSON.stringify({ ...facts, outputMessages: content?.().outputMessages }));
}

describe("a request", () => {
  it("is read by a model and its settings", () => {
    const generation_config = { temperature: 1, top_p: 0.5, seed: 3, stop_sequences: ["END"], thinking_level: "low" };
    const request = interactionRequest(call({ model: "m", input: "hi", stream: true, generation_config }));
    expect(request).toMatchObject({ operationName: "generate_content", model: "m", stream: true });
    expect(request.attributes).toEqual({
      "gen_ai.request.temperature": 1,
      "gen_ai.request.top_p": 0.5,
      "gen_ai.request.seed": 3,
      "gen_ai.request.stop_sequences": ["END"],
      "gen_ai.request.reasoning.level": "low",
    });
  });

  it("is read by an agent, which has a model of its own", () => {
    const request = interactionRequest(call({ agent: "deep-research", input: "hi", system_instruction: "Be brief." }));
    expect(request).toMatchObject({ model: undefined, attributes: { "gen_ai.agent.id": "deep-research" } });
    expect(request.content?.()).toEqual({
      systemInstructions: [text("Be brief.")],
      inputMessages: [{ role: "user", parts: [text("hi")] }],
      toolDefinitions: [],
    });
  });

  it.each([
    ["a content", { type: "text", text: "hi" }, [{ role: "user", parts: [text("hi")] }]],
    [
      "turns",
      [
        { role: "user", content: "hi" },
        { role: "model", content: [{ type: "image", mime_type: "image/png", data: "AAAA" }] },
      ],
      [
        { role: "user", parts: [text("hi")] },
        {
          role: "assistant",
          parts: [{ type: "blob", modality: "image", mime_type: "image/png", content: "[left out]" }],
        },
      ],
    ],
    [
      "steps",
      [
        { type: "user_input", content: [{ type: "document", uri: "gs://bucket/a.pdf", mime_type: "application/pdf" }] },
        { type: "thought", summary: [{ type: "text", text: "Hm." }] },
        { type: "function_call", id: "1", name: "f", arguments: { a: 1 } },
        { type: "function_result", call_id: "1", result: "b" },
        { type: "google_search_call" },
      ],
      [
        {
          role: "user",
          parts: [{ type: "uri", modality: "document", mime_type: "application/pdf", uri: "gs://bucket/a.pdf" }],
        },
        { role: "assistant", parts: [{ type: "reasoning", content: "Hm." }] },
        { role: "assistant", parts: [{ type: "tool_call", id: "1", name: "f", arguments: { a: 1 } }] },
        { role: "user", parts: [{ type: "tool_call_response", id: "1", response: "b" }] },
        { role: "user", parts: [{ type: "google_search_call" }] },
      ],
    ],
    ["nothing", undefined, []],
  ])("has messages where the input is %s", (_name, input, messages) => {
    expect(inputMessages(input)).toEqual(messages);
  });

  it("tells policies its cap, and what it does not contain", () => {
    const plain = outgoingInteraction(call({ model: "m", input: "hi", generation_config: { max_output_tokens: 9 } }));
    expect(plain).toMatchObject({ input: ["hi"], maxOutputTokens: 9, usesBilledTools: false, hasRemoteInput: false });
    const tools = [{ type: "function" }, { type: "google_search" }];
    const searching = outgoingInteraction(call({ model: "m", input: "hi", tools, service_tier: "flex" }));
    expect(searching).toMatchObject({ usesBilledTools: true, hasRemoteInput: true, serviceTier: "flex" });
    expect(outgoingInteraction(call({ input: "hi", previous_interaction_id: "1" }))).toMatchObject({
      hasRemoteInput: true,
    });
  });

  it("is changed in a copy, but for the model of an agent", () => {
    const body = { model: "m", input: "hi" };
    const edit = { model: "n", maxOutputTokens: 7 };
    expect(editInteraction(body, edit)).toEqual({ ...body, model: "n", generation_config: { max_output_tokens: 7 } });
    expect(body).toEqual({ model: "m", input: "hi" });
    expect(editInteraction({ agent: "a" }, { model: "n" })).toEqual({ agent: "a" });
  });
});

describe("an interaction", () => {
  const steps = [
    { type: "thought", summary: [{ type: "text", text: "Hm." }] },
    { type: "model_output", content: [{ type: "text", text: "It rains." }] },
    { type: "function_call", id: "1", name: "f", arguments: { a: 1 } },
  ];
  const outputMessages = [
    {
      role: "assistant",
      parts: [
        { type: "reasoning", content: "Hm." },
        text("It rains."),
        { type: "tool_call", id: "1", name: "f", arguments: { a: 1 } },
      ],
      finish_reason: "requires_action",
    },
  ];
  const head = { id: "v1_1", model: "gemini-3.6-flash", status: "requires_action", service_tier: "flex" };
  const facts = {
    isDeferred: false,
    id: "v1_1",
    model: "gemini-3.6-flash",
    finishReasons: ["requires_action"],
    serviceTier: "flex",
    toolCalls: [{ id: "1", name: "f" }],
  };

  it("is read with its steps, modalities and searches", () => {
    const usage = {
      ...USAGE,
      total_tool_use_tokens: 40,
      total_cached_tokens: 4,
      input_tokens_by_modality: [
        { modality: "text", tokens: 4 },
        { modality: "audio", tokens: 6 },
      ],
      grounding_tool_count: [
        { type: "google_search", count: 2 },
        { type: "google_maps", count: 1 },
      ],
    };
    expect(read(interactionAnswer({ ...head, steps, usage }))).toEqual({
      ...facts,
      usage: {
        ...TOKENS,
        inputTokens: 50,
        cacheReadTokens: 4,
        inputAudioTokens: 6,
        units: { groundedRequests: 1, webSearchRequests: 2 },
      },
      outputMessages,
    });
  });

  it("has outputs in early versions", () => {
    const outputs = [text("x"), { type: "function_call", id: "1", name: "f" }];
    expect(interactionAnswer({ ...head, outputs, usage: USAGE })).toMatchObject({ ...facts, usage: TOKENS });
  });

  it.each([
    [{ status: "failed", errors: [{ code: "quota_exceeded" }] }, "quota_exceeded"],
    [{ status: "failed", errors: [{ code: "my secret prompt" }] }, "failed"],
    [{ status: "completed" }, undefined],
  ])("%j is an error of type %s", (interaction, errorType) => {
    expect(interactionAnswer(interaction).errorType).toBe(errorType);
  });

  it.each(["in_progress", "queued"])("that is %s has no output yet, and is billed later", (status) => {
    expect(read(interactionAnswer({ status, usage: USAGE }))).toMatchObject({
      isDeferred: true,
      usage: { inputTokens: 10 },
      usageStatus: "partial",
    });
  });

  const EVENTS = [
    { event_type: "interaction.created", interaction: { id: "v1_1", status: "in_progress" } },
    { event_type: "step.start", index: 0, step: { type: "thought" } },
    { event_type: "step.delta", index: 0, delta: { type: "thought_summary", content: { type: "text", text: "Hm." } } },
    { event_type: "step.start", index: 1, step: { type: "model_output" } },
    { event_type: "step.delta", index: 1, delta: { type: "text", text: "It " } },
    { event_type: "step.delta", index: 1, delta: { type: "text", text: "rains." } },
    { event_type: "step.start", index: 2, step: { type: "function_call", id: "1", name: "f" } },
    { event_type: "step.delta", index: 2, delta: { type: "arguments_delta", arguments: '{"a":' } },
    { event_type: "step.delta", index: 2, delta: { type: "arguments_delta", arguments: "1}" } },
    { event_type: "step.stop", index: 2 },
    { event_type: "interaction.completed", interaction: { ...head, usage: USAGE } },
  ];
  const folded = (events: readonly unknown[], complete = true, keepContent = true): unknown => {
    const stream = new InteractionStream(interactionRequest(call({})), keepContent);
    for (const event of events) expect(stream.push(event)).toBe(false);
    return read(stream.finish(complete));
  };

  it("is put together from its events", () => {
    expect(folded(EVENTS)).toEqual({ ...facts, usage: TOKENS, outputMessages });
    expect(JSON.stringify(folded(EVENTS, true, false))).not.toContain("rains");
  });

  it("is put together from the events of early versions", () => {
    const events = [
      { event_type: "interaction.start", interaction: { id: "v1_1", status: "in_progress" } },
      { event_type: "content.start", index: 0, content: { type: "text" } },
      { event_type: "content.delta", index: 0, delta: { type: "text", text: "Rain." } },
      { event_type: "interaction.complete", interaction: { ...head, status: "completed", usage: USAGE } },
    ];
    expect(folded(events)).toMatchObject({
      usage: TOKENS,
      outputMessages: [{ role: "assistant", parts: [text("Rain.")], finish_reason: "completed" }],
    });
  });

  it.each([
    ["is left early", EVENTS, false],
    ["ends too soon", EVENTS.slice(0, -1), true],
  ])("whose stream %s has no output", (_name, events, complete) => {
    expect(folded(events, complete)).not.toHaveProperty("usage.outputTokens");
  });

  it("whose stream tells of an error is one", () => {
    const error = { event_type: "error", error: { code: "internal_error", message: "my secret" } };
    expect(folded([...EVENTS.slice(0, 2), error])).toMatchObject({ errorType: "internal_error" });
  });
});
