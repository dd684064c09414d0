// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { describeError } from "../src/index.ts";

class APIConnectionTimeoutError extends Error {}

describe("describeError", () => {
  it.each<[string, unknown, ReturnType<typeof describeError>]>([
    ["a class of the SDK", new APIConnectionTimeoutError("prompt text"), { type: "APIConnectionTimeoutError" }],
    [
      "a code of OpenAI",
      Object.assign(new Error("x"), { status: 429, code: "insufficient_quota", type: "insufficient_quota" }),
      { type: "insufficient_quota", httpStatusCode: 429 },
    ],
    [
      "the type inside Anthropic's body",
      Object.assign(new Error("x"), { status: 529, error: { type: "error", error: { type: "overloaded_error" } } }),
      { type: "overloaded_error", httpStatusCode: 529 },
    ],
    [
      "the code inside Groq's and Together's body",
      Object.assign(new Error("x"), { status: 429, error: { error: { type: "tokens", code: "rate_limit_exceeded" } } }),
      { type: "rate_limit_exceeded", httpStatusCode: 429 },
    ],
    [
      "the status of a Speakeasy or Fern SDK",
      Object.assign(new Error("x"), { statusCode: 422 }),
      { type: "Error", httpStatusCode: 422 },
    ],
    [
      "the status of Ollama's SDK",
      Object.assign(new Error("x"), { name: "ResponseError", status_code: 404, error: "model not found" }),
      { type: "ResponseError", httpStatusCode: 404 },
    ],
    [
      "the code inside the body that the AI SDK keeps",
      Object.assign(new Error("x"), {
        name: "AI_APICallError",
        statusCode: 429,
        data: { error: { type: "tokens", code: "rate_limit_exceeded" } },
      }),
      { type: "rate_limit_exceeded", httpStatusCode: 429 },
    ],
    [
      "the status of an AWS SDK",
      Object.assign(new APIConnectionTimeoutError("x"), { $metadata: { httpStatusCode: 503 } }),
      { type: "APIConnectionTimeoutError", httpStatusCode: 503 },
    ],
    [
      "the status of Google that its SDK leaves in the message",
      Object.assign(new Error('{"error":{"code":429,"message":"my secret","status":"RESOURCE_EXHAUSTED"}}'), {
        status: 429,
      }),
      { type: "RESOURCE_EXHAUSTED", httpStatusCode: 429 },
    ],
    [
      "the status inside Google's body",
      Object.assign(new Error("x"), { statusCode: 503, error: { code: 503, message: "x", status: "UNAVAILABLE" } }),
      { type: "UNAVAILABLE", httpStatusCode: 503 },
    ],
    [
      "the status and the code where the message has nothing else",
      new TypeError('got status: 400 Bad Request. {"error":{"code":400,"message":"x","status":"INVALID_ARGUMENT"}}'),
      { type: "INVALID_ARGUMENT", httpStatusCode: 400 },
    ],
    ["a message that is cut", new TypeError('{"error":{"code":429,'), { type: "TypeError" }],
    ["a message that only looks like a body", new TypeError('{"error":{"code":"my secret"}}'), { type: "TypeError" }],
    ["a platform's abort by its name", new DOMException("x", "AbortError"), { type: "AbortError" }],
    [
      "a name that an AWS SDK gives to errors of one class",
      Object.assign(new APIConnectionTimeoutError("x"), { name: "ThrottlingException" }),
      { type: "ThrottlingException" },
    ],
    ["a name that is prose", Object.assign(new TypeError("x"), { name: "my secret prompt" }), { type: "TypeError" }],
    [
      "a code that is prose, which may quote the user",
      Object.assign(new TypeError("x"), { code: "no such model: my secret" }),
      { type: "TypeError" },
    ],
    ["a thrown string", "boom", { type: "string" }],
    ["a bare object", {}, { type: "_OTHER" }],
  ])("types %s", (_title, error, expected) => {
    expect(describeError(error)).toEqual(expected);
  });
});
