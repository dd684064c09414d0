// SPDX-License-Identifier: Apache-2.0
import { normalizeUsage } from "@outlay/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { MODEL_METHODS } from "../src/models/adapters.ts";

const NAMES = [
  "type",
  "prompt",
  "content",
  "role",
  "text",
  "delta",
  "id",
  "toolCallId",
  "toolName",
  "input",
  "output",
  "result",
  "tools",
  "name",
  "usage",
  "raw",
  "inputTokens",
  "outputTokens",
  "total",
  "cacheRead",
  "cachedInputTokens",
  "providerMetadata",
  "anthropic",
  "google",
  "gateway",
  "cost",
  "usageMetadata",
  "promptTokenCount",
  "prompt_tokens",
  "input_tokens",
  "input_tokens_details",
  "cacheDetails",
  "response",
  "body",
  "finishReason",
  "images",
  "meta",
  "billed_units",
  "providerOptions",
  "openai",
  "config",
  "url",
  "baseURL",
  "provider",
  "modelId",
  "error",
  "action",
  "values",
  "documents",
] as const;
const TYPES = [
  "text-delta",
  "tool-call",
  "tool-result",
  "finish",
  "error",
  "response-metadata",
  "file",
  "reasoning-delta",
] as const;

const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, undefined, "", "text", 0, -1, 1.5, Number.NaN, 12, true, ...TYPES),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie("value"), { maxKeys: 6 }),
  ),
})).value;

describe.each(Object.entries(MODEL_METHODS))("the readers of a %s model", (_kind, methods) => {
  it.each(methods)("of %s survive anything", (_method, adapter) => {
    fc.assert(
      fc.property(
        anything,
        anything,
        fc.array(anything, { maxLength: 6 }),
        fc.boolean(),
        (model, body, parts, keep) => {
          const resource = typeof model === "object" && model !== null ? model : {};
          const request = adapter.request({ resource, args: [body] });
          adapter.client(resource, {});
          if (request === undefined) throw new Error("every call of a model is one to trace");
          request.content?.();
          const reducer = adapter.stream(request, keep);
          for (const part of parts) reducer.push(part);
          for (const facts of [adapter.response(body, request), reducer.finish(keep)]) {
            facts.content?.();
            const { usage } = normalizeUsage(facts.usage ?? {});
            const counts = Object.values({ ...usage, units: 0 });
            expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
            expect(facts.reportedCostUsd ?? 0).toBeGreaterThanOrEqual(0);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
