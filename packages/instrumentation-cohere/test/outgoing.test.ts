// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { editGeneration, editModel, outgoingRequest } from "../src/outgoing.ts";

const RESOURCE = { _options: { maxRetries: 5 } };

describe("what policies learn of a request", () => {
  it("of the second version", () => {
    const messages = [
      { role: "user", content: "Where?" },
      { role: "assistant", toolCalls: [{ id: "c1", function: { name: "lookup", arguments: "{}" } }] },
      { role: "tool", toolCallId: "c1", content: "France" },
    ];
    const documents = [{ data: { text: "a" } }];
    const body = { model: "command-a-03-2025", messages, documents, maxTokens: 500 };
    const outgoing = outgoingRequest({ resource: RESOURCE, args: [body, { maxRetries: 0 }] });
    expect(outgoing).toMatchObject({
      input: [messages, documents],
      maxOutputTokens: 500,
      hasRemoteInput: false,
      maxRetries: 0,
    });
    expect(outgoing.toolRounds?.()).toEqual([[{ name: "lookup", input: "{}", result: "France" }]]);
  });

  it("of the first version, whose connectors find more than the request has", () => {
    const body = { message: "Where?", preamble: "Be short.", connectors: [{ id: "web-search" }] };
    expect(outgoingRequest({ resource: RESOURCE, args: [body] })).toMatchObject({
      input: ["Where?", "Be short."],
      maxOutputTokens: undefined,
      hasRemoteInput: true,
      maxRetries: 5,
    });
  });

  it.each([
    [{ texts: ["a"] }, [["a"]]],
    [{ query: "a", documents: ["b"] }, [["b"], "a"]],
    [{ prompt: "a", numGenerations: 2 }, ["a"]],
    [undefined, []],
  ])("%j is read as %j, and may be sent three times", (body, input) => {
    expect(outgoingRequest({ resource: {}, args: [body] })).toMatchObject({ input, maxRetries: 2 });
  });
});

it("edits a copy of the body, and caps only what generates", () => {
  const body = { model: "command-a-03-2025", messages: [] };
  expect(editGeneration(body, { model: "command-r7b-12-2024", maxOutputTokens: 9 })).toEqual({
    model: "command-r7b-12-2024",
    messages: [],
    maxTokens: 9,
  });
  expect(editModel(body, { maxOutputTokens: 9 })).toEqual(body);
  expect(body).toEqual({ model: "command-a-03-2025", messages: [] });
});
