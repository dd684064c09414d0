// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import {
  ConversationStream,
  conversationAnswer,
  conversationRequest,
  conversationUsage,
} from "../src/conversations.ts";

const COUNTS = { promptTokens: 188, completionTokens: 55, totalTokens: 243 };
const TOKENS = { inputTokens: 188, outputTokens: 55 };

it.each([
  ["counts without tools", { ...COUNTS, connectorTokens: null, connectors: null }, { usage: TOKENS }],
  [
    "what tools put in as a part of the input",
    { ...COUNTS, totalTokens: 7355, connectorTokens: 7112, connectors: { web_search: 1, image_generation: 2 } },
    { usage: { inputTokens: 7300, outputTokens: 55, units: { webSearchRequests: 1, images: 2 } } },
  ],
  [
    "both kinds of a search together",
    { ...COUNTS, connectors: { web_search: 1, web_search_premium: 2 } },
    { usage: { ...TOKENS, units: { webSearchRequests: 3 } } },
  ],
  [
    "a tool whose price nobody knows as a part of the bill that is not there",
    { ...COUNTS, connectors: { document_library: 1 } },
    { usage: TOKENS, usageStatus: "partial" },
  ],
  ["zeros that the SDK made up", { promptTokens: 0, completionTokens: 0, totalTokens: 0 }, {}],
  ["nothing", undefined, {}],
])("reads %s", (_name, value, expected) => {
  expect(conversationUsage(value)).toEqual(expected);
});

it.each([
  [
    "a start with a model",
    { model: "mistral-medium-2508", inputs: "Hi", completionArgs: { maxTokens: 5, stop: "." } },
    "mistral-medium-2508",
    { "gen_ai.request.max_tokens": 5, "gen_ai.request.stop_sequences": ["."] },
  ],
  ["a start of an agent", { agentId: "ag_1", inputs: "Hi" }, undefined, { "gen_ai.agent.id": "ag_1" }],
  [
    "going on with a conversation",
    { conversationId: "conv_1", conversationAppendRequest: { inputs: "Hi", completionArgs: { topP: 0.5 } } },
    undefined,
    { "gen_ai.conversation.id": "conv_1", "gen_ai.request.top_p": 0.5 },
  ],
  ["nothing", undefined, undefined, {}],
])("reads the request of %s", (_name, body, model, attributes) => {
  const facts = conversationRequest({ resource: {}, args: [body] });
  expect(facts).toMatchObject({ operationName: "chat", model, stream: false });
  expect(facts.attributes).toEqual(attributes);
});

it("reads what was asked, as text or as entries", () => {
  const said = { role: "user", parts: [{ type: "text", content: "Hi" }] };
  for (const inputs of ["Hi", [{ type: "message.input", role: "user", content: "Hi" }]]) {
    expect(conversationRequest({ resource: {}, args: [{ inputs }] }).content?.().inputMessages).toEqual([said]);
  }
});

const CALL = { toolCallId: "call_1", name: "lookup", arguments: '{"city":"Paris"}' };

it("reads an answer of several entries", () => {
  const facts = conversationAnswer({
    conversationId: "conv_1",
    outputs: [
      { type: "tool.execution", name: "web_search", arguments: "{}" },
      { type: "message.output", model: "mistral-medium-2508", content: [{ type: "text", text: "In Paris" }] },
      { type: "function.call", ...CALL },
    ],
    usage: COUNTS,
  });
  expect(facts).toMatchObject({
    model: "mistral-medium-2508",
    attributes: { "gen_ai.conversation.id": "conv_1" },
    toolCalls: [{ id: "call_1", name: "lookup" }],
    usage: TOKENS,
  });
  expect(JSON.stringify(facts.content?.())).toContain("In Paris");
});

const EVENTS = [
  { type: "conversation.response.started", conversationId: "conv_1" },
  { type: "message.output.delta", model: "mistral-medium-2508", outputIndex: 0, content: "In " },
  { type: "message.output.delta", outputIndex: 0, content: { type: "text", text: "Paris" } },
  { type: "function.call.delta", outputIndex: 1, ...CALL },
  { type: "conversation.response.done", usage: COUNTS },
];

function foldedFrom(events: readonly object[], complete: boolean) {
  const stream = new ConversationStream(
    { operationName: "chat", model: undefined, stream: true, attributes: {} },
    true,
  );
  for (const data of events) stream.push({ event: "any", data });
  return stream.finish(complete);
}

it("folds a stream to the same facts", () => {
  const facts = foldedFrom(EVENTS, true);
  expect(facts).toMatchObject({
    model: "mistral-medium-2508",
    attributes: { "gen_ai.conversation.id": "conv_1" },
    toolCalls: [{ id: "call_1", name: "lookup" }],
    usage: TOKENS,
  });
  expect(JSON.stringify(facts.content?.())).toContain("In Paris");
});

it("knows no usage of a stream that was left, and the code of one that failed", () => {
  expect(foldedFrom(EVENTS.slice(0, 3), false).usage).toBeUndefined();
  const failed = [...EVENTS.slice(0, 2), { type: "conversation.response.error", message: "no", code: 503 }];
  expect(foldedFrom(failed, true)).toMatchObject({ errorType: "503" });
});
