// SPDX-License-Identifier: Apache-2.0
import type { CallInput, Surface } from "@outlay-test/conformance";

import { connect } from "../load-sdk.ts";
import type { Client, Sdk } from "../load-sdk.ts";
import { CLIENT_ATTRIBUTES, ERRORS, GENERATION_USAGE, TRAITS, editedRequest } from "./common.ts";

type Body = Parameters<Client["generate"]>[0];

const SHARED = { lesser: true, errors: ERRORS, traits: TRAITS } as const;

/** `generate` of one build. */
export function generateSurface(sdk: () => Sdk): Surface {
  const model = "llama3.2";
  const bodyOf = (input: CallInput): Body => ({ model, prompt: input.prompt, options: { num_predict: -1 } });
  return {
    ...SHARED,
    name: "generate",
    spanName: `text_completion ${model}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "text_completion",
      "gen_ai.request.model": model,
    },
    responseAttributes: { "gen_ai.response.model": model, "gen_ai.response.finish_reasons": ["stop"] },
    usage: GENERATION_USAGE,
    patched: () => ({ prototype: sdk().Ollama.prototype, method: "generate" }),
    create: (provider, input) => connect(sdk(), provider).generate({ ...bodyOf(input), stream: false }),
    stream: (provider, input) => connect(sdk(), provider).generate({ ...bodyOf(input), stream: true }),
    streamWays: [],
    errorClass: () => undefined,
    edited: editedRequest,
  };
}

/** `embed` of one build. */
export function embedSurface(sdk: () => Sdk): Surface {
  const model = "nomic-embed-text";
  return {
    ...SHARED,
    name: "embed",
    spanName: `embeddings ${model}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "embeddings",
      "gen_ai.request.model": model,
    },
    responseAttributes: { "gen_ai.response.model": model },
    usage: {
      wire: { prompt_eval_count: 320 },
      attributes: { "gen_ai.usage.input_tokens": 320, "outlay.usage.uncached_input_tokens": 320 },
    },
    patched: () => ({ prototype: sdk().Ollama.prototype, method: "embed" }),
    create: (provider, input) => connect(sdk(), provider).embed({ model, input: input.prompt }),
  };
}
