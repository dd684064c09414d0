// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import { editGeneration, editModel, outgoingRequest } from "../src/outgoing.ts";

it.each([
  [{ messages: [{ role: "user", content: "a" }], options: { num_predict: 9 } }, [[{ role: "user", content: "a" }]], 9],
  [{ prompt: "a", system: "b", context: [1, 2], options: { num_predict: -1 } }, ["a", "b", [1, 2]], undefined],
  [{ input: ["a"] }, [["a"]], undefined],
  [undefined, [], undefined],
])("policies learn what %j sends, and that it is sent once", (body, input, maxOutputTokens) => {
  expect(outgoingRequest({ resource: {}, args: [body] })).toMatchObject({ input, maxOutputTokens, maxRetries: 0 });
});

it("edits a copy of the body, and caps only what generates", () => {
  const body = { model: "llama3.2", options: { seed: 7 } };
  expect(editGeneration(body, { model: "llama3.2:1b", maxOutputTokens: 9 })).toEqual({
    model: "llama3.2:1b",
    options: { seed: 7, num_predict: 9 },
  });
  expect(editModel(body, { maxOutputTokens: 9 })).toEqual(body);
  expect(body).toEqual({ model: "llama3.2", options: { seed: 7 } });
});
