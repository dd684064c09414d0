// SPDX-License-Identifier: Apache-2.0
import type { Surface } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import { SERVER, TRAITS, callsOf, plainContent } from "./common.ts";
import type { LanguageModel, LoadedSdk } from "./common.ts";

const MODEL = "gpt-5-mini";
const REFUSALS = {
  badRequest: "invalid_request_error",
  rateLimited: "rate_limit_exceeded",
  serverError: "server_error",
  connection: "AI_APICallError",
  abort: "AbortError",
} as const;
const ERRORS = { ...REFUSALS, streamError: "server_error" } as const;
const REQUEST = {
  ...SERVER,
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": MODEL,
  "gen_ai.request.max_tokens": 256,
} as const;
const USAGE_ATTRIBUTES = {
  "gen_ai.usage.input_tokens": 1200,
  "gen_ai.usage.output_tokens": 90,
  "gen_ai.usage.cache_read.input_tokens": 1024,
  "gen_ai.usage.reasoning.output_tokens": 40,
} as const;

/** `openai.chat()` of one build. */
export function chatSurface(major: number, sdk: LoadedSdk): Surface {
  const modelOf = (provider: FakeProvider): LanguageModel =>
    sdk().openai.createOpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl }).chat(MODEL);
  return {
    name: "openai.chat()",
    spanName: `chat ${MODEL}`,
    requestAttributes: REQUEST,
    responseAttributes: {
      "gen_ai.response.id": expect.stringMatching(/^chatcmpl-/) as string,
      "gen_ai.response.model": "gpt-5-mini-2025-08-07",
      "gen_ai.response.finish_reasons": ["stop"],
      "outlay.response.service_tier": "default",
    },
    // Of a stream, the provider does not tell which tier served it.
    streamAttributes: { "outlay.response.service_tier": undefined },
    usage: {
      wire: {
        prompt_tokens: 1200,
        completion_tokens: 90,
        total_tokens: 1290,
        prompt_tokens_details: { cached_tokens: 1024, cache_write_tokens: 100 },
        completion_tokens_details: { reasoning_tokens: 40 },
      },
      attributes: {
        ...USAGE_ATTRIBUTES,
        "gen_ai.usage.cache_creation.input_tokens": 100,
        "outlay.usage.uncached_input_tokens": 76,
      },
    },
    ...callsOf(modelOf),
    streamWays: ["tee", "signal"],
    errorClass: () => Error,
    errors: ERRORS,
    traits: TRAITS,
    content: plainContent("stop"),
    prompts: "in parameters",
    toolCallAttributes: { "gen_ai.response.finish_reasons": [major === 5 ? "tool-calls" : "tool_calls"] },
  };
}

/** `openai.responses()` of one build. */
export function responsesSurface(major: number, sdk: LoadedSdk): Surface {
  const modelOf = (provider: FakeProvider): LanguageModel =>
    sdk().openai.createOpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl }).responses(MODEL);
  return {
    name: "openai.responses()",
    spanName: `chat ${MODEL}`,
    requestAttributes: REQUEST,
    responseAttributes: {
      "gen_ai.response.id": expect.stringMatching(/^resp_/) as string,
      "gen_ai.response.model": "gpt-5-mini-2025-08-07",
      "gen_ai.response.finish_reasons": ["stop"],
      "outlay.response.service_tier": "default",
    },
    usage: {
      wire: {
        input_tokens: 1200,
        output_tokens: 90,
        total_tokens: 1290,
        input_tokens_details: { cached_tokens: 1024 },
        output_tokens_details: { reasoning_tokens: 40 },
      },
      attributes: { ...USAGE_ATTRIBUTES, "outlay.usage.uncached_input_tokens": 176 },
    },
    ...callsOf(modelOf),
    // @ai-sdk/openai 3 opens a stream only when there is output in it: a paused one is not there to be aborted.
    streamWays: major === 6 ? ["tee"] : ["tee", "signal"],
    // An event of type `error` is dropped by 2, and not understood by 3 and 4.
    errorClass: () => Error,
    errors: REFUSALS,
    traits: TRAITS,
    content: plainContent("stop"),
    prompts: "in parameters",
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["tool-calls"] },
  };
}
