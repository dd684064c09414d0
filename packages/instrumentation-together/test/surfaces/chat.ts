// SPDX-License-Identifier: Apache-2.0
import { chatCompletionsSurface } from "@outlay-test/conformance";
import type { Surface } from "@outlay-test/conformance";

import { connect } from "../load-sdk.ts";
import type { Sdk } from "../load-sdk.ts";

const USAGE = { prompt_tokens: 1200, completion_tokens: 90, total_tokens: 1290, cached_tokens: 1024 } as const;

/** `chat.completions` of one version. */
export function chatSurface(sdk: () => Sdk): Surface {
  return chatCompletionsSurface({
    provider: "together_ai",
    model: "meta-llama/Llama-3.3-70B-Instruct-Turbo",
    usage: {
      wire: USAGE,
      attributes: {
        "gen_ai.usage.input_tokens": 1200,
        "gen_ai.usage.output_tokens": 90,
        "gen_ai.usage.cache_read.input_tokens": 1024,
        "outlay.usage.uncached_input_tokens": 176,
      },
    },
    errorClass: () => sdk().Together.TogetherError,
    capField: "max_tokens",
    patched: () => ({ prototype: sdk().Together.Chat.Completions.prototype }),
    connect: (provider, input) => connect(sdk(), provider, input).chat.completions,
  });
}
