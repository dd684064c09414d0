// SPDX-License-Identifier: Apache-2.0
import { chatCompletionsSurface } from "@outlay-test/conformance";
import type { Surface } from "@outlay-test/conformance";

import { connect } from "../load-sdk.ts";
import type { Sdk } from "../load-sdk.ts";

const USAGE = {
  queue_time: 0.03,
  prompt_tokens: 1200,
  completion_tokens: 90,
  total_tokens: 1290,
  prompt_tokens_details: { cached_tokens: 1024 },
  completion_tokens_details: { reasoning_tokens: 40 },
} as const;

/** `chat.completions` of one version. */
export function chatSurface(sdk: () => Sdk): Surface {
  return chatCompletionsSurface({
    provider: "groq",
    model: "llama-3.3-70b-versatile",
    answerAttributes: {
      "openai.response.service_tier": "on_demand",
      "openai.response.system_fingerprint": "fp_fake",
      "outlay.response.service_tier": "on_demand",
    },
    usage: {
      wire: USAGE,
      attributes: {
        "gen_ai.usage.input_tokens": 1200,
        "gen_ai.usage.output_tokens": 90,
        "gen_ai.usage.cache_read.input_tokens": 1024,
        "gen_ai.usage.reasoning.output_tokens": 40,
        "outlay.usage.uncached_input_tokens": 176,
      },
    },
    errorClass: () => sdk().Groq.GroqError,
    capField: "max_completion_tokens",
    patched: () => ({ prototype: sdk().Groq.Chat.Completions.prototype }),
    connect: (provider, input) => connect(sdk(), provider, input).chat.completions,
  });
}
