// SPDX-License-Identifier: Apache-2.0
import { CompletionStream, completionResponse, embeddingsResponse, normalizeUsage } from "@outlay/core";
import type { ResponseFacts } from "@outlay/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { chatRequest, completionRequest, embeddingsRequest } from "../src/completions.ts";
import { realtimeResponse } from "../src/realtime/response.ts";
import { compactRequest, responsesRequest } from "../src/responses/request.ts";
import { responsesResponse } from "../src/responses/response.ts";
import { ResponsesStream } from "../src/responses/stream.ts";
import { askForStreamUsage } from "../src/stream-usage.ts";

fc.configureGlobal({ numRuns: 500 });

/** Field names the readers look for, so that garbage gets past their first look. */
const NAMES = [
  "id model choices usage index delta message text finish_reason content tool_calls function custom name arguments input",
  "prompt_tokens completion_tokens total_tokens prompt_tokens_details completion_tokens_details cached_tokens cost",
  "input_tokens output_tokens input_tokens_details output_tokens_details reasoning_tokens cache_write_tokens_details",
  "type response item output status error code tool_usage web_search num_requests incomplete_details summary action",
  "messages stream stream_options prompt instructions conversation service_tier x_groq image_url url headers __metadata",
].flatMap((line) => line.split(" "));
const WORDS = [
  "response.completed",
  "response.output_item.done",
  "error",
  "web_search_call",
  "function_call",
  "message",
];

const leaf = fc.oneof(
  fc.constantFrom(null, undefined, true, Number.NaN, Infinity, -1, 0.5, 0, 1, 1e300, ...WORDS),
  fc.integer(),
  fc.string(),
);
const { garbage } = fc.letrec((tie) => ({
  garbage: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("garbage"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie("garbage"), { maxKeys: 8 }),
  ),
}));

function expectSound(facts: ResponseFacts): void {
  facts.content?.();
  const { usage } = normalizeUsage(facts.usage ?? {});
  const { units, ...counts } = usage;
  for (const count of Object.values({ ...counts, ...units })) {
    expect(typeof count === "number" && Number.isSafeInteger(count) && count >= 0).toBe(true);
  }
  expect(facts.reportedCostUsd ?? 0).toBeGreaterThanOrEqual(0);
  expect(facts.finishReasons?.every((reason) => typeof reason === "string") ?? true).toBe(true);
}

describe("whatever is sent", () => {
  it.each([
    ["a chat completion", completionResponse],
    ["a response", responsesResponse],
    ["a realtime response", realtimeResponse],
    ["embeddings", embeddingsResponse],
  ])("is read as %s without an exception or an impossible count", (_name, read) => {
    fc.assert(
      fc.property(garbage, (body) => expectSound(read(body))),
      { numRuns: 20000 },
    );
  });

  it.each([
    ["chat", () => new CompletionStream({ swallowUsage: true, keepContent: true })],
    ["responses", () => new ResponsesStream()],
  ])("is folded as a stream of %s without an exception or an impossible count", (_name, create) => {
    fc.assert(
      fc.property(fc.array(garbage, { maxLength: 12 }), fc.boolean(), (chunks, complete) => {
        const stream = create();
        for (const chunk of chunks) stream.push(chunk);
        expectSound(stream.finish(complete));
      }),
    );
  });

  it.each([chatRequest, completionRequest, embeddingsRequest, responsesRequest, compactRequest])(
    "is read as arguments by $name without an exception",
    (read) => {
      fc.assert(
        fc.property(garbage, garbage, garbage, (body, options, client) => {
          read({ resource: { _client: client }, args: [body, options, options] }).content?.();
        }),
      );
    },
  );

  it("is never changed by the edit", () => {
    fc.assert(
      fc.property(garbage, (body) => {
        const before = structuredClone(body);
        const resource = { _client: { baseURL: "https://api.openai.com/v1" } };
        askForStreamUsage({ resource, args: [body] }, { streamUsage: "inject" });
        expect(body).toEqual(before);
      }),
    );
  });
});
