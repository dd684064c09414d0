// SPDX-License-Identifier: Apache-2.0
import type { Surface } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import { SERVER, TRAITS, callsOf, plainContent } from "./common.ts";
import type { LanguageModel, LoadedSdk } from "./common.ts";

const MODEL = "claude-sonnet-5";

/** `anthropic()` of one build. */
export function anthropicSurface(major: number, sdk: LoadedSdk): Surface {
  const modelOf = (provider: FakeProvider): LanguageModel =>
    sdk().anthropic.createAnthropic({ apiKey: "test", baseURL: `${provider.anthropicBaseUrl}/v1` })(MODEL);
  const finishReason = major === 5 ? "stop" : "end_turn";
  return {
    name: "anthropic()",
    spanName: `chat ${MODEL}`,
    requestAttributes: {
      ...SERVER,
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "anthropic",
      "gen_ai.request.model": MODEL,
      "gen_ai.request.max_tokens": 256,
    },
    responseAttributes: {
      "gen_ai.response.id": expect.stringMatching(/^msg_/) as string,
      "gen_ai.response.model": MODEL,
      "gen_ai.response.finish_reasons": [finishReason],
      "outlay.response.service_tier": "standard",
      "outlay.response.region": "global",
    },
    usage: {
      wire: {
        input_tokens: 25,
        cache_read_input_tokens: 4000,
        cache_creation_input_tokens: 600,
        cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 200 },
        output_tokens: 70,
        output_tokens_details: { thinking_tokens: 30 },
        server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 },
      },
      attributes: {
        "gen_ai.usage.input_tokens": 4625,
        "gen_ai.usage.output_tokens": 70,
        "gen_ai.usage.cache_read.input_tokens": 4000,
        "gen_ai.usage.cache_creation.input_tokens": 600,
        "gen_ai.usage.reasoning.output_tokens": 30,
        "outlay.usage.uncached_input_tokens": 25,
        "outlay.usage.cache_write_5m_tokens": 400,
        "outlay.usage.cache_write_1h_tokens": 200,
        "outlay.usage.web_search_requests": 2,
      },
    },
    ...callsOf(modelOf),
    streamWays: ["tee", "signal"],
    errorClass: () => Error,
    errors: {
      badRequest: "invalid_request_error",
      rateLimited: "rate_limit_error",
      serverError: "api_error",
      streamError: "overloaded_error",
      connection: "AI_APICallError",
      abort: "AbortError",
    },
    traits: TRAITS,
    content: plainContent(finishReason),
    toolCallAttributes: { "gen_ai.response.finish_reasons": [major === 5 ? "tool-calls" : "tool_use"] },
  };
}
