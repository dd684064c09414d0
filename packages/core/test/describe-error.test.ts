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
