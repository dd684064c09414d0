// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { responsesResponse } from "../src/responses/response.ts";

describe("a response", () => {
  it.each([
    { body: { status: "completed", output: [] }, reasons: ["stop"] },
    { body: { status: "completed", output: [{ type: "function_call", name: "f" }] }, reasons: ["tool_calls"] },
    { body: { status: "incomplete", incomplete_details: { reason: "content_filter" } }, reasons: ["content_filter"] },
    { body: { status: "incomplete" }, reasons: ["length"] },
    { body: { status: "failed" }, reasons: ["error"] },
    { body: { status: "cancelled" }, reasons: ["error"] },
    { body: { status: "queued" }, reasons: undefined },
    { body: {}, reasons: undefined },
  ])("$body ended by $reasons", ({ body, reasons }) => {
    expect(responsesResponse(body).finishReasons).toEqual(reasons);
  });

  it("tells which tools it asks for, not which the provider ran", () => {
    const output = [
      { type: "web_search_call", id: "ws_1" },
      { type: "function_call", call_id: "call_1", name: "lookup" },
      { type: "custom_tool_call", call_id: "call_2", name: "shell" },
    ];
    expect(responsesResponse({ output }).toolCalls).toEqual([
      { id: "call_1", name: "lookup" },
      { id: "call_2", name: "shell" },
    ]);
  });

  it("that failed is an error of its code", () => {
    expect(responsesResponse({ status: "failed", error: { code: "server_error" } }).errorType).toBe("server_error");
    expect(responsesResponse({ status: "completed", error: null }).errorType).toBeUndefined();
  });
});
