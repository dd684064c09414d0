// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { ResponsesStream } from "../src/responses/stream.ts";

describe("the stream of a response", () => {
  const begun = { id: "resp_1", model: "gpt-5", status: "in_progress", service_tier: "auto" };
  const created = { type: "response.created", response: begun };
  const done = {
    type: "response.output_item.done",
    item: { type: "function_call", call_id: "call_1", name: "lookup" },
  };
  const read = (events: readonly unknown[]): ReturnType<ResponsesStream["finish"]> => {
    const stream = new ResponsesStream();
    for (const event of events) expect(stream.push(event)).toBe(false);
    return stream.finish();
  };

  it.each(["completed", "incomplete", "failed"])("is what its last event says: response.%s", (status) => {
    const response = { id: "resp_1", status, usage: { input_tokens: 10, output_tokens: 4 } };
    expect(read([created, { type: `response.${status}`, response }])).toMatchObject({
      id: "resp_1",
      usage: { inputTokens: 10, outputTokens: 4 },
    });
  });

  it("that is left early tells who answered and what it asked for so far, but no usage", () => {
    const facts = read([created, { type: "response.output_text.delta", delta: "Par" }, done]);
    expect(facts).toMatchObject({
      id: "resp_1",
      model: "gpt-5",
      finishReasons: ["error"],
      toolCalls: [{ id: "call_1", name: "lookup" }],
    });
    expect(facts).not.toHaveProperty("usage");
    expect(facts.serviceTier).toBeUndefined();
  });

  it("that tells of an error is one", () => {
    expect(read([created, { type: "error", code: "server_error", message: "oh" }]).errorType).toBe("server_error");
  });
});
